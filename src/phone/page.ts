import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';

const POLICY = [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "img-src 'self'", "media-src 'self'",
  "base-uri 'none'", "form-action 'none'", "frame-ancestors 'self'",
].join('; ');

/** Beside the running bundle, or in the tree's dist when run from its sources. */
function builtPages(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const beside = join(here, 'phone');
  return existsSync(join(beside, 'main.js')) ? beside : join(here, '..', '..', 'dist', 'phone');
}

/** The phone's page and its two files. */
export function addPage(scope: FastifyInstance, folder: string | undefined): void {
  const { prefix } = scope;
  const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Phone · Hakiline demo</title>
<link rel="icon" href="${prefix}/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${prefix}/phone.css">
<script type="module" src="${prefix}/main.js"></script>
</head>
<body data-base="${prefix}">
<p class="demo" role="note"><strong>Demo.</strong> This phone protects nobody: use no real names or numbers.
No mobile network is involved; the calls and texts never leave this computer.</p>
<main id="phones"><noscript>The phone needs JavaScript. <code>npx hakiline walk</code> dials from a terminal.</noscript></main>
</body>
</html>
`;
  const icon = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect x="4" y="1" width="8" height="14" rx="2" fill="#22303c"/><rect x="5" y="3" width="6" height="4" fill="#c4d68f"/></svg>';
  const send = (path: string, file: string, type: string): void => {
    scope.get(path, async (_request, reply) => {
      const bytes = await readFile(join(folder ?? builtPages(), file)).catch(() => undefined);
      if (!bytes) return reply.code(404).type('text/plain; charset=utf-8').send('The phone is not built. Run npm run build.');
      return reply.type(type).header('X-Content-Type-Options', 'nosniff').header('Cache-Control', 'no-cache').send(bytes);
    });
  };
  scope.get('/', async (_request, reply) => reply.type('text/html; charset=utf-8')
    .header('Content-Security-Policy', POLICY).header('X-Content-Type-Options', 'nosniff').header('Referrer-Policy', 'no-referrer').send(page));
  scope.get('/icon.svg', async (_request, reply) => reply.type('image/svg+xml').send(icon));
  send('/main.js', 'main.js', 'text/javascript; charset=utf-8');
  send('/phone.css', 'phone.css', 'text/css; charset=utf-8');
}
