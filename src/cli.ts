import { Command } from 'commander';
import { systemClock } from './clock.ts';
import { readConfig } from './config.ts';
import type { ListChoices } from './audit/here.ts';
import { HlpError } from './errors.ts';
import type { WalkChoices } from './walk-here.ts';

const program = new Command('hakiline').description('The helpline that any phone can reach.');

program.command('start', { isDefault: true }).description('start the line').action(async () => {
  const { start } = await import('./server.ts');
  await start(readConfig());
});

program.command('anew').description('when every passphrase and the recovery sheet are lost: erase what nobody can open, and begin anew')
  .option('--yes <word>', 'the word that says so')
  .action(async ({ yes }: { yes?: string }) => {
    const { startAnew } = await import('./anew.ts');
    if (!(await startAnew(readConfig(), systemClock, yes, (line) => process.stdout.write(line)))) process.exitCode = 1;
  });

program.command('walk').description('walk the dialogue over USSD, here in the terminal')
  .option('--code <code>', 'what to dial, also a deep code such as *384*7*5*5#', '*384*7#')
  .option('--number <number>', 'the phone that dials', '+999700000001')
  .option('--network <network>', 'its network (MCC and MNC)', '99999')
  .option('--url <url>', 'a line that runs already; otherwise one is started for this walk')
  .option('--repro', 'print a ready test of this walk at the end')
  .action(async (options: WalkChoices) => {
    const { walkHere } = await import('./walk-here.ts');
    await walkHere(readConfig(), options);
  });

program.command('sheets').description('write the recording sheets of all languages into audio/').action(async () => {
  const { writeSheets } = await import('./takes.ts');
  process.stdout.write(`${await writeSheets()}\n`);
});

program.command('placeholders').description('make the opening clips that are missing or stale in audio/').action(async () => {
  const { writePlaceholders } = await import('./takes.ts');
  process.stdout.write(`${await writePlaceholders()}\n`);
});

const audit = program.command('audit').description('who did what at the desk and at the line');

audit.command('verify').description('check that no entry was changed, taken out or put in; beside a running line too').action(async () => {
  const { verifyHere } = await import('./audit/here.ts');
  process.stdout.write(`${await verifyHere(readConfig())}\n`);
});

audit.command('list').description('entries, newest first')
  .option('--most <n>', 'how many', '50')
  .option('--what <event>', 'only this, such as opened')
  .option('--who <name>', 'only by this colleague, or by caller, line, terminal, unknown')
  .action(async (choices: ListChoices) => {
    const { listHere } = await import('./audit/here.ts');
    const list = listHere(readConfig(), choices);
    if ('wrong' in list) return audit.error(list.wrong);
    process.stdout.write(`${list.lines}\n`);
  });

try {
  await program.parseAsync();
} catch (error) {
  // What went wrong and what to do, without a trace: it could hold a value.
  const lines = error instanceof HlpError ? [`${error.code}: ${error.message}`, error.facts.mend] : ['This could not be done.', error instanceof Error && 'code' in error ? String(error.code) : ''];
  process.stderr.write(`${lines.filter(Boolean).join('\n')}\n`);
  process.exitCode = 1;
}
