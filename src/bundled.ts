import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * The file of a program that runs in a thread or process of its own: beside the bundle that `scripts/build.js` made, or,
 * when the sources run as they are (tests), bundled now (30 ms). A thread cannot be given a loader for TypeScript in every
 * version of Node the line runs on. `source` is a path within src/.
 */
export async function bundled(name: string, source: string): Promise<URL> {
  if (!import.meta.url.endsWith('.ts')) return new URL(`./${name}.js`, import.meta.url);
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`./${source}`, import.meta.url))],
    bundle: true, packages: 'external', platform: 'node', format: 'esm', target: 'node20', sourcemap: 'inline', write: false, logLevel: 'silent',
  });
  const place = new URL('../dist/sources/', import.meta.url);
  mkdirSync(place, { recursive: true });
  // Written aside and renamed: test files that run at once never load half a program.
  const draft = new URL(`${name}.${process.pid}.js`, place);
  writeFileSync(draft, outputFiles[0]?.contents ?? '');
  const file = new URL(`${name}.js`, place);
  renameSync(draft, file);
  return file;
}
