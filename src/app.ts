import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { sayings } from './atlas/spoken.ts';
import { type Clock, systemClock } from './clock.ts';
import type { Config } from './config.ts';
import { openAuditKeeper } from './audit/keep.ts';
import { setUpDemo } from './desk/people/demo.ts';
import { followDeskKey } from './desk/people/desk-key.ts';
import { dropWords, keepWords } from './desk/people/kept-words.ts';
import { deskRoutes } from './desk/routes.ts';
import { readAssets } from './desk/web/pages.ts';
import { languageName } from './desk/names.ts';
import { openAutomaton } from './dialogue/automaton.ts';
import { openConversation } from './dialogue/conversation.ts';
import { openHop, VERSION } from './dialogue/hop.ts';
import { openShow } from './dialogue/show.ts';
import { openEditions } from './editions.ts';
import { openAsker } from './effects/asks/asks.ts';
import { openCalls } from './effects/calls/calls.ts';
import { callWords, everyCallWord } from './render/calls.ts';
import { openDuty } from './effects/duty.ts';
import { openMonitor } from './effects/monitor.ts';
import { readNumber } from './effects/phone.ts';
import { openOutbox } from './effects/outbox.ts';
import { africastalking } from './gateways/africastalking/client.ts';
import { gateway as africastalkingGateway } from './gateways/africastalking/routes.ts';
import { HlpError } from './errors.ts';
import { front } from './front.ts';
import { openLine } from './line.ts';
import { faultOf, type Log } from './log.ts';
import { carrier, type CarrierOptions } from './phone/carrier.ts';
import type { Spoken } from './render/reply.ts';
import { SCREENS } from '../machines/words.ts';
import { breaksOff } from '../prompts/prompts.ts';
import { screenNames } from './render/screen-names.ts';
import { startedText } from './render/started.ts';
import { loadWords } from './render/words.ts';
import { ROOT } from './root.ts';
import { openSealing } from './sealing/open.ts';
import { openSpeech } from './speech/open.ts';
import { clipRoutes } from './speech/routes.ts';
import type { Speech } from './speech/speech.ts';
import { openStore } from './store/open.ts';
import type { Store } from './store/store.ts';

/** One folder and one line each. */
const GATEWAYS = [africastalkingGateway];

export interface AppOptions {
  readonly config: Config;
  readonly log: Log;
  readonly clock?: Clock;
  /** Fixed in tests, so that references and ids are the same in every run. */
  readonly random?: (bytes: number) => Buffer;
  readonly engine?: 'embedded' | 'none';
  /** Another speech: tests that read words need no sound. */
  readonly speech?: Speech;
  readonly carrier?: Partial<CarrierOptions>;
  /** Where calls and texts are posted; in demo mode the simulated carrier. */
  readonly apiUrl?: string;
  /** Without it every transition is worked out anew: tests run both ways. */
  readonly remember?: boolean;
  /** Another version of the dialogue: sessions under way start again. */
  readonly version?: string;
}

export interface App {
  readonly server: FastifyInstance;
  readonly store: Store;
  readonly speech: Speech;
  /** Resolves when all is made that a first start makes by itself; the demo's advocate, and a desk key. */
  readonly ready: Promise<{ passphrase?: string; advocate?: string }>;
  /** What whoever sets the desk up has to type; undefined once that is done, and in the demo. */
  setUpCode(): Promise<string | undefined>;
  /** Digest of the desk's pages, as the desk shows it. */
  readonly bundle: string;
  /** Makes the clips of the first screens, then all others, in the background. */
  prepareClips(): Promise<void>;
  close(): Promise<void>;
}

