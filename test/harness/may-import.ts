/** Who may import whom: design.md section 6, read by test/imports.test.ts. A zone is a folder of our code, or a file beside them. */
export interface May {
  /** Zones it may import to run. */
  readonly run?: readonly string[];
  /** Zones whose types it may name; they leave no trace in what runs. */
  readonly name?: readonly string[];
  /** Packages and Node's own modules. */
  readonly packages?: readonly string[];
}

/** Whoever runs in the server may throw our errors, name the clock's type and the log's. */
export const CONTRACTS = ['src/errors.ts', 'src/clock.ts', 'src/log.ts'];

export const MAY: Readonly<Record<string, May>> = {
  machines: { packages: ['xstate'] },
  prompts: { name: ['machines'] },
  'src/render': { run: ['prompts'], name: ['machines'], packages: ['i18next', 'luxon', 'node:fs', 'node:path'] },
  // What it reaches outside itself it is handed: effects, store and sealing only by type.
  'src/dialogue': { run: ['machines', 'prompts', 'src/render'], name: ['src/effects', 'src/sealing', 'src/store', 'src/gateways'], packages: ['xstate', 'node:crypto'] },
  // machines: a call has a statechart of its own, which effects/calls plays.
  'src/effects': { run: ['machines'], name: ['src/store', 'src/sealing', 'src/gateways', 'src/render'], packages: ['luxon', 'libphonenumber-js/max'] },
  'src/store': { run: ['src/bundled.ts'], packages: ['better-sqlite3', 'node:crypto', 'node:fs', 'node:path', 'node:worker_threads'] },
  'src/gateways': { name: ['src/render', 'fastify'] },
  'src/gateways/africastalking': { run: ['src/gateways', 'src/render/reply.ts'], packages: ['africastalking', 'node:crypto', 'node:module'], name: ['fastify'] },
  // store: only the names of what is hexadecimal and what is sealed.
  'src/sealing': { name: ['src/store'], packages: ['libsodium-wrappers-sumo', 'node:crypto', 'node:fs', 'node:path'] },
  'src/speech': {
    run: ['src/bundled.ts'], name: ['src/render', 'fastify'],
    packages: ['@echogarden/espeak-ng-emscripten', 'wasm-media-encoders', ...['child_process', 'crypto', 'fs', 'fs/promises', 'net', 'os', 'path', 'readline', 'url'].map((name) => `node:${name}`)],
  },
  'src/atlas': { run: ['machines', 'prompts', 'src/dialogue', 'src/render'] },
  // The audit's head and check: reads the store by its contract, or beside a running line; the keys stay in sealing.
  'src/audit': { run: ['src/store/contract/audit.ts', 'src/store/beside.ts', 'src/sealing/audit-seals.ts'], name: ['src/store', 'src/config.ts'] },
  'src/phone': {
    name: ['fastify'],
    packages: ['fast-xml-parser', ...['crypto', 'fs', 'fs/promises', 'http', 'https', 'path', 'url', 'readline', 'readline/promises', 'timers/promises'].map((name) => `node:${name}`)],
  },
  'src/phone/browser': { name: ['src/phone'], packages: ['preact', 'preact/hooks'] },
  'src/desk': {
    run: ['src/effects', 'src/sealing', 'src/audit/verify.ts', 'src/bundled.ts'], name: ['src/store', 'fastify'],
    packages: ['luxon', 'csv-stringify/sync', 'date-holidays', 'fflate', 'otplib', '@simplewebauthn/server', '@fastify/cookie', '@fastify/csrf-protection', '@fastify/session', ...['crypto', 'fs/promises', 'net', 'path', 'timers/promises', 'util', 'worker_threads', 'zlib'].map((name) => `node:${name}`)],
  },
  // sealing: the browser opens with the very functions that sealed.
  'src/desk/browser': { run: ['src/sealing/desk-keys.ts', 'src/sealing/sheet.ts', 'src/sealing/word-list.ts'], name: ['src/desk', 'src/store'], packages: ['preact', 'preact/hooks', '@simplewebauthn/browser', 'chart.js', 'uqr'] },

  // The app, in files of their own so that each can be read at once. app.ts alone knows all folders.
  'src/app.ts': { run: ['*'], packages: ['fastify', 'luxon', 'node:crypto', 'node:fs/promises', 'node:path'] },
  // What gateways are handed: puts dialogue, calls, sealing and speech behind one contract.
  'src/line.ts': { run: ['src/dialogue', 'src/effects'], name: ['*'], packages: ['node:crypto'] },
  // Reads content/ for render, which does no I/O.
  'src/editions.ts': { run: ['src/content-sense.ts', 'src/content-shape.ts'], name: ['src/render'], packages: ['luxon', 'node:crypto', 'node:fs', 'node:path'] },
  // machines: which topics there are.
  'src/content-sense.ts': { run: [], name: ['src/render'], packages: ['node:fs', 'node:path'] },
  'src/content-shape.ts': { run: ['machines'], packages: ['ajv', 'luxon'] },
  'src/front.ts': { name: ['fastify'] },
  // Starting shows how the clips come along.
  // What live mode refuses: looks at file systems and at the content, and knows nothing else.
  'src/unsafe.ts': { name: ['src/config.ts', 'src/render'], packages: ['node:fs', 'node:path'] },
  'src/server.ts': { run: ['src/app.ts', 'src/root.ts', 'src/speech/progress-bar.ts', 'src/unsafe.ts'], name: ['src/config.ts'], packages: ['close-with-grace', 'node:path', 'node:perf_hooks'] },
  'src/anew.ts': { run: ['src/store'], name: ['src/config.ts'] },
  'src/cli.ts': { run: ['src/anew.ts', 'src/clock.ts', 'src/config.ts', 'src/server.ts', 'src/walk-here.ts', 'src/takes.ts', 'src/audit/here.ts'], packages: ['commander'] },
  // What audio/ holds: asks the atlas what there is to say, and the line's own speech to say it.
  'src/takes.ts': {
    run: ['src/root.ts', 'src/editions.ts', 'src/atlas', 'src/render', 'src/speech'],
    packages: ['node:fs/promises', 'node:os', 'node:path'],
  },
  'src/root.ts': { packages: ['node:fs', 'node:path', 'node:url'] },
  // A line and a phone in one process, for a walk in the terminal: the phone still speaks to it over the wire.
  'src/walk-here.ts': { run: ['src/app.ts', 'src/phone/walk.ts'], name: ['src/config.ts'], packages: ['node:fs', 'node:net', 'node:os', 'node:path'] },
  // esbuild: unbundled, as tests run them, threads and processes of our own are bundled when they start.
  'src/bundled.ts': { packages: ['esbuild', 'node:fs', 'node:url'] },
  'src/config.ts': { packages: ['node:path'] },
  'src/errors.ts': {}, 'src/clock.ts': {}, 'src/log.ts': {},
};

/** The longest zone that holds a path: `src/desk/browser/keys.ts` is of `src/desk/browser`. */
export const zoneOf = (path: string): string | undefined => Object.keys(MAY).filter((zone) => path === zone || path.startsWith(`${zone}/`)).sort((a, b) => b.length - a.length)[0];

/** Who reads a clock beside src/clock.ts, and why. */
export const STOPWATCHES: Readonly<Record<string, string>> = {
  'src/server.ts': 'how long the start took, since the process began: no clock tells that',
  'src/line.ts': 'how long a hop has been under way, which setting the clock must not change',
  'src/store/verbs.ts': 'a deadline that both threads see alike and that setting the clock does not move',
  'src/desk/browser/frame/idle.ts': 'runs in a browser, where it is the only stopwatch; leaves when the desk is left alone',
  'src/desk/browser/queue/use-queue.ts': 'runs in a browser; counts how long ago the line sent its time',
};

export const BANNED = ['user', 'menu', 'item', 'handler', 'manager', 'service', 'util', 'utils', 'data', 'info', 'common', 'misc', 'helper', 'helpers'];
