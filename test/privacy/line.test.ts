import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import t, { type Test } from 'tap';
import { SCREENS, TOPICS } from '../../machines/words.ts';
import { SILENCE } from '../../src/render/reply.ts';
import { call, dial, newSession, text } from '../harness/caller.ts';
import { build, type Front, front, mute, type Running, start } from '../harness/processes.ts';
import { form, post } from '../harness/wire.ts';
import { openScan, scanFiles } from './scan.ts';
import { SPELLINGS } from './spellings.ts';

const ORGANISATION = JSON.parse(readFileSync(new URL('../../content/organisation.json', import.meta.url), 'utf8')) as { languages: string[] };
const NAMES = ['Zebulonia', 'Quartzifer', 'ሙሉብርሃን'];
const phoneOf = (i: number): string => `+447700900${String(i).padStart(3, '0')}`;
const EVERYBODY = Array.from({ length: 500 }, (_, i) => phoneOf(i));

interface Place { readonly dirs: readonly string[]; readonly gate: Front; start(program?: string): Promise<Running> }

async function place(t: Test): Promise<Place> {
  const base = t.testdir({ data: {}, secrets: {}, volatile: {} });
  const gate = await front();
  t.teardown(() => gate.close());
  const [data, secrets, volatile] = ['data', 'secrets', 'volatile'].map((name) => join(base, name)) as [string, string, string];
  return {
    gate, dirs: [data, secrets, volatile],
    async start(program) {
      const line = await start({ dataDir: data, publicUrl: gate.url, env: { SECRETS_DIR: secrets, VOLATILE_DIR: volatile }, ...(program ? { program } : {}) });
      gate.to = line.url;
      t.teardown(() => line.kill());
      return line;
    },
  };
}

const references = new Set<string>();
function read(reply: string): string {
  for (const [reference] of reply.matchAll(/\b\d{8}\b/g)) references.add(reference);
  return reply;
}

/** From here on the operator has the whole form asked: word, who calls, for whom, texts, subject, and yes to it all. */
const FULL_FROM = 300;
const whole = (i: number, texts: '1' | '2' = '2'): string[] => (i < FULL_FROM ? [] : ['2', '1', '3', texts, '1', '1']);

/** What one of the five hundred wants. Every tenth makes mistakes that end in errors. */
async function beCaller(gate: Front, i: number): Promise<void> {
  const number = phoneOf(i);
  const phone = dial(gate, { number });
  const keys = async (...pressed: string[]): Promise<string> => { let last = await phone.begin(); for (const key of pressed) last = read(await phone.press(key)); return last; };
  const spoken = async (...pressed: string[]): Promise<string> => { const line = call(gate, { number }); let last = await line.begin(); for (const key of pressed) last = await line.press(key); return last; };
  const texts = async (...written: string[]): Promise<void> => { const line = text(gate, (to) => gate.next(to), { number }); read(await line.begin()); for (const one of written) read(await line.press(one)); };
  switch (i % 10) {
    case 0: case 1: await keys('1', '1', '2', '1', '4', '2', '3', NAMES[i % 3] ?? '', ...whole(i)); break;
    case 2: { const reference = /\d{8}/.exec(await keys('3', '1', '1', '2', '1', '4', '3', '1', ...whole(i)))?.[0] ?? ''; read(reference); const again = dial(gate, { number }); await again.begin(); for (const key of ['1', '4', '1', '1', reference]) await again.press(key); break; }
    case 3: await keys('1', '5', '5', i % 20 < 10 ? '2' : '0'); break;
    case 4: await keys('1', '5', '1', '1'); break;
    case 5: await (i % 20 < 10 ? keys('1', '1', '1', '1') : keys('1', '2', '1', '2', '1')); break; // called, or read to
    case 6: await spoken('1', '1', '2', '1', '4', '2', '1', ...whole(i)); break;
    case 7: await spoken(i % 20 < 10 ? '1' : SILENCE, '5', '5'); break;
    case 8: await texts('1', '1', '2', '1', '4', '2', '3', NAMES[i % 3] ?? '', ...whole(i, '1')); break;
    default: await errOnPurpose(gate, number, texts);
  }
}

