import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t, { type Test } from 'tap';
import { SILENCE, type Channel, type Reply, type Segment } from '../../src/render/reply.ts';
import { loadWords } from '../../src/render/words.ts';
import { sessionKey } from '../../src/sealing/session-key.ts';
import { call, dial, text, type Caller } from '../harness/caller.ts';
import { gatewayApi, type GatewayApi } from '../harness/gateway-api.ts';
import { startLine, type TestLine } from '../harness/line.ts';
import { form, post } from '../harness/wire.ts';
import { wanted, ways, type Way } from './list.ts';
import { type Scene, scenes } from './scenes.ts';
import { hours } from '../harness/rota.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const HERE = fileURLToPath(new URL('.', import.meta.url));
const WRITE = process.env['GOLDEN'] === 'write';

const words = loadWords(join(ROOT, 'locales'));
const APOLOGIES = ['trouble', 'again'].flatMap((what) => words.languages.flatMap((l) => [words.text(l, `${what}.say`).slice(0, 20), words.text(l, `${what}.text`, { line: '' }).slice(0, 20)]));

/** Holds everything one channel shows or says against the golden files of its folder. GOLDEN=write makes them anew. */
export async function tellChannel(channel: Channel): Promise<void> {
  const began = performance.now();
  const all = ways(await scenes, channel, words);
  console.error('ways', performance.now() - began, all.length, all.reduce((n, w) => n + w.options.length, 0), all.reduce((n, w) => n + (w.options.length + 1) * (w.path.length + 1), 0));
  const languages = (await scenes)[0]?.world.organisation.languages ?? [];
  const goldens = new Map<string, string>();

  t.test('every screen is reached in every language', async (t) => {
    const reached = new Set(all.map((w) => `${w.channel} ${w.language} ${w.screen}`));
    t.same(wanted(channel, languages, words).filter((name) => !reached.has(name)), []);
  });

  for (const scene of await scenes) {
    const mine = all.filter((w) => w.scene === scene);
    if (mine.length > 0) await t.test(`${scene.name} (${mine.length} screens)`, { timeout: 600_000 }, (t) => tellScene(t, scene, mine, goldens));
  }

  t.test('the golden files say the same, and none is missing or left over', async (t) => {
    if (WRITE) rmSync(join(HERE, channel), { recursive: true, force: true });
    for (const [file, content] of goldens) {
      const path = join(HERE, file);
      if (WRITE) { mkdirSync(join(path, '..'), { recursive: true }); writeFileSync(path, content); }
      else if (!existsSync(path)) t.fail(`${file} is missing: look at what the line says now, then npm run golden`);
      else if (readFileSync(path, 'utf8') !== content) t.equal(content, readFileSync(path, 'utf8'), file);
    }
    const onDisk = (existsSync(join(HERE, channel)) ? readdirSync(join(HERE, channel), { recursive: true }) : []).map((f) => `${channel}/${String(f)}`).filter((f) => f.endsWith('.transcript'));
    t.same(onDisk.filter((f) => !goldens.has(f)), []);
    t.comment(`${channel}: ${all.length} screens, ${all.reduce((n, w) => n + w.options.length, 0)} options, ${goldens.size} files`);
  });
}

/** A caller who waits on the line needs an advocate whom no other caller's phone has kept busy: such a way has a day of its own. */
const stays = (way: Way): boolean => way.answers.some((a) => a.ask === 'stay');

async function tellScene(t: Test, scene: Scene, mine: readonly Way[], goldens: Map<string, string>): Promise<void> {
  for (const ways of [mine.filter((way) => !stays(way)), ...mine.filter(stays).map((way) => [way])]) await tellDay(t, scene, ways, goldens);
}

async function tellDay(t: Test, scene: Scene, mine: readonly Way[], goldens: Map<string, string>): Promise<void> {
  const api = await gatewayApi();
  const dir = mkdtempSync(join(tmpdir(), 'hakiline-day-'));
  mkdirSync(join(dir, 'data', 'content'), { recursive: true });
  if (scene.unknown) writeFileSync(join(dir, 'data', 'content', 'directory.json'), JSON.stringify({ entries: [] }));
  if (scene.content) {
    writeFileSync(join(dir, 'data', 'content', 'organisation.json'), JSON.stringify(scene.world.organisation));
  }
  const line = await startLine({ apiUrl: api.url, dir });
  const over = async (): Promise<void> => { await line.close(); await api.close(); rmSync(dir, { recursive: true, force: true }); };
  const [advocate] = (await line.app.store.rota.read()).advocates;
  if (!advocate) { await over(); return void t.fail('nobody works here'); }
  await line.app.store.rota.setShifts(advocate.id, scene.shifts.map((s) => hours({ ...s, zone: 'Africa/Nairobi' })));
  await line.app.store.rota.setDuty(advocate.id, scene.onDuty);
  await new Promise((resolve) => setTimeout(resolve, 600)); // the rota is followed within half a second
  try {
    const told: string[] = [];
    const left = mine.map((way, i) => ({ way, i }));
    const someone = async (): Promise<void> => { for (let next; (next = left.shift());) told[next.i] = await tell(t, line, api, next.way); };
    await Promise.all(Array.from({ length: AT_ONCE }, someone));
    for (const [i, way] of mine.entries()) {
      const file = `${way.channel}/${way.language || 'before'}/${way.screen}.transcript`;
      goldens.set(file, [goldens.get(file), told[i]].filter(Boolean).join('\n\n--------\n\n').trimEnd() + '\n');
    }
  } finally {
    await over();
  }
}

