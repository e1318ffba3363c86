import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Where the worker's file is: beside the bundle that `scripts/build.js` made, or, when the sources run as they are (tests),
 * bundled now. A thread cannot be given a loader for TypeScript in every version of Node the line runs on.
 */
export async function placeWorker(): Promise<URL> {
  if (!import.meta.url.endsWith('.ts')) return new URL('./store-worker.js', import.meta.url);
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('./worker.ts', import.meta.url))],
    bundle: true, packages: 'external', platform: 'node', format: 'esm', target: 'node20', sourcemap: 'inline', write: false,
  });
  const place = new URL('../../dist/sources/', import.meta.url);
  mkdirSync(place, { recursive: true });
  // Written aside and renamed: test files that run at once never load half a worker.
  const draft = new URL(`store-worker.${process.pid}.js`, place);
  writeFileSync(draft, outputFiles[0]?.contents ?? '');
  const file = new URL('store-worker.js', place);
  renameSync(draft, file);
  return file;
}