async function errOnPurpose(gate: Front, number: string, texts: (...written: string[]) => Promise<void>): Promise<void> {
  const escaped = encodeURIComponent(number);
  const session = newSession('ATUid');
  const good = form('ussd', { number, session, network: '99999', text: '' });
  await post(`${gate.at}/ussd`, `${good}&phoneNumber=${escaped}`);
  await post(`${gate.at}/ussd`, form('ussd', { number, session: number, network: number, text: number.replace('+', '') }));
  await post(`${gate.at}/ussd`, good.repeat(100));
  await post(`${gate.at}/voice/k/${escaped}`, form('voice-keys', { number, session, digits: number.slice(1) }));
  await post(`${gate.at}/voice/leg/caller`, form('voice-leg-keys', { number, session, digits: '9' }));
  await post(`${gate.at}/voice`, form('voice', { number, session: newSession('ATVId'), state: 'Ringing' }).replace('999100100', '999100101'));
  await post(`${gate.url}/gateways/africastalking/${escaped}/ussd?from=${escaped}`, good);
  await fetch(`${gate.url}/desk/${escaped}?number=${escaped}`, { headers: { cookie: `number=${escaped}`, referer: `http://x/${escaped}`, 'user-agent': number } });
  await post(`${gate.url}/desk/api/sign-in`, JSON.stringify({ name: number, passphrase: number }), 'application/json');
  await post(`${gate.at}/ussd-events`, form('ussd-events', { number, session, text: number, status: number }));
  await texts(number, 'x');
  await post(`${gate.at}/sms`, form('sms', { number, network: '99999', id: number, text: 'STOP' }));
  await post(`${gate.at}/sms-status`, `id=${escaped}&status=Failed&phoneNumber=${escaped}`);
}

/** Takes every call as its person would: accepts, talks, hangs up. One in three callers does not pick up. */
async function beCarrier(gate: Front, until: () => boolean): Promise<number> {
  let talked = 0;
  for (let n = 0; !until();) {
    const number = gate.calls[n];
    if (number === undefined) { await new Promise((resolve) => setTimeout(resolve, 20)); continue; }
    const session = `ATVId_out${++n}`;
    const about = { number, session };
    const isCaller = EVERYBODY.includes(number);
    const gateway = `${gate.at}/voice`;
    const end = (): Promise<unknown> => post(gateway, `${form('voice-answered', about).replace('isActive=1', 'isActive=0').replace('Answered', 'Completed')}&durationInSeconds=9&hangupCause=NORMAL_CLEARING&amount=1&currencyCode=KES&status=Success`);
    if (isCaller && n % 3 === 0) { await end(); continue; }
    const asked = await post(gateway, form('voice-answered', about));
    const url = /callbackUrl="([^"]+)"/.exec(asked.text)?.[1];
    if (!url) { await end(); continue; }
    const joined = await post(url, form('voice-leg-keys', { ...about, digits: n % 7 === 0 ? '9' : '1' }));
    if (!isCaller) { setTimeout(() => void end().catch(() => undefined), 400); continue; }
    if (joined.text.includes('Dequeue')) talked += 1;
    await end();
  }
  return talked;
}

async function inTurns(people: readonly number[], most: number, what: (i: number) => Promise<void>): Promise<void> {
  const queue = [...people];
  await Promise.all(Array.from({ length: most }, async () => { for (let i = queue.shift(); i !== undefined; i = queue.shift()) await what(i); }));
}

