import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from './line.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DIST = join(ROOT, 'dist');

/** One real server, `cli.js start`, in a process of its own. */
export interface Running {
  readonly pid: number;
  readonly url: string;
  /** All it has written, to both outputs, as bytes. */
  output(): Buffer;
  /** SIGKILL: nothing is flushed, nobody is told. */
  kill(): Promise<void>;
  /** SIGTERM, as an operator does; resolves to the exit status. */
  stop(): Promise<number | null>;
  /** Any other signal. */
  signal(name: NodeJS.Signals): void;
}

export interface Start {
  readonly dataDir: string;
  /** Where gateways reach the line, and where it posts texts and calls to. Default: the process itself. */
  readonly publicUrl?: string;
  /** The bundle to run; default dist/cli.js. */
  readonly program?: string;
  readonly nodeArguments?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Makes dist/ what the sources are. Once per test file. */
export function build(): string {
  execFileSync(process.execPath, [join(ROOT, 'scripts', 'build.js')], { env: bare(), stdio: ['ignore', 'ignore', 'inherit'] });
  return join(DIST, 'cli.js');
}

/** The same bundle in a folder of its own below the repository, without the speech engine: the carrier's voice says everything. */
export function mute(dir: string): string {
  build();
  mkdirSync(dir, { recursive: true });
  for (const file of ['cli.js', 'store-worker.js', 'demo-keys.js']) copyFileSync(join(DIST, file), join(dir, file));
  return join(dir, 'cli.js');
}

const alive = new Set<ChildProcess>();
process.on('exit', () => { for (const child of alive) child.kill('SIGKILL'); });

/** Resolves when it answers. Rejects with its output when it ends before, or after 20 s. */
export async function start(o: Start): Promise<Running> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = { ...bare(), PORT: String(port), HOST: '127.0.0.1', DATA_DIR: o.dataDir, ...(o.publicUrl ? { PUBLIC_URL: o.publicUrl } : {}), ...o.env };
  // The test runner puts its loader, some 35 MB of it, into the environment of every process begun here: `env` takes it out again.
  const child = spawn('env', ['-u', 'NODE_OPTIONS', process.execPath, ...(o.nodeArguments ?? []), o.program ?? join(DIST, 'cli.js'), 'start'], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  alive.add(child);
  const written: Buffer[] = [];
  child.stdout.on('data', (part: Buffer) => written.push(part));
  child.stderr.on('data', (part: Buffer) => written.push(part));
  const gone = new Promise<number | null>((resolve) => child.on('close', (status) => { alive.delete(child); resolve(status); }));
  const output = (): Buffer => Buffer.concat(written);
  await new Promise<void>((resolve, reject) => {
    const fail = (why: string): void => reject(new Error(`the line ${why}:\n${output().toString()}`));
    const late = setTimeout(() => { child.kill('SIGKILL'); fail('did not start'); }, 20_000);
    const look = setInterval(() => { if (output().includes('"started"')) { clearInterval(look); clearTimeout(late); resolve(); } }, 10);
    void gone.then(() => { clearInterval(look); clearTimeout(late); fail('ended'); });
  });
  return {
    pid: child.pid ?? 0, url, output,
    async kill() { child.kill('SIGKILL'); await gone; },
    async stop() { child.kill('SIGTERM'); return gone; },
    signal: (name) => void child.kill(name),
  };
}

/** Without what the test runner adds: its loader would run in the line too. */
export function bare(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _loader, NODE_V8_COVERAGE: _coverage, ...rest } = process.env;
  return Object.fromEntries(Object.entries(rest).filter(([name]) => !/^(TAP|PORT|HOST|DATA_DIR|SECRETS_DIR|VOLATILE_DIR|MODE|PUBLIC_URL|GATEWAY_TOKEN)/.test(name)));
}

/**
 * The one address that gateways know, before one or more processes: passes each request on to the process `to` names, and
 * takes the texts and calls the line places. A request to a process that is gone gets 502.
 */
export interface Front {
  readonly url: string;
  readonly at: string;
  to: string;
  readonly texts: { readonly to: string; readonly message: string }[];
  readonly calls: string[];
  /** Called as a phone is about to ring. */
  rings: (to: string) => void;
  /** The next text to this number; within 10 s. */
  next(number: string): Promise<string>;
  close(): Promise<void>;
}

export async function front(): Promise<Front> {
  const texts: Front['texts'] = [];
  const calls: string[] = [];
  const waiting = new Map<string, ((text: string) => void)[]>();
  const server = createServer((asked, answer) => {
    if (asked.url?.startsWith('/phone/carrier/')) return take(asked, answer);
    const passed = request(`${it.to}${asked.url}`, { method: asked.method, headers: asked.headers }, (reply) => {
      asked.unpipe(passed); asked.resume(); // a line that refuses a body answers before it has all of it
      answer.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(answer);
    });
    passed.on('error', () => { answer.statusCode = 502; answer.end(); });
    asked.pipe(passed);
  });
  server.keepAliveTimeout = 120_000; // a test may think for long between two requests
  const port = await freePort();
  await new Promise<void>((resolve) => { server.listen(port, '127.0.0.1', resolve); });

  function take(asked: IncomingMessage, answer: ServerResponse): void {
    const chunks: Buffer[] = [];
    asked.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      const fields = new URLSearchParams(Buffer.concat(chunks).toString());
      const to = fields.get('to') ?? '';
      answer.writeHead(201, { 'content-type': 'application/json' });
      if (!asked.url?.includes('messaging')) {
        const session = `ATVId_out${calls.push(to)}`;
        it.rings(to);
        answer.end(JSON.stringify({ entries: [{ phoneNumber: to, status: 'Queued', sessionId: session }], errorMessage: 'None' }));
        return;
      }
      const message = fields.get('message') ?? '';
      const messageId = `ATXid_out${texts.push({ to, message })}`;
      answer.end(JSON.stringify({ SMSMessageData: { Message: 'Sent to 1/1', Recipients: [{ statusCode: 101, number: to, status: 'Success', cost: 'KES 0.8', messageId }] } }));
      waiting.get(to)?.shift()?.(message);
    });
  }

  const url = `http://127.0.0.1:${port}`;
  const it: Front = {
    url, at: `${url}/gateways/africastalking/demo`, to: '', texts, calls, rings: () => undefined,
    next: (number) => new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('no text came')), 10_000);
      waiting.set(number, [...(waiting.get(number) ?? []), (words) => { clearTimeout(late); resolve(words); }]);
    }),
    close: () => new Promise((resolve) => { server.closeAllConnections(); server.close(() => resolve()); }),
  };
  return it;
}
