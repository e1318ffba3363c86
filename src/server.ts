import { performance } from 'node:perf_hooks';
import closeWithGrace from 'close-with-grace';
import { buildApp } from './app.ts';
import { systemClock } from './clock.ts';
import type { Config } from './config.ts';
import { HlpError } from './errors.ts';
import { jsonLog } from './log.ts';
import { progressBar } from './speech/progress-bar.ts';

/** Starts the line and listens. Throws HLP_PORT_TAKEN, with all closed, so that the process ends. In live mode it says why not, and exits with status 1 before it listens. */
export async function start(config: Config): Promise<void> {
  const log = jsonLog((line) => process.stdout.write(line), systemClock.now);
  if (config.mode === 'live') {
    const { facts, message } = new HlpError('HLP_LIVE_NOT_YET');
    process.stderr.write(`${message}\n${facts.mend}\n`);
    process.exitCode = 1;
    return;
  }
  const app = await buildApp({ config, log });
  try {
    await app.server.listen({ host: config.host, port: config.port });
  } catch (error) {
    await app.ready.catch(() => undefined); // what the first start makes is made whole
    await app.close();
    throw (error as NodeJS.ErrnoException).code === 'EADDRINUSE' ? new HlpError('HLP_PORT_TAKEN', `${config.host}:${config.port}`) : error;
  }
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
  await app.prepareClips();
  progressBar(app.speech, process.stdout);
}
