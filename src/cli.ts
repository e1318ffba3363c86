import { Command } from 'commander';
import { readConfig } from './config.ts';
import { HlpError } from './errors.ts';

const program = new Command('hakiline').description('The helpline that any phone can reach.');

program.command('start', { isDefault: true }).description('start the line').action(async () => {
  const { start } = await import('./server.ts');
  await start(readConfig());
});

try {
  await program.parseAsync();
} catch (error) {
  // What went wrong and what to do, without a trace: it could hold a value.
  const lines = error instanceof HlpError ? [`${error.code}: ${error.message}`, error.facts.mend] : ['The line could not start.', error instanceof Error && 'code' in error ? String(error.code) : ''];
  process.stderr.write(`${lines.filter(Boolean).join('\n')}\n`);
  process.exitCode = 1;
}
