import { answers } from './answers.ts';
import { calls } from './calls.ts';
import type { Changes } from './changes.ts';
import { conversations } from './conversations.ts';
import { counters } from './counters.ts';
import type { Connection } from './database.ts';
import { desk } from './desk.ts';
import { keys } from './keys.ts';
import { never } from './never.ts';
import { outbox } from './outbox.ts';
import { requests } from './requests.ts';
import { rings } from './rings.ts';
import { rota } from './rota.ts';
import { sweep } from './sweep.ts';
import type { Parts } from './verbs.ts';

/** Everything the worker can do on one connection. */
export const parts = (db: Connection, marks: Changes): Parts => ({
  answers: answers(db, marks), conversations: conversations(db), requests: requests(db, marks), desk: desk(db, marks),
  rota: rota(db, marks), outbox: outbox(db), calls: calls(db, marks), counters: counters(db), keys: keys(db), never: never(db), rings: rings(db, marks),
  all: { sweep: sweep(db, marks) },
});
