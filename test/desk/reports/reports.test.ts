import datapackage from 'datapackage';
import { strFromU8, unzipSync } from 'fflate';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import type { Report, Reports, ReportTable } from '../../../src/desk/reports/report.ts';
import { reportPackage } from '../../../src/desk/reports/exports.ts';
import { periods, reportOf, type Reporting } from '../../../src/desk/reports/release.ts';
import { tablesOf, type Categories } from '../../../src/desk/reports/tables.ts';
import { makeRequest, Visitor, type Desk } from '../harness.ts';
import { afterwards, deskOf, requests, someMonth } from './filled.ts';

const DEMO: Reporting = { weeks: () => 4, least: () => 1, zone: () => 'Africa/Nairobi', languages: () => ['en', 'am'], countries: () => ['SA', 'KE'], asksTopic: () => false, screens: ['home', 'consent'] };

async function visit(desk: Desk): Promise<Visitor> {
  const visitor = new Visitor(desk.url);
  await visitor.signIn('demo', desk.passphrase);
  return visitor;
}
const list = async (visitor: Visitor): Promise<Reports> => (await visitor.ask('GET', 'reports')).body as Reports;
const report = async (visitor: Visitor, from = '2026-12-28'): Promise<Report> => (await visitor.ask('GET', `reports/${from}`)).body as Report;
const flat = ({ rows }: ReportTable): unknown => Object.fromEntries(rows.map(({ category, figures }) => [category, figures.length === 1 ? figures[0] : figures]));
const figuresOf = (one: Report): Record<string, unknown> => Object.fromEntries(one.tables.map((table) => [table.name, flat(table)]));

t.test('A report appears once its weeks are over, hides what is too few, and never changes again', async (t) => {
  const desk = await deskOf(t, someMonth);
  let visitor = await visit(desk);
  t.match(await list(visitor), { least: 10, weeks: 4, periods: [], next: Date.parse('2027-01-25T01:00:00+03:00') });
  desk.clock.ahead += Date.parse('2027-01-25T00:50:00+03:00') - desk.clock.now();
  visitor = await visit(desk); // nobody stays signed in for weeks
  t.same((await list(visitor)).periods, [], 'not a moment early: counts are still on their way');
  afterwards(desk);
  visitor = await visit(desk);
  t.same((await list(visitor)).periods, [{ from: '2026-12-28', until: '2027-01-24', weeks: 4 }]);
  const made = await report(visitor);
  t.match(figuresOf(made), {
    'requests-by-week': { '2026-12-28': 30, '2027-01-04': 25, '2027-01-11': null, '2027-01-18': null },
    'requests-by-channel': { ussd: null, voice: 35, sms: null }, // 32 is the smallest besides 37 and 3
    'requests-by-language': { en: 15, am: 55 },
    'requests-by-country': { SA: 55, KE: null, LB: null },
    left: { home: 25, consent: 60, days: 10 },
  });
  t.same((await desk.store.tallies.read('2026-12-28', '2027-01-25')).tallies, [], 'what was counted is gone; only what is shown is left');

  await requests(desk, 200, { language: 'en' }, -3);
  t.same(await report(visitor), made, 'late ones are in no report');
  desk.clock.ahead += 28 * 86_400_000;
  visitor = await visit(desk);
  t.same((await list(visitor)).periods.map(({ from }) => from), ['2027-01-25', '2026-12-28']);
  t.same(await report(visitor), made);
  t.ok((await report(visitor, '2027-01-25')).tables.every(({ rows }) => rows.every(({ figures }) => figures.every((n) => n === null))), 'nobody at all is too few as well');
});

t.test('Whatever the operator writes, no figure under ten is shown once callers are real', async (t) => {
  for (const least of [1, 12]) {
    const desk = await deskOf(t, someMonth);
    afterwards(desk);
    const of = { store: desk.store, mode: 'live', now: desk.clock.now(), reporting: { ...DEMO, least: () => least } } as const;
    t.equal((await periods(of)).length, 1);
    const made = await reportOf(of, '2026-12-28');
    const at = least === 12 ? 15 : 10;
    const numbers = made?.tables.flatMap(({ rows }) => rows.flatMap(({ figures }) => figures)) ?? [];
    t.ok(made?.least === at && numbers.some((n) => n !== null) && numbers.every((n) => n === null || (n >= at && n % 5 === 0)), `${least}`);
  }
});

