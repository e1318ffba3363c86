import { answers } from './answers.ts';
import { audit } from './audit.ts';
import { calls } from './calls.ts';
import { claims } from './claims.ts';
import type { Changes } from './changes.ts';
import { conversations } from './conversations.ts';
import { counters } from './counters.ts';
import type { Connection } from './database.ts';
import { desk } from './desk.ts';
import { keys } from './keys.ts';
import { monitors } from './monitors.ts';
import { never } from './never.ts';
import { people } from './people.ts';
import { outbox } from './outbox.ts';
import { queue } from './queue.ts';
import { requests } from './requests.ts';
import { rings } from './rings.ts';
import { rota } from './rota.ts';
import { sweep } from './sweep.ts';
import { releases } from './tallies.ts';
import type { Parts } from './verbs.ts';

/** Everything the worker can do on one connection. */
export const parts = (db: Connection, marks: Changes): Parts => ({
  answers: answers(db, marks), conversations: conversations(db), requests: requests(db, marks), claims: claims(db, marks), queue: queue(db),
  desk: desk(db, marks), people: people(db, marks), rota: rota(db, marks), keys: keys(db, marks), monitors: monitors(db),
  outbox: outbox(db), calls: calls(db, marks), rings: rings(db, marks), never: never(db),
  counters: counters(db), tallies: releases(db), audit: audit(db),
  all: { sweep: sweep(db, marks) },
});
