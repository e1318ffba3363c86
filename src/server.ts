import { performance } from 'node:perf_hooks';
import closeWithGrace from 'close-with-grace';
import { buildApp } from './app.ts';
import { systemClock } from './clock.ts';
import type { Config } from './config.ts';
import { HlpError } from './errors.ts';
import { jsonLog } from './log.ts';
import { progressBar } from './speech/progress-bar.ts';

/** Starts the line and listens. In live mode it says why not, and exits with status 1 before it listens. */
export async function start(config: Config): Promise<void> {
  const log = jsonLog((line) => process.stdout.write(line), systemClock.now);
  if (config.mode === 'live') {
    const { facts, message } = new HlpError('HLP_LIVE_NOT_YET');
    process.stderr.write(`${message}\n${facts.mend}\n`);
    process.exitCode = 1;
    return;
  }
  const app = await buildApp({ config, log });
  await app.server.listen({ host: config.host, port: config.port });
  log({ event: 'started', mode: config.mode, ms: Math.round(performance.now()) });

  closeWithGrace({ delay: 10_000 }, async () => {
    log({ event: 'stopping' });
    await app.close();
    log({ event: 'stopped' });
  });

  const { passphrase } = await app.ready;
  process.stdout.write([
    '', `  Hakiline, demo: it protects nobody.`, `  ${config.publicUrl}/`, '',
    `  The desk      ${config.publicUrl}/desk`, `                name: demo   passphrase: ${passphrase}`,
    `  The phone     ${config.publicUrl}/phone`, '', '',
  ].join('\n'));
  app.prepareClips();
  progressBar(app.speech, process.stdout);
}
