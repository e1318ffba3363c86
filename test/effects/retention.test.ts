import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { newSession } from '../harness/caller.ts';
import { startLine } from '../harness/line.ts';
import { form, post } from '../harness/wire.ts';

const DAY = 86_400_000;
const HOUR = DAY / 24;
const BOOKING = ['1', '1', '2', '1', '4', '2', '1'];
const ALARM = ['1', '5', '5'];

const organisation = JSON.parse(readFileSync(new URL('../../content/organisation.json', import.meta.url), 'utf8')) as { retention: object };

for (const { numberDays, noteDays, own } of [{ numberDays: 21, noteDays: 90, own: false }, { numberDays: 7, noteDays: 30, own: true }]) {
  t.test(`what a caller was told at consent is so: the number goes by day ${numberDays}, all by day ${noteDays}`, async (t) => {
    const dir = mkdtempSync(join(tmpdir(), 'hakiline-'));
    mkdirSync(join(dir, 'data', 'content'), { recursive: true });
    if (own) writeFileSync(join(dir, 'data', 'content', 'organisation.json'), JSON.stringify({ ...organisation, retention: { ...organisation.retention, numberDays, noteDays } }));
    const line = await startLine({ dir });
    t.teardown(async () => { await line.close(); rmSync(dir, { recursive: true, force: true }); });
    const { store } = line.app;
    const began = line.clock.now();

    async function dial(number: string, keys: readonly string[]): Promise<string> {
      const session = newSession('ATUid');
      let said = '';
      for (let n = 0; n <= keys.length; n++) said = (await post(`${line.at}/ussd`, form('ussd', { number, session, network: '99999', text: keys.slice(0, n).join('*') }))).text;
      return said;
    }
    const booked = await dial('+447700900381', BOOKING);
    await dial('+447700900382', ALARM);
    const reference = /\b\d{8}\b/.exec(booked)?.[0] ?? '';
    t.match(reference, /^\d{8}$/);
    const found = await store.requests.queue(began);
    t.same(found.map(({ kind }) => kind).sort(), ['callback', 'urgent']);
    const sweepAt = async (at: number): Promise<void> => { line.clock.set(at); await store.sweep(at); };

    for (const { eraseAt } of found) t.equal(eraseAt, began + noteDays * DAY, '“all erased by” is the day of the notes');
    const urgent = found.find(({ kind }) => kind === 'urgent')?.id ?? '';
    await sweepAt(began + numberDays * DAY - HOUR);
    t.match(await store.requests.one(urgent), { status: 'waiting', hasNumber: true });
    await sweepAt(began + numberDays * DAY);
    for (const { id } of found) t.match(await store.requests.one(id), { status: 'closed', hasNumber: false }, 'the request stays, the number does not');
    await sweepAt(began + noteDays * DAY - HOUR);
    for (const { id } of found) t.ok(await store.requests.one(id));
    await sweepAt(began + noteDays * DAY);
    for (const { id } of found) t.equal(await store.requests.one(id), undefined);
  });
}
