// Says how a test run went in one line, `N passed, N failed`, from tap's own stream and tap's exit status:
//   node scripts/test-totals.js <file with tap's output> <exit status of the run>
// A run that never came to its totals, or that failed without a failure in them (a type error before tap started, a worker
// killed at the end), counts one failure: nothing that went wrong may read as 0 failed. Exits 1 unless all is well.
import { readFileSync } from 'node:fs';

const [file, status] = process.argv.slice(2);
const stream = read(file ?? '');
// The last one is the whole run's; each crashed file is a failure in it already.
const totals = [...stream.matchAll(/^# \{ total: \d+(?:, pass: (\d+))?(?:, fail: (\d+))?.*\}$/gm)].at(-1);
const passed = Number(totals?.[1] ?? 0);
const counted = Number(totals?.[2] ?? 0);
const failed = counted === 0 && (!totals || passed === 0 || status !== '0') ? 1 : counted;

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // tap never ran
  }
}