t.test('A demo whose least is one shows everything as it is, and the weeks that are not over', async (t) => {
  const desk = await deskOf(t, async (desk) => { await requests(desk, 3, { language: 'am', country: 'SA' }); }, { options: { reporting: DEMO } });
  const visitor = await visit(desk);
  t.match(await list(visitor), { least: 1, periods: [{ from: '2026-12-28', running: true }] });
  t.match(figuresOf(await report(visitor)), { 'requests-by-channel': { ussd: 3, voice: 0, sms: 0 }, 'requests-by-language': { en: 0, am: 3 }, 'requests-by-week': { '2027-01-04': 3 } });
  t.equal((await report(visitor)).tables.some(({ name }) => name === 'requests-by-topic'), false, 'who is not asked what it is about has no table of it');
  await requests(desk, 1, { language: 'am', country: 'SA' });
  t.match(figuresOf(await report(visitor)), { 'requests-by-language': { am: 4 } });
  t.same(await desk.store.tallies.releases(), [], 'and nothing is released');
});

t.test('Page, CSV file and Data Package hold the same figures, cell for cell, and every export is told of before it leaves', async (t) => {
  const told: unknown[] = [];
  let refuse = false;
  const desk = await deskOf(t, someMonth, { options: { async onExport(what) { if (refuse) throw new Error('no audit, no file'); told.push(what); } } });
  afterwards(desk);
  const visitor = await visit(desk);
  await list(visitor);
  const shown = await report(visitor);
  const wanted = shown.tables.flatMap(({ name, columns, rows }) => rows.flatMap(({ category, figures }) => columns.map((column, at) => [name, category, column, figures[at] ?? null])));
  t.ok(wanted.some(([, , , n]) => n === null) && wanted.some(([, , , n]) => n !== null));

  const csv = await visitor.ask('GET', 'reports/2026-12-28.csv');
  t.match(csv.headers.get('content-disposition'), 'hakiline-2026-12-28-4w.csv');
  t.match(csv.headers.get('content-type'), /^text\/csv/);
  const [head, ...lines] = csv.text.trimEnd().split('\r\n').map((line) => line.split(','));
  t.same(head, ['from', 'until', 'table', 'category', 'column', 'value']);
  t.same(lines.map(([from, until, name, category, column, n]) => [from, until, name, category, column, n === 'too few' ? null : Number(n)]), wanted.map((cell) => ['2026-12-28', '2027-01-24', ...cell]));

  const zip = await fetch(`${desk.url}/desk/api/reports/2026-12-28.zip`, { headers: { cookie: visitor.cookie } });
  const bytes = new Uint8Array(await zip.arrayBuffer());
  const file = join(t.testdir(), 'report.zip');
  await writeFile(file, bytes);
  const package_ = await datapackage.Package.load(file, { strict: true });
  t.same([package_.valid, package_.errors], [true, []], 'as the specification has it');
  const cells = await Promise.all(package_.resources.map(async (resource) => {
    const columns = shown.tables.find(({ name }) => name === resource.name)?.columns ?? [];
    const rows = await resource.read({ keyed: true });
    return rows.flatMap((row) => columns.map((column) => [resource.name, row['category'] instanceof Date ? dateOf(row['category']) : row['category'], column, row[column]]));
  }));
  t.same(cells.flat(), wanted);
  t.same(Object.keys(unzipSync(bytes)), ['datapackage.json', ...shown.tables.map(({ name }) => `${name}.csv`)]);
  t.same(Buffer.from(reportPackage(shown)), Buffer.from(bytes), 'the same report is the same file');
  t.notMatch(strFromU8(unzipSync(bytes)['datapackage.json'] ?? new Uint8Array()), /demo|Demonstration/i);

  t.same(told, [{ by: desk.advocate, from: '2026-12-28', weeks: 4, form: 'csv' }, { by: desk.advocate, from: '2026-12-28', weeks: 4, form: 'zip' }]);
  refuse = true;
  t.equal((await visitor.ask('GET', 'reports/2026-12-28.csv')).status, 500, 'what the audit does not hold does not leave');
});

