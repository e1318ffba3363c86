import t from 'tap';
import { faultOf, jsonLog, type LogEvent } from '../src/log.ts';

const NOW = Date.UTC(2026, 10, 23, 7);
const written = (event: LogEvent): Record<string, unknown> => {
  const lines: string[] = [];
  jsonLog((line) => void lines.push(line), () => NOW)(event);
  return JSON.parse(lines.join('')) as Record<string, unknown>;
};

t.test('an operator reads of a fault when it was, and where in our code, and nothing of what was in it', async (t) => {
  const error = new TypeError('+447700900123');
  error.stack = `TypeError: +447700900123\n    at open (file:///opt/hakiline/dist/cli.js:120:7)`;
  t.same(written(faultOf(error, 'hop')), { at: '2026-11-23T07:00:00.000Z', event: 'fault', in: 'hop', kind: 'TypeError', where: 'dist/cli.js:120' });
});
