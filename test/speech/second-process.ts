/** Another process of the line on the same folders: makes what it is told and prints the paths. */
import { readFileSync } from 'node:fs';
import { systemClock } from '../../src/clock.ts';
import type { Spoken } from '../../src/render/reply.ts';
import { openSpeech } from '../../src/speech/open.ts';

// Given the whole folder, the test runner loads this file too: then there is nothing to do.
if (process.argv[2] === 'share') {
  const { dataDir, volatileDir, list } = JSON.parse(readFileSync(0, 'utf8')) as { dataDir: string; volatileDir: string; list: Spoken[] };
  const speech = openSpeech({ dataDir, volatileDir, clock: systemClock });
  const paths: (string | undefined)[] = [];
  for (const spoken of list) paths.push(await speech.pathFor(spoken, 30_000));
  process.stdout.write(JSON.stringify(paths));
  await speech.close();
}
