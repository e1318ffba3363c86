/**
 * The speech engine's own process: a crash, a leak or a long sentence in here costs no caller a hop. One job a line on
 * stdin, one answer a line on stdout. It ends when stdin does, so that it never outlives the line.
 */
import { createInterface } from 'node:readline';
import { loadEmbedded } from './embedded.ts';
import type { Answer, Job } from './job.ts';
import { make } from './make.ts';
import { loadMp3 } from './mp3.ts';

const answer = (words: Answer): void => { process.stdout.write(`${JSON.stringify(words)}\n`); };

const [speak, encode] = await Promise.all([loadEmbedded(), loadMp3()]);
answer({ ready: true });

for await (const line of createInterface({ input: process.stdin })) {
  const { id, job } = JSON.parse(line) as { id: number; job: Job };
  const made = await make(job, { speak, encode }).then(() => true, (error: unknown) => {
    // The engine's memory is unsound after a trap: a new process is the only cure.
    if (error instanceof WebAssembly.RuntimeError) process.exit(1);
    return false;
  });
  answer({ id, made });
}
process.exit(0);
