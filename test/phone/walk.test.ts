import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { PassThrough, Readable } from 'node:stream';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import t from 'tap';
import { cut, measure, parts } from '../../src/phone/septets.ts';
import { encodeForm } from '../../src/phone/form.ts';
import { walk } from '../../src/phone/walk.ts';
import { CALLER, fakeLine } from './fake-line.ts';

async function* typed(...answers: string[]): AsyncGenerator<string> { yield* answers; }
const at = { code: '*384*7#', number: CALLER, network: '63902' };

t.test('a conversation is walked in the terminal, each screen in a box with its length', async (t) => {
  const line = await fakeLine(t);
  line.tell('/at/ussd', 'CON Choose\n1. Pay', 'CON ደሞዝ አልተከፈለም', 'END It\'s "4821 7736"');
  const output = new PassThrough();
  const walked = await walk({ ...at, target: `${line.origin}/at/`, input: typed('1', 'two words'), output, phrases: ['Pay', 'Passport'], clock: { now: () => 1_790_000_000_000 } });
  t.strictSame(walked, { screens: ['Choose\n1. Pay', 'ደሞዝ አልተከፈለም', 'It\'s "4821 7736"'], missing: ['Passport'], outcome: 'done' });
  const shown = String(output.read());
  t.match(shown, '│ Choose                   │\n│ 1. Pay                   │\n└ 13/160 septets ──────────┘\n> 1\n');
  t.match(shown, '11/70 UCS-2 units');
  t.strictSame(line.to('/at/ussd').map((one) => one.form['text']), ['', '1', '1*two words']);
  t.match(line.to('/at/ussd')[0], { headers: { 'user-agent': 'at-ussd-api/1.0' }, body: /^phoneNumber=%2B447700900001&serviceCode=%2A384%2A7%23&text=&sessionId=ATUid_[0-9a-f]{32}&networkCode=63902$/ });
  t.match(line.to('/at/ussd-events'), [{ form: { status: 'Success', input: '1*two words', date: '2026-09-21 14:13:20' } }]);
});

t.test('a stream gives one answer a line; its end hangs up; a wrong reply and a dead line are said in words', async (t) => {
  const line = await fakeLine(t);
  line.tell('/at/ussd', 'CON x');
  const output = new PassThrough();
  const left = await walk({ ...at, target: `${line.origin}/at`, input: Readable.from(['1\n', '2', '2\r\n', '\n3']), output });
  t.equal(left.outcome, 'left');
  t.strictSame(line.to('/at/ussd').map((one) => one.form['text']), ['', '1', '1*22', '1*22*', '1*22**3']);
  line.tell('/at/ussd', 'Hello');
  t.equal((await walk({ ...at, target: `${line.origin}/at`, input: typed(), output })).outcome, 'failed');
  t.equal((await walk({ ...at, target: 'http://127.0.0.1:9/at', input: typed(), output })).outcome, 'failed');
  t.equal((await walk({ ...at, code: '*9#', codes: ['*384*7#'], target: `${line.origin}/at`, input: typed(), output })).outcome, 'failed');
  t.match(String(output.read()), /hung up[^]*neither with CON[^]*cannot be reached[^]*Nobody has the code/);
  line.tell('/at/ussd', `END ${'x'.repeat(183)}`);
  await walk({ ...at, code: '*384*7*1#', codes: ['*384*7#'], target: `${line.origin}/at`, input: typed(), output });
  t.match(String(output.read()), '183/160 septets, CUT BY THE NETWORK');
  t.match(line.to('/at/ussd').at(-1)!.form, { serviceCode: '*384*7#', text: '1' });
});

t.test('the printed test is ready: it passes on the same line and fails on another answer', async (t) => {
  const line = await fakeLine(t);
  const answers = (last: string) => line.tell('/at/ussd', (posted) => posted.form['text'] === '' ? 'CON It\'s\n"1" \\ Pay' : last);
  answers('END Kept: 4821 7736');
  const output = new PassThrough();
  await walk({ ...at, target: `${line.origin}/at`, input: typed('1'), output, repro: true, phrases: ['Pay'] });
  const printed = String(output.read());
  const test = printed.slice(printed.indexOf('import {'));
  const folder = await mkdtemp(join(import.meta.dirname ?? 'test/phone', '.walked-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'walked.mts');
  await writeFile(file, test);
  const run = () => promisify(execFile)(process.execPath, ['--import=@tapjs/typescript/import', file]).then(() => 'passed', (error: { stdout: string }) => error.stdout);
  answers('END Kept: 1111 2222');
  t.equal(await run(), 'passed', 'another reference is no difference');
  t.match(line.to('/at/ussd').at(-1)!.body, /^phoneNumber=%2B447700900001&serviceCode=%2A384%2A7%23&text=1&sessionId=ATUid_[0-9a-f]{32}&networkCode=63902$/);
  t.equal(new Set(line.to('/at/ussd').map((one) => one.form['sessionId'])).size, 2);
  answers('END Lost: 1111 2222');
  t.match(await run(), /not ok/);
});

t.test('lengths, cuts and forms hold for any text', async (t) => {
  t.match([measure('€5 [x]').length, measure('ñ').unit, measure('ê').unit, measure("don't").unit, measure('don’t').unit], [9, 'septets', 'UCS-2 units', 'septets', 'UCS-2 units']);
  t.strictSame([parts('x'.repeat(160)), parts('x'.repeat(161)), parts('ሀ'.repeat(70)), parts('ሀ'.repeat(71))], [1, 2, 1, 2]);
  const seed = 20261122;
  t.comment(`fast-check seed ${seed}`);
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
    const kept = cut(text);
    const { unit, length, limit } = measure(text);
    const left = unit === 'septets' ? measure(kept).length : kept.length;
    return text.startsWith(kept) && left <= limit && (length > limit || kept === text);
  }), { seed });
  fc.assert(fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.string({ unit: 'binary' })), (fields) => {
    const form = encodeForm(fields);
    return /^[\w.%+=&-]*$/.test(form) && Object.entries(fields).every(([name, value]) => new URLSearchParams(form).get(name) === value);
  }), { seed });
});
