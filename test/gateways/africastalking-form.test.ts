import fc from 'fast-check';
import t, { type Test } from 'tap';
import { HlpError } from '../../src/errors.ts';
import { callerNumber, readForm } from '../../src/gateways/africastalking/form.ts';
import { guard } from '../../src/gateways/africastalking/guard.ts';

const SEED = Number(process.env['SEED'] ?? 20261122);
const read = (body: string | Buffer): Record<string, string> => Object.fromEntries(readForm(Buffer.from(body as string)));
const refused = (t: Test, body: string | Buffer, what: string): void => void t.throws(() => read(body), { code: 'HLP_WIRE_INVALID' } as Partial<HlpError> as Error, what);

t.test('what a caller typed is read as it was sent', async (t) => {
  const told: [string, Record<string, string>][] = [
    ['', {}], ['&', {}], ['&&a=1&&', { a: '1' }], ['a', { a: '' }], ['a=', { a: '' }], ['=b', { '': 'b' }], ['a=b=c', { a: 'b=c' }], ['a&b=1', { a: '', b: '1' }],
    ['text=1%2A2*3&phoneNumber=%2B999712345678', { text: '1*2*3', phoneNumber: '+999712345678' }], ['text=a+b%20c%2B', { text: 'a b c+' }],
    ['text=%E1%88%B0%E1%88%8B%E1%88%9D', { text: 'ሰላም' }], ['text=ሰላም', { text: 'ሰላም' }], ['__proto__=1&constructor=2', { ['__proto__']: '1', constructor: '2' }],
  ];
  for (const [body, fields] of told) t.same(Object.entries(read(body)), Object.entries(fields), body);
  t.same([...readForm(undefined)], [], 'no body');
});

t.test('what could be read in two ways is not read at all', async (t) => {
  for (const [body, what] of [['a=1&a=1', 'twice the same'], ['a=1&%61=2', 'twice, spelled otherwise'], ['a&a', 'twice without a value'], ['a=%zz', 'no hex'], ['a=%', 'cut short'], ['a=%ff', 'no UTF-8'], ['%c3=1', 'half a letter'], ['&'.repeat(60), 'more parts than any callback has']] as const) refused(t, body, what);
  refused(t, Buffer.from([0x61, 0x3d, 0xff]), 'raw bytes that are no UTF-8');
});

t.test('any fields come back as they were written by anybody\'s encoder', async (t) => {
  t.comment(`SEED=${SEED}`);
  const fields = fc.dictionary(fc.string({ minLength: 1, unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), { maxKeys: 20, noNullPrototype: true });
  fc.assert(fc.property(fields, (given) => {
    const entries = Object.entries(given);
    t.same([...readForm(Buffer.from(new URLSearchParams(entries).toString()))], entries);
  }), { seed: SEED, numRuns: 300 });
});

t.test('a number is a caller\'s only when it cannot be anybody else\'s', async (t) => {
  for (const [field, number] of [['+447700900123', '+447700900123'], ['447700900123', '+447700900123'], [' 447700900123', undefined], ['', undefined], [undefined, undefined], ['sip:a@b', undefined], ['+0447700900', undefined], ['+1234567890123456', undefined]] as const) t.equal(callerNumber(field), number, String(field));
});

t.test('only the very token opens the gateway', async (t) => {
  for (const token of ['demo', 'ሰላም', 'x'.repeat(4_096)]) {
    const knows = guard(token);
    t.ok(knows(token));
    for (const other of ['', undefined, `${token}\0`, `${token}x`, token.slice(0, -1), token.toUpperCase() === token ? 'y' : token.toUpperCase(), `\0${token}`, 'x'.repeat(9_000), `${token}${'\0'.repeat(300)}`]) t.notOk(knows(other), JSON.stringify(other?.slice(0, 20)));
    t.ok(knows(token), 'and what was tried before does not show');
  }
});
