import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml',
};

interface Asset { readonly type: string; readonly plain: Buffer; readonly zipped: Buffer }

/** The built pages, read into memory once, so that no path ever reaches the disk. */
export interface Assets {
  readonly files: ReadonlyMap<string, Asset>;
  /** SHA-256 over the names and contents of all of them: what a browser runs can be held against what the terminal printed. */
  readonly digest: string;
}

export async function readAssets(folder: string): Promise<Assets> {
  const files = await readFiles(folder);
  const hash = createHash('sha256');
  for (const [name, { plain }] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) hash.update(`${name} ${plain.length}\n`).update(plain);
  return { files, digest: hash.digest('hex') };
}

/** Serves `/desk` and `/desk/assets/…`. */
export function servePages(app: FastifyInstance, { files: assets }: Assets): void {
  const send = (name: string) => (request: FastifyRequest, reply: FastifyReply) => sendAsset(assets.get(name), request, reply);
  app.get('/', { config: { allow: 'anyone' } }, send('index.html'));
  app.get<{ Params: { name: string } }>('/assets/:name', { config: { allow: 'anyone' } }, (request, reply) => send(request.params.name)(request, reply));
}

async function readFiles(folder: string): Promise<Map<string, Asset>> {
  const names = await readdir(folder).catch(() => []);
  const known = names.filter((name) => extname(name) in TYPES);
  return new Map(await Promise.all(known.map(async (name): Promise<[string, Asset]> => {
    const plain = await readFile(join(folder, name));
    return [name, { type: TYPES[extname(name)] ?? '', plain, zipped: await promisify(gzip)(plain) }];
  })));
}

async function sendAsset(asset: Asset | undefined, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  if (asset === undefined) return reply.status(404).type('text/plain').send('Nothing is here. If this is the desk, run: npm run build');
  reply.type(asset.type).header('vary', 'accept-encoding');
  const zips = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  return zips ? reply.header('content-encoding', 'gzip').send(asset.zipped) : reply.send(asset.plain);
}