t.test('five hundred callers on three channels leave no number, name or reference in any file or line of output', { timeout: 150_000 }, async (t) => {
  build();
  const { gate, dirs, start: open } = await place(t);
  let line = await open();
  const outputs: Buffer[] = [];
  let over = false;
  t.teardown(() => { over = true; });
  const carried = beCarrier(gate, () => over).catch((error: unknown) => { t.fail(String(error)); return 0; });
  const people = EVERYBODY.map((_, i) => i);
  await inTurns(people.slice(0, FULL_FROM), 12, (i) => beCaller(gate, i));
  // Killed in the middle of its work: what only a crash would leave behind is looked for too.
  await line.kill();
  outputs.push(line.output());
  const scanNow = () => openScan({ numbers: EVERYBODY, references: [...references], words: NAMES });
  t.same(scanFiles(scanNow(), dirs).hits.slice(0, 10), [], 'after a crash');
  const own = join(dirs[0] ?? '', 'content');
  mkdirSync(own);
  writeFileSync(join(own, 'organisation.json'), JSON.stringify({ ...ORGANISATION, form: 'full' }));
  line = await open();
  await inTurns(people.slice(FULL_FROM), 12, (i) => beCaller(gate, i));
  t.same(scanFiles(scanNow(), dirs).hits.slice(0, 10), [], 'while it runs');
  over = true;
  const talked = await carried;
  await line.stop();
  outputs.push(line.output());
  const { hits, files, bytes } = scanFiles(scanNow(), dirs);
  t.same(hits.slice(0, 10), [], 'after it was stopped');
  t.same(scanNow()(Buffer.concat(outputs), 'output').slice(0, 10), []);
  t.ok(references.size > 150, `${references.size} references were told`);
  t.ok(talked > 0, `${talked} callers were put through, ${gate.calls.length} phones rung, ${gate.texts.length} texts sent`);
  t.comment(`${files} files, ${bytes} bytes, ${Buffer.concat(outputs).length} bytes of output`);
  t.ok(bytes > 500_000);
  const file = join(dirs[0] ?? '', 'hakiline.db');
  countsOnly(t, file);
  const db = new Database(file, { readonly: true });
  const [full, heard] = [`SELECT count(*) FROM requests WHERE subject = 'pay'`, `SELECT sum(n) FROM hours WHERE screen = 'hearing' AND what = 'shown'`].map((sql) => Number(db.prepare(sql).pluck().get()));
  db.close();
  t.ok(full && full > 50, `${full} filled in the whole form`);
  t.ok(heard && heard > 5, `${heard} asked to be read to`);
  const told = gate.texts.filter(({ message }) => /\b\d{4} \d{4}\b/.test(message)).map(({ to }) => EVERYBODY.indexOf(to));
  t.ok(told.length > 20 && told.every((i) => i >= FULL_FROM && [0, 1, 2, 6].includes(i % 10)), `${told.length} numbers were sent, only to those who wanted texts`);
});

/** What is counted is of six columns, and in each of them a word of ours or a number that many share. */
function countsOnly(t: Test, file: string): void {
  const db = new Database(file, { readonly: true });
  t.same(db.prepare(`SELECT name FROM pragma_table_info('hours')`).pluck().all(), ['hour', 'channel', 'language', 'screen', 'what', 'n']);
  const rows = db.prepare('SELECT * FROM hours').all() as Record<string, string | number>[];
  db.close();
  const { languages } = ORGANISATION;
  const ours: Readonly<Record<string, readonly (string | number)[]>> = {
    channel: ['ussd', 'voice', 'sms'], language: ['', ...languages], screen: [...SCREENS, ...TOPICS.map((topic) => `topic.${topic}`)], what: ['shown', 'answered', 'wrong', 'dropped', 'goal', 'yes', 'no', 'trouble'],
  };
  for (const [column, words] of Object.entries(ours)) t.same([...new Set(rows.map((row) => row[column] ?? ''))].filter((value) => !words.includes(value)), [], column);
  t.same(rows.filter(({ hour, n }) => Number(hour) % 3_600_000 !== 0 || !(Number(n) > 0)), [], 'full hours, and how often');
  t.ok(rows.length > 30 && new Set(rows.map(({ hour }) => hour)).size <= 2, `${rows.length} rows of an hour`);
}

