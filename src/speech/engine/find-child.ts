import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/**
 * The script of the engine's process: `speech-child.js` beside the bundle. Run unbundled, as tests do, it is bundled now
 * (30 ms) into node_modules/.cache, where Node still finds the packages it needs.
 */
export async function findChild(): Promise<string> {
  const beside = fileURLToPath(new URL('./speech-child.js', import.meta.url));
  if (existsSync(beside)) return beside;
  const folder = fileURLToPath(new URL('../../../node_modules/.cache/hakiline/', import.meta.url));
  const script = `${folder}speech-child.js`;
  const draft = `${script}.${process.pid}`;
  await mkdir(folder, { recursive: true });
  const { build } = await import('esbuild');
  await build({
    entryPoints: [fileURLToPath(new URL('./child.ts', import.meta.url))], outfile: draft,
    bundle: true, packages: 'external', platform: 'node', format: 'esm', target: 'node20', logLevel: 'silent',
  });
  await rename(draft, script);
  return script;
}
