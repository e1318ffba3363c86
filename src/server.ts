import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import closeWithGrace from 'close-with-grace';
import { type App, buildApp } from './app.ts';
import { systemClock } from './clock.ts';
import type { Config } from './config.ts';
import { HlpError } from './errors.ts';
import { jsonLog } from './log.ts';
import { ROOT } from './root.ts';
import { progressBar } from './speech/progress-bar.ts';
import { sayUnsafe, type Unsafe, unsafeContent, unsafeSettings } from './unsafe.ts';

/**
 * Starts the line and listens. Throws HLP_PORT_TAKEN, with all closed, so that the process ends. In live mode it first looks
 * for unsafe settings, says all of them, and exits with status 1 before it listens.
 */
export async function start(config: Config): Promise<void> {
  const log = jsonLog((line) => process.stdout.write(line), systemClock.now);
  if (config.mode === 'live') {
    const found = [...unsafeSettings(config), ...unsafeContent(config, join(ROOT, 'content'), join(ROOT, 'locales'))];
    if (found.length > 0) return refuse(found);
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

  process.stdout.write(await greeting(app, config));
  await app.prepareClips();
  progressBar(app.speech, process.stdout);
}

/** By its exit code rather than at once, so that everything is written out first. */
function refuse(found: readonly Unsafe[]): void {
  const { facts, message } = new HlpError('HLP_LIVE_UNSAFE');
  process.stderr.write(`${message}\n\n${sayUnsafe(found)}\n${facts.mend}\n`);
  process.exitCode = 1;
}

async function greeting(app: App, { mode, publicUrl }: Config): Promise<string> {
  const bundle = `  The desk's pages ${app.bundle}`;
  if (mode === 'live') {
    const code = await app.setUpCode();
    const setUp = code === undefined ? [] : ['  Nobody works here yet. Open the desk, and type this to set it up:', `  ${code}`, ''];
    return ['', `  Hakiline, live.`, `  The desk      ${publicUrl}/desk`, '', ...setUp, bundle, '', ''].join('\n');
  }
  const { passphrase } = await app.ready;
  return [
    '', `  Hakiline, demo: it protects nobody.`, `  ${publicUrl}/`, '',
    `  The desk      ${publicUrl}/desk`, `                name: demo   passphrase: ${passphrase}`,
    `  The phone     ${publicUrl}/phone`, '', bundle, '', '',
  ].join('\n');
}