/** The bundle with one slip in it. */
function slip(program: string, find: RegExp, put: string): string {
  const code = readFileSync(program, 'utf8');
  if (!find.test(code)) throw new Error(`no longer in the bundle: ${String(find)}`);
  writeFileSync(program, code.replace(find, put));
  return program;
}
const ENCODERS = `const __spell = { ${Object.entries(SPELLINGS).map(([name, spell]) => `${JSON.stringify(name)}: ${spell.toString()}`).join(', ')} };`;
const PRELUDE = `import { gzipSync } from 'node:zlib'; const national = (n) => n.replace(/^\\+44/, '0'); const spaced = (n) => n.slice(0, 3) + ' ' + n.slice(3, 7) + ' ' + n.slice(7);
const bcd = (digits, swapped) => { const even = digits.length % 2 ? digits + 'f' : digits; return Buffer.from(swapped ? even.replace(/(.)(.)/g, '$2$1') : even, 'hex'); };
${ENCODERS.replaceAll('(0, import_zlib.gzipSync)', 'gzipSync').replace(/\(0, \w+\.(\w+)\)/g, '$1')}
const __names = Object.keys(__spell); const __as = (n) => __spell[__names[Number(n.slice(-2)) % __names.length]](n);\n`;

t.test('a build that lets one number slip is caught, in each spelling', { timeout: 120_000 }, async (t) => {
  const spellings = Object.keys(SPELLINGS);
  const callers = spellings.map((_, i) => phoneOf(i));
  const scan = openScan({ numbers: EVERYBODY });
  const numbers = callers.map((number) => number.slice(-10)).sort();
  const found = (hits: readonly { what: string }[]): string[] => [...new Set(hits.map(({ what }) => what))].sort();

  await t.test('into a line of the log', async (t) => {
    const { gate, start: open } = await place(t);
    const program = slip(mute(join(t.testdirName, 'line')), /function readUssd\(f\) \{/, 'function readUssd(f) { process.stdout.write(Buffer.concat([Buffer.from("\\n{"), __as(f.get("phoneNumber")), Buffer.from("}\\n")]));');
    writeFileSync(program, PRELUDE + readFileSync(program, 'utf8'));
    const line = await open(program);
    for (const number of callers) await dial(gate, { number }).begin();
    await line.stop();
    t.same(found(scan(line.output(), 'output')), numbers);
  });

  await t.test('into a field of the store', async (t) => {
    const { gate, dirs, start: open } = await place(t);
    const program = slip(mute(join(t.testdirName, 'line')), /sealPending: \(id, (\w+)\) =>/, 'sealPending: (id, $1) => $1[0] === "{" && JSON.parse($1).number ? __as(JSON.parse($1).number) :');
    writeFileSync(program, PRELUDE + readFileSync(program, 'utf8'));
    const line = await open(program);
    for (const number of callers) { const phone = dial(gate, { number }); await phone.begin(); for (const key of ['1', '5', '1', '1']) await phone.press(key); }
    await line.kill();
    t.same(found(scanFiles(scan, dirs).hits), numbers);
  });

  await t.test('into the name of an error', async (t) => {
    const { gate, start: open } = await place(t);
    const program = slip(mute(join(t.testdirName, 'line')), /function readUssd\(f\) \{/, 'function readUssd(f) { if (f.get("text") === "7") throw Object.assign(new Error("x"), { name: "E" + f.get("phoneNumber") });');
    const line = await open(program);
    const phone = dial(gate, { number: phoneOf(7) });
    await phone.begin();
    await phone.press('7');
    await line.stop();
    t.same(found(scan(line.output(), 'output')), [phoneOf(7).slice(-10)]);
  });
});