/** Builds the line; never listens. The only file that knows all others. */
export async function buildApp(o: AppOptions): Promise<App> {
  const { config, log, clock = systemClock } = o;
  await mkdir(config.dataDir, { recursive: true });
  const words = loadWords(join(ROOT, 'locales'));
  const editions = openEditions({ contentDir: join(ROOT, 'content'), localesDir: join(ROOT, 'locales'), dataDir: config.dataDir, clock, mode: config.mode, version: o.version ?? VERSION });
  const sealing = openSealing({ secretsDir: config.secretsDir, volatileDir: config.volatileDir, clock, ...(o.random ? { random: o.random } : {}) });
  const zone = (): string => { const { zones, country } = editions.current().organisation; return zones[country] ?? 'UTC'; };
  const store = await openStore({ dataDir: config.dataDir, clock, log, zone: zone() });
  const speech = o.speech ?? openSpeech({ dataDir: config.dataDir, volatileDir: config.volatileDir, clock, log, audioDir: join(ROOT, 'audio'), ...(o.engine ? { engine: o.engine } : {}) });
  const { organisation } = editions.current();
  const auditKeeper = openAuditKeeper({ audit: store.audit, seals: sealing.audit, clock, log });
  await auditKeeper.sign(); // before the first entry: a head that is not there later was lost

  const live = config.mode === 'live';
  const made = live ? undefined : setUpDemo({ store, sealing, secretsDir: config.secretsDir, clock, zone: organisation.zones[organisation.country] ?? 'UTC', languages: organisation.languages });
  made?.catch(() => undefined); // told below
  const duty = await openDuty(store, made, zone);
  const unfollow = made === undefined ? await followDeskKey(store, sealing, log) : undefined;
  const ready = made === undefined ? Promise.resolve({}) : made.then(async (desk) => { await sealing.ready(); await duty.there(); return desk; });
  const following = unfollow ?? ready.then(() => followDeskKey(store, sealing, log)).catch(() => undefined);
  ready.catch((error: unknown) => log(error instanceof HlpError ? { event: 'error', code: error.code, in: 'desk' } : faultOf(error, 'desk')));

  const automaton = openAutomaton({ remember: o.remember ?? true });
  const show = openShow(automaton, words);
  const api = o.apiUrl ?? (config.mode === 'demo' ? `${config.publicUrl}/phone/carrier` : undefined);
  const carriage = africastalking({ username: config.atUsername, apiKey: config.atApiKey, numbers: () => editions.current().organisation.numbers, ...(api ? { apiUrl: api, voiceUrl: api } : {}) });
  const say = callWords(words, () => editions.current());
  const calls = openCalls({ store, sealing, clock, log, carriage, gateway: 'africastalking', say, prepare: (spoken) => void speech.pathFor(spoken, 30_000) });
  const outbox = openOutbox({ store, sealing, clock, log, carriage, gateway: 'africastalking', calls });
  const ask = openAsker({ store, sealing: { ...sealing, ready: async () => { await ready; await sealing.ready(); } }, clock, duty, waiting: (session) => calls.waiting(session), started: (context, reference) => startedText(words, context, reference) });
  const dialogue = openHop({ automaton, show, words, clock, log, sealing, answers: store.answers, counters: store.counters, elsewhere: () => store.elsewhere(), ask, editions, nudge: () => outbox.nudge(), ...(o.version ? { version: o.version } : {}) });
  const monitor = openMonitor({ store, sealing, clock, log, organisation: () => editions.current().organisation, nudge: () => outbox.nudge() });
  const text = openConversation({ conversations: store.conversations, never: store.never, sealing, clock, words, hop: (h) => dialogue.hop(h), nudge: () => outbox.nudge() });
  const line = openLine({ dialogue, text, calls, duty, store, sealing, speech, words, clock, log, world: () => editions.current(), publicUrl: config.publicUrl, nudge: () => outbox.nudge() });

  // Its own logger prints addresses and URLs; ours prints typed events only.
  const server = fastify({
    // A proxy on this machine says who asked: the desk counts tries by it.
    trustProxy: live ? 'loopback' : false,
    logger: false, routerOptions: { maxParamLength: 4096 }, bodyLimit: 256 * 1024, requestTimeout: 15_000, forceCloseConnections: true,
    frameworkErrors: (_error, _request, reply) => unknownPath(reply), // its own answer quotes the address
  });
  // Before the body is read: how an unreadable one is refused would tell the gateways' paths from unknown ones.
  server.addHook('onRequest', (request, reply, done) => {
    if (request.is404) unknownPath(reply);
    else done();
  });
  server.setNotFoundHandler(async (_request, reply) => unknownPath(reply));
  server.setErrorHandler((error, _request, reply) => {
    log(faultOf(error, 'http'));
    return reply.code(500).header('content-type', 'text/plain; charset=utf-8').send('Something went wrong here. Please try again.\n');
  });
  for (const gateway of GATEWAYS) {
    await server.register(async (scope) => gateway.routes(scope, line, { token: config.gatewayToken }), { prefix: `/gateways/${gateway.name}` });
  }
  await server.register(clipRoutes(speech));
  await server.register(front({ demo: config.mode === 'demo', ready: () => ready.then(() => sealing.ready()).then(() => true, () => false), clips: () => speech.progress() }));
  const pages = await readAssets(join(ROOT, 'dist', 'desk'));
  const codeFile = join(config.secretsDir, 'set-up-code');
  const setUpCode = async (): Promise<string | undefined> => (live && (await store.people.list()).length === 0 ? keepWords(codeFile, o.random ?? randomBytes) : undefined);
  const named = (code: string): string => languageName(code, words.has(code, 'language.name') ? words.text(code, 'language.name') : code);
  const country = (code: string): string => words.text('en', `values.countries.${code}`);
  await server.register(deskRoutes({
    store, sealing, clock, log, calls, mode: config.mode, publicUrl: config.publicUrl, pages, setUpCode, setUpDone: () => dropWords(codeFile),
    readPhone: (typed) => readNumber(typed, editions.current().organisation.country, config.mode),
    languages: () => editions.current().organisation.languages.map((code) => ({ code, name: named(code) })),
    organisation: { name: organisation.name['en'] ?? '', hotline: organisation.numbers.hotline },
    names: { language: named, country,
      clock: (code, zone) => {
        const { zones } = editions.current().organisation;
        const whose = zones[code] === zone ? code : Object.keys(zones).find((each) => zones[each] === zone);
        return whose === undefined ? zone : country(whose);
      },
      safeWords: (language) => Object.fromEntries(['mango', 'river', 'market', 'garden'].map((word) => [word, words.raw(language, `values.safeWord.${word}`) ?? word])),
    },
    counting: {
      least: () => editions.current().organisation.counters?.least, languages: () => editions.current().organisation.languages, screens: screenNames(words),
      zone,
    },
    rota: {
      zone, monitor, country: () => editions.current().organisation.country, languages: () => editions.current().organisation.languages,
      zones: () => Object.values(editions.current().organisation.zones), outgoing: () => editions.current().organisation.numbers.outgoing,
    },
    onExport: ({ by, from, weeks, form }) => store.audit.append({ at: clock.now(), what: 'exported', who: by, detail: { from: DateTime.fromISO(from).toFormat("kkkk-'W'WW"), weeks, form } }),
    reporting: {
      weeks: () => editions.current().organisation.reports?.weeks ?? 4, least: () => editions.current().organisation.counters?.least, zone,
      languages: () => editions.current().organisation.languages, countries: () => editions.current().organisation.countries,
      asksTopic: () => editions.current().organisation.form === 'full', screens: SCREENS.filter(breaksOff),
    },
  }), { prefix: '/desk' });
  if (config.mode === 'demo') {
    const target = (): string => `${config.publicUrl}/gateways/africastalking/${config.gatewayToken}`;
    const others = (organisation.bound ?? []).map(({ dialled, language, branch }) => ({ dialled, to: [language && named(language), branch].filter(Boolean).join(', ') }));
    await server.register(carrier({ target, numbers: { ...organisation.numbers, others }, clock, pages: join(ROOT, 'dist', 'phone'), ...o.carrier }), { prefix: '/phone' });
  }

  const timers = [
    setInterval(() => void calls.tick(), 1_000),
    // Not before it can be answered: the gateway asks at once what to say.
    setInterval(() => { if (server.server.listening) void monitor.tick(); }, 1_000),
    setInterval(() => void auditKeeper.sign(), 5_000),
    setInterval(() => void auditKeeper.cut(), 3_600_000),
    setInterval(() => { if (sealing.rotate()) log({ event: 'keysRotated' }); }, 60_000),
    setInterval(() => void store.sweep(clock.now()).then(({ erased }) => log({ event: 'swept', erased }), (error: unknown) => log(faultOf(error, 'sweep'))), 3_600_000),
    setInterval(() => {
      try {
        editions.reload();
      } catch (error) {
        log(error instanceof HlpError && error.code === 'HLP_CONTENT_INVALID' ? { event: 'contentInvalid', code: error.code, where: error.where ?? '' } : faultOf(error, 'content'));
      }
    }, 1_000),
  ];
  for (const timer of timers) timer.unref();

  return {
    server, store, speech, ready, setUpCode, bundle: pages.digest,
    async prepareClips() {
      const world = editions.current();
      const list: Spoken[] = [];
      for (const { spoken } of sayings(words, world, everyCallWord(say, world))) {
        // Callers dial already: they are not to wait for a list.
        if (list.push(spoken) % 8 === 0) await new Promise((resolve) => setImmediate(resolve));
      }
      speech.prepare(list);
    },
    async close() {
      for (const timer of timers) clearInterval(timer);
      await server.close();
      await dialogue.close();
      await outbox.close();
      await calls.settled();
      duty.close();
      (await following)?.();
      await speech.close();
      await auditKeeper.sign();
      await store.close();
    },
  };
}

/** All that a stranger learns of any path that is not there. */
const unknownPath = (reply: FastifyReply): FastifyReply => reply.code(404).header('content-type', 'text/plain; charset=utf-8').send('Not found.\n');