const AT_ONCE = 8; // callers, each with a phone of their own

let phones = 0;
function aPhone(number: Scene['number']): string {
  phones += 1;
  if (number === 'hidden') return '';
  // Kept free for films (ARCEP): nobody's, and yet of a country.
  return number === 'french' ? `+3363998${String(phones % 10_000).padStart(4, '0')}` : `+9997${String(phones).padStart(8, '0')}`;
}

/** Goes there as a phone does, key by key, then presses each option in a session of its own. */
async function tell(t: Test, line: TestLine, api: GatewayApi, way: Way): Promise<string> {
  const shown = await arrive(t, line, api, way, way.path, [way.reply]);
  const parts = [`${way.scene.name}: ${way.path.map(nameOf).join(' ') || '(begins)'}`, '', shown];
  for (const { key, word, replies } of way.options) {
    parts.push('', `> ${key === '48217736' ? '(its number)' : key}   ${word}`, '', await arrive(t, line, api, way, [...way.path, key], replies()));
  }
  return parts.join('\n');
}

async function arrive(t: Test, line: TestLine, api: GatewayApi, way: Way, path: readonly string[], replies: readonly Reply[]): Promise<string> {
  const reached = await go(line, api, way, path);
  const shown = readable(line, reached, way.channel);
  const name = `${way.channel} ${way.language} ${way.screen} ${way.variant}: ${way.scene.name}, ${path.map(nameOf).join(' ')}`;
  if (shown === '' || /\{\{|undefined/.test(shown) || APOLOGIES.some((bad) => shown.includes(bad))) t.fail(`${name}: ${shown}`);
  if (!replies.some((reply) => is(line, reached, reply))) t.fail(`${name} leads to ${JSON.stringify(shown)}, not to ${JSON.stringify(replies.map((reply) => (reply.channel === 'voice' ? reply.spoken.segments : reply.text)))}`);
  return shown;
}

/** Whether what reached the phone is what the walk says there, whatever values the line fills in: else a file would tell of another screen. */
function is(line: TestLine, reached: string, reply: Reply): boolean {
  if (reply.channel === 'voice') {
    const heard = /<Play url="[^"]*(\/audio\/[^"]+)"/.exec(reached)?.[1];
    const said = new Set((heard === undefined ? undefined : line.said.get(heard))?.segments.map(({ clip }) => clip));
    return (said.size > 0 || reply.spoken.segments.length === 0) && reply.spoken.segments.every(({ clip, text }) => clip.startsWith('value.') || text.includes('{{') || said.has(clip));
  }
  const pattern = reply.text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\\\{\\\{\w+\\\}\\\}/g, '[^]+').replace(/\d+/g, '\\d+');
  return new RegExp(`^(CON |END )?${pattern}$`).test(reached);
}

function nameOf(input: string): string {
  return input === SILENCE ? '(silence)' : input === '48217736' ? '(its number)' : input;
}

async function go(line: TestLine, api: GatewayApi, way: Way, path: readonly string[]): Promise<string> {
  const number = aPhone(way.scene.number);
  const { network } = way.scene;
  if (way.scene.redials) {
    const before = dial(line, { number, network });
    await before.begin();
    for (const key of way.scene.redials.keys) await before.press(key);
  }
  const reference = path.includes('48217736') ? (way.scene.reference === 'right' ? await book(line) : '11111111') : '';
  const caller: Caller = way.channel === 'ussd' ? dial(line, { number, network, code: way.scene.dialled }) : way.channel === 'voice' ? call(line, { number }) : text(line, (to) => api.next(to), { number, network });
  const ahead = way.language === 'en' ? [] : dialledAhead(way, path);
  let reply = ahead.length > 0 ? await caller.press(ahead.join(way.channel === 'ussd' ? '*' : ' ')) : await caller.begin();
  for (const [i, input] of path.entries()) {
    if (i < ahead.length) continue;
    if (input === SILENCE && i === path.lastIndexOf(SILENCE)) await meetAdvocate(line, api, way, path);
    try {
      reply = await caller.press(input === '48217736' ? reference : input);
    } catch (cause) {
      throw new Error(`${way.screen} by ${path.map(nameOf).join(' ')} stops at ${i}: ${reply}`, { cause });
    }
  }
  if (stays(way) && !path.includes(SILENCE)) await ringing(line, api);
  await endCalls(line);
  return reply;
}

/**
 * Keys that one first hop can carry: all but the last, where nothing on the way has to be shown before its key counts. English
 * callers press every key by itself; for the other languages the words are what matters, and a tenth of the hops will do.
 */
function dialledAhead(way: Way, path: readonly string[]): readonly string[] {
  const ahead = path.slice(0, -1);
  return way.channel !== 'voice' && !way.answers.some((a) => a.ask === 'gate') && !way.scene.redials && ahead.every((key) => /^\d{1,2}$/.test(key)) ? ahead : [];
}

/** A callback booked by another phone, for its reference. */
async function book(line: TestLine): Promise<string> {
  const phone = dial(line, { number: aPhone('unknown country') });
  await phone.begin();
  let last = '';
  for (const key of ['1', '1', '2', '1', '4', '2', '1']) last = await phone.press(key);
  return /\d{8}/.exec(last)?.[0] ?? '';
}

/** A caller waits on the line: before the last silence an advocate comes, or declines, as the way tells. */
async function meetAdvocate(line: TestLine, api: GatewayApi, way: Way, path: readonly string[]): Promise<void> {
  const waited = way.answers.filter((a) => a.ask === 'waiting');
  const session = await ringing(line, api);
  const outcome = waited.length < path.filter((input) => input === SILENCE).length ? 'wait' : waited.at(-1)?.word;
  if (outcome === 'wait') return;
  const number = api.calls.at(-1) ?? '';
  if (outcome === 'ready') {
    const gate = await post(`${line.at}/voice`, form('voice-answered', { number, session }));
    if (!gate.text.includes('callbackUrl')) throw new Error(`${way.screen} by ${way.path.map(nameOf).join(' ')}: the advocate is not asked for a key`);
    await post(/callbackUrl="([^"]+)"/.exec(gate.text)?.[1] ?? '', form('voice-leg-keys', { number, session, digits: '1' }));
  } else {
    await post(`${line.at}/voice`, form('voice-answered', { number, session }).replace('isActive=1', 'isActive=0').replace('Answered', 'NotAnswered') + '&hangupCause=CALL_REJECTED&durationInSeconds=0');
    const trying = async (): Promise<boolean> => (await line.app.store.calls.live(line.clock.now())).some((row) => /nextAdvocate|ringingAdvocate/.test(row.state));
    for (let i = 0; i < 250 && (await trying()); i++) await new Promise((resolve) => setTimeout(resolve, 20));
    line.clock.pass(11_000);
  }
}

/** The session of the advocate's phone that rings for the caller on the line. */
async function ringing(line: TestLine, api: GatewayApi): Promise<string> {
  const { calls } = line.app.store;
  for (let i = 0; i < 250; i++) {
    const call = (await calls.live(line.clock.now())).find((row) => row.kind === 'line');
    const leg = call && (await calls.legs(call.id)).find((l) => l.role === 'advocate' && l.state === 'dialling' && l.session);
    const session = api.calls.map((_, n) => `ATVId_out${n + 1}`).findLast((id) => sessionKey('africastalking', 'voice', id).tag === leg?.session);
    if (session) return session;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('no advocate is rung');
}

async function endCalls(line: TestLine): Promise<void> {
  for (const row of await line.app.store.calls.live(line.clock.now())) {
    for (const leg of await line.app.store.calls.legs(row.id)) await line.app.store.calls.setLeg(leg.id, { state: 'over' });
    await line.app.store.calls.move(row.id, row.state, 'over', line.clock.now());
  }
}

/** What reached the phone, with what differs from run to run covered. */
function readable(line: TestLine, reply: string, channel: Channel): string {
  if (channel !== 'voice') return reply.replace(/(?<![\d+])\d{8}(?!\d)/g, '########');
  const xml = reply.replace(/^<\?xml[^\n]*\n/, '').replaceAll(line.url, '').replace(/\/(k|n)\/[\w-]+/g, '/$1/~').replace(/(\/audio\/\w+\/\w+)\.[0-9a-f]{8}/g, '$1').replace(/name="[0-9a-f]+"/, 'name="~"');
  const path = /<Play url="[^"]*(\/audio\/[^"]+)"/.exec(reply)?.[1];
  const spoken = path && line.said.get(path);
  return [xml, ...(spoken ? wordsOf(spoken.segments).map((s) => `  “${s}”`) : [])].join('\n');
}

/** One line a clip; a reference's digits are covered. */
function wordsOf(segments: readonly Segment[]): string[] {
  return segments.map((s) => `${s.language ? `${s.language}: ` : ''}${s.clip.startsWith('value.digits') && s.personal ? '#' : s.text}`);
}
