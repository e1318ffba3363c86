import { build } from 'esbuild';
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';

const here = import.meta.dirname;

/**
 * Builds the desk's pages into a folder, for `deskRoutes({ pages })`: index.html, main.js, desk.css, icon.svg, and the crypto
 * module as a chunk of its own that loads with the first sign-in.
 * @param {string} folder
 */
export async function buildDesk(folder) {
  await mkdir(folder, { recursive: true });
  await build({
    entryPoints: [join(here, 'main.tsx'), join(here, 'desk.css')],
    outdir: folder, bundle: true, format: 'esm', splitting: true, minify: true, platform: 'browser', target: 'es2022',
    jsx: 'automatic', jsxImportSource: 'preact', chunkNames: '[name]-[hash]', legalComments: 'none',
    // libsodium names Node's crypto for Node; a browser never gets there.
    external: ['crypto'],
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  for (const name of ['index.html', 'icon.svg']) await copyFile(join(here, name), join(folder, name));
}
