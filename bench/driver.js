// The callers, in a process of their own: each line of them holds one connection and starts the next session when one ends.
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { Connection } from './connection.js';
import { bodiesOf, books } from './sessions.js';

const GOOD = /^HTTP\/1\.1 200 [^]*\r\n\r\n(CON|END) /;
const REFERENCE = /\d{8}/;

/** One window. Sessions under way at its end are finished: the mix stays whole. */
async function drive({ port, path, lines, seconds, from, rate, share }) {
  const took = [];
  const seen = { bad: 0, bookings: 0, references: 0 };
  let next = from;
  const begun = performance.now();
  const until = begun + seconds * 1_000;
  const step = rate > 0 ? (1_000 * lines) / rate : 0; // ms between the hops of one connection
  await Promise.all(Array.from({ length: lines }, async (_, line) => {
    let due = begun + (step * line) / lines;
    const connection = new Connection(port, path);
    while (performance.now() < until) {
      const n = next++;
      let reply = '';
      for (const body of bodiesOf(n, share)) {
        if (step > 0 && due > performance.now()) await pause(due - performance.now());
        // A hop that had to wait for a slow one before it counts from when it was due.
        const asked = step > 0 ? Math.min(due, performance.now()) : performance.now();
        due += step;
        reply = await connection.post(body);
        took.push(performance.now() - asked);
        if (!GOOD.test(reply)) seen.bad++;
      }
      if (books(n, share)) { seen.bookings++; if (REFERENCE.test(reply.slice(reply.indexOf('\r\n\r\n')))) seen.references++; }
    }
    connection.close();
  }));
  took.sort((a, b) => a - b);
  const at = (share) => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0;
  return { ...seen, hops: took.length, p50: at(0.5), p99: at(0.99), seconds: (performance.now() - begun) / 1_000, next };
}

process.on('message', (window) => drive(window).then((figures) => process.send(figures), (error) => process.send({ failed: String(error) })));
