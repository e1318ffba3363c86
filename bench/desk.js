// How long the desk takes with 100,000 requests stored, beside 100. See bench/README.md.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const outdir = here('../dist/sources');
mkdirSync(outdir, { recursive: true });
await build({
  entryPoints: { 'bench-desk': here('desk-times.ts'), 'store-worker': here('../src/store/worker.ts'), 'demo-keys': here('../src/desk/people/demo-keys-thread.ts') },
  outdir, bundle: true, packages: 'external', platform: 'node', format: 'esm', target: 'node20', logLevel: 'error',
});
await import('../dist/sources/bench-desk.js');
