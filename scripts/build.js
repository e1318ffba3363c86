// Bundles the line into dist/: what Node runs, and the pages browsers load. Does nothing, in a few milliseconds, when no
// source has changed since the last time, so that `npm start` can always call it.
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const STAMP = 'dist/build.json';

const SERVER = { cli: 'src/cli.ts', 'store-worker': 'src/store/worker.ts', 'speech-child': 'src/speech/engine/child.ts', 'demo-keys': 'src/desk/people/demo-keys-thread.ts' };
const PAGES = ['phone', 'desk'];
const sourcesOf = (page) => `src/${page}/browser`;

const standing = (entries) => Object.fromEntries(Object.entries(entries).filter(([, source]) => existsSync(source)));
/** Style sheets and the like that no script imports. */
const copies = (page) => (existsSync(sourcesOf(page)) ? readdirSync(sourcesOf(page)) : [])
  .filter((file) => /\.(css|html|svg)$/.test(file))
  .map((file) => [join(sourcesOf(page), file), join('dist', page, file)]);

const plan = () => ({
  server: standing(SERVER),
  pages: PAGES.filter((page) => existsSync(`${sourcesOf(page)}/main.tsx`)),
  copied: PAGES.flatMap(copies),
});
const madeOf = (files) => Object.fromEntries(files.map((file) => [file, statSync(file).mtimeMs]));

function isFresh(wanted) {
  if (!existsSync(STAMP)) return false;
  const { plan: built, inputs, outputs } = JSON.parse(readFileSync(STAMP, 'utf8'));
  if (JSON.stringify(built) !== JSON.stringify(wanted)) return false;
  const same = ([file, at]) => existsSync(file) && statSync(file).mtimeMs === at;
  return Object.entries(inputs).every(same) && outputs.every((file) => existsSync(file));
}

async function bundle(wanted) {
  const { build } = await import('esbuild');
  const shared = { bundle: true, format: 'esm', metafile: true, logLevel: 'error', legalComments: 'none', write: false };
  const runs = wanted.pages.map((page) => build({
    ...shared, entryPoints: { main: `${sourcesOf(page)}/main.tsx` }, outdir: `dist/${page}`, platform: 'browser', target: 'es2022', minify: true,
    jsx: 'automatic', jsxImportSource: 'preact', define: { 'process.env.NODE_ENV': '"production"' },
    // Splitting keeps what is imported on demand, libsodium above all, out of the first load.
    splitting: true, chunkNames: '[name]-[hash]',
    external: ['crypto'], // libsodium names it for Node; a browser never gets there
  }));
  if (Object.keys(wanted.server).length > 0) runs.push(build({ ...shared, entryPoints: wanted.server, outdir: 'dist', platform: 'node', target: 'node20', packages: 'external', sourcemap: true }));
  return Promise.all(runs);
}

/** Written aside and renamed: a process that starts meanwhile never loads half a file. */
function put(path, contents) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.${process.pid}`, contents);
  renameSync(`${path}.${process.pid}`, path);
}

const wanted = plan();
if (!isFresh(wanted)) {
  const results = await bundle(wanted);
  const outputs = results.flatMap(({ metafile }) => Object.keys(metafile.outputs));
  for (const { path, contents } of results.flatMap(({ outputFiles }) => outputFiles)) put(path, contents);
  for (const [from, to] of wanted.copied) {
    mkdirSync(dirname(to), { recursive: true });
    if (!outputs.includes(to)) copyFileSync(from, to);
  }
  // What an earlier build left would be served, and would count in the digest of what is served.
  const made = new Set([...outputs, ...wanted.copied.map(([, to]) => to)]);
  for (const page of PAGES.filter((name) => existsSync(`dist/${name}`))) {
    for (const file of readdirSync(`dist/${page}`)) if (!made.has(`dist/${page}/${file}`)) rmSync(`dist/${page}/${file}`, { force: true });
  }
  const inputs = results.flatMap(({ metafile }) => Object.keys(metafile.inputs)).filter((file) => existsSync(file));
  const sources = [...inputs, ...wanted.copied.map(([from]) => from), 'scripts/build.js', 'package-lock.json'];
  put(STAMP, JSON.stringify({ plan: wanted, inputs: madeOf(sources), outputs: [...outputs, ...wanted.copied.map(([, to]) => to)] }));
}
