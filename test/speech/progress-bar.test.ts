import t from 'tap';
import { progressBar } from '../../src/speech/progress-bar.ts';

type Progress = { ready: number; total: number; engine: 'working' | 'starting' | 'failed' };

function screen(isTTY: boolean) {
  const listeners = new Set<() => void>();
  const written: string[] = [];
  let progress: Progress = { ready: 0, total: 0, engine: 'starting' };
  const stop = progressBar({
    progress: () => progress,
    onProgress: (listener) => { listeners.add(listener); return () => listeners.delete(listener); },
  }, { isTTY, write: (text: string) => { written.push(text); } });
  const tell = (ready: number, total: number, engine: Progress['engine'] = 'working'): void => {
    progress = { ready, total, engine };
    for (const listener of listeners) listener();
  };
  return { tell, stop, written, listeners };
}

t.test('on a terminal the operator sees one line grow and end', async (t) => {
  const { tell, written, listeners } = screen(true);
  t.same(written, []);
  for (let ready = 0; ready <= 40; ready++) tell(ready, 40);
  t.equal(written.join('').split('\n').length, 2, 'one line');
  t.match(written[0], '\r\u001b[2KVoices [........................] 0 of 40 clips ready');
  t.equal(written.at(-2), '\r\u001b[2KVoices [########################] 40 of 40 clips ready');
  t.equal(written.at(-1), '\n');
  t.equal(listeners.size, 0);
});

t.test('in a log file a few plain lines are enough', async (t) => {
  const { tell, written, listeners } = screen(false);
  for (let ready = 0; ready <= 40; ready++) tell(ready, 40);
  t.same(written, [0, 10, 20, 30, 40].map((ready) => `Voices: ${ready} of 40 clips ready\n`));
  t.equal(listeners.size, 0);
});

t.test('an engine that does not start is said once, and the bar goes on if it comes back', async (t) => {
  const { tell, written, stop } = screen(false);
  tell(0, 4);
  tell(0, 4, 'failed');
  tell(0, 4, 'failed');
  tell(4, 4);
  stop();
  t.match(written, ['Voices: 0 of 4 clips ready\n', /does not start/, 'Voices: 4 of 4 clips ready\n']);
  t.equal(written.length, 3);
});

t.test('a line that stops early leaves the terminal on a new line', async (t) => {
  const { tell, written, stop } = screen(true);
  tell(1, 4);
  stop();
  stop();
  tell(2, 4);
  t.equal(written.at(-1), '\n');
  t.equal(written.length, 2);
});
