import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { HlpError } from '../errors.ts';
import { faultOf } from '../log.ts';
import { Marks } from './changes.ts';
import { checkpointing } from './checkpoint.ts';
import { GroupCommit, codeOf } from './commit.ts';
import { openDatabase, PRAGMAS, type Connection } from './database.ts';
import { nowAndThen, watchOthers, writtenAgo } from './elsewhere.ts';
import { parts } from './parts.ts';
import { type FromWorker, type Job, stopwatch } from './verbs.ts';

/** How often another process's commits are looked for, in ms; the desk is promised 500. */
const LOOK = 300;

const port = parentPort;
if (!port) throw new Error('this file is the store\'s worker thread');
const tell = (message: FromWorker): void => port.postMessage(message);

try {
  const { dataDir, zone } = workerData as { dataDir: string; zone: string };
  const ago = writtenAgo(dataDir); // before it is opened: opening may write
  serve(openDatabase(dataDir, PRAGMAS, zone), ago);
} catch (error) {
  const code = error instanceof HlpError ? error.code : codeOf(error);
  tell(code ? { refused: code } : { refused: 'fault', fault: faultOf(error, 'store') });
  port.close();
}

function serve(db: Connection, ago: number | undefined): void {
  const marks = new Marks(db);
  const truncate = checkpointing(db);
  const commits = new GroupCommit(db, parts(db, marks), marks, {
    done: (done) => tell({ done }),
    changed: (changed) => tell({ changed }),
    erased: () => truncate.soon(),
  });
  const others = watchOthers(db);
  const due = nowAndThen(stopwatch);
  const look = setInterval(() => {
    if (!others()) return;
    if (due()) tell({ elsewhere: true });
    const changed = marks.changedElsewhere();
    if (changed) tell({ changed });
  }, LOOK);

  port?.on('message', (first: Job[] | 'close') => {
    let closing = false;
    // Everything that waits comes along in one transaction.
    for (let message: { message: Job[] | 'close' } | undefined = { message: first }; message; message = receiveMessageOnPort(port)) {
      if (message.message === 'close') closing = true;
      else commits.add(message.message);
    }
    commits.run();
    if (closing) finish();
  });

  /** What waits is finished or lapses first; the last word is an empty log. */
  function finish(): void {
    if (!commits.idle) {
      setTimeout(finish, 20);
      return;
    }
    clearInterval(look);
    truncate.last();
    db.close();
    tell({ closed: true });
    port?.close();
  }

  tell({ ready: true, writtenAgo: ago });
}