t.test('Nobody reads reports without signing in, and nothing is at another address', async (t) => {
  const desk = await deskOf(t, someMonth);
  afterwards(desk);
  const stranger = new Visitor(desk.url);
  for (const path of ['reports', 'reports/2026-12-28', 'reports/2026-12-28.csv', 'reports/2026-12-28.zip']) t.equal((await stranger.ask('GET', path)).status, 401, path);
  const visitor = await visit(desk);
  await list(visitor);
  for (const path of ['2027-01-04', '2027-01-25', '1999-01-04.zip']) t.equal((await visitor.ask('GET', `reports/${path}`)).status, 404, path);
  for (const path of ['x', '2026-12-28.json', '2026-12-28.csv.zip', `..%2f..%2f`]) t.equal((await visitor.ask('GET', `reports/${path}`)).status, 400, path);
  t.equal((await visitor.ask('GET', 'reports/2026-12-28.csv', undefined, { 'sec-fetch-site': 'cross-site' })).status, 403);
});

const HAS: Categories = { weeks: ['2027-01-04'], channels: ['ussd', 'voice'], languages: ['en'], countries: ['SA', 'KE'], topics: [], screens: ['home', 'days'], currencies: ['KES', 'SAR', 'USD'] };

t.test('Money is shown where ten cases are, in two digits, and never where one case is most of it', async (t) => {
  const of = (currency: string, side: 'claimed' | 'recovered', cases: number, sum: number, most = 1) => ({ week: '2027-01-04', currency, side, cases, total: sum, most });
  const amounts = (...all: ReturnType<typeof of>[]) => tablesOf({ tallies: [], amounts: all, screens: [] }, HAS, 10).find(({ name }) => name === 'amounts')?.rows.map(({ figures }) => figures);
  t.same(amounts(of('KES', 'claimed', 40, 1_234_567), of('KES', 'recovered', 18, 55_512, 50_000), of('SAR', 'claimed', 33, 999), of('SAR', 'recovered', 12, 61), of('USD', 'claimed', 90, 90), of('USD', 'recovered', 50, 50)),
    [[40, 1_200_000, 20, null], [35, 1_000, 10, 60], [90, 90, 50, 50]]);
  t.same(amounts(of('KES', 'claimed', 40, 8_000), of('KES', 'recovered', 9, 900), of('SAR', 'claimed', 30, 500), of('SAR', 'recovered', 20, 400), of('USD', 'claimed', 99, 990), of('USD', 'recovered', 44, 440)),
    [[null, null, null, null], [null, null, null, null], [100, 990, 45, 440]], 'a currency stands or falls whole');
  t.same(tablesOf({ tallies: [], amounts: [], screens: [] }, HAS, 10).map(({ name }) => name).filter((name) => name.startsWith('requests')), ['requests-by-channel', 'requests-by-country'], 'a table of one category would be a total');
});

t.test('With 100,000 requests kept, reports open as fast as with a hundred', async (t) => {
  const desk = await deskOf(t, someMonth);
  await desk.store.tallies.first();
  const Database = (await import('better-sqlite3')).default;
  const db = new Database(join(desk.dir, 'hakiline.db'));
  await makeRequest(desk, 'callback', { number: '+447700900001' });
  const columns = (db.prepare(`SELECT name FROM pragma_table_info('requests') WHERE name NOT IN ('id', 'reference')`).pluck().all() as string[]).join(', ');
  db.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) INSERT INTO requests (id, ${columns}) SELECT printf('%032x', i), ${columns} FROM n, (SELECT * FROM requests WHERE kind = 'callback' LIMIT 1)`);
  t.equal(db.prepare('SELECT count(*) FROM requests').pluck().get() as number > 100_000, true);
  db.close();
  afterwards(desk);
  const visitor = await visit(desk);
  const began = performance.now();
  await list(visitor); // releases as well
  const first = performance.now() - began;
  await report(visitor);
  const all = performance.now() - began;
  t.ok(first < 1_500 && all < 2_000, `released in ${Math.round(first)} ms, shown after ${Math.round(all)} ms`);
});

/** Its local date: the library reads a date as midnight here. */
const dateOf = (date: Date): string => `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;
