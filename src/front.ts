import type { FastifyPluginAsync } from 'fastify';

/** The page that leads to the others, and the two questions machines ask. A page not built is not linked. */
export const front = (o: { demo: boolean; ready: () => Promise<boolean>; clips: () => { ready: number; total: number } }): FastifyPluginAsync => async (scope) => {
  scope.get('/', async (_request, reply) => reply
    .headers({ 'content-type': 'text/html; charset=utf-8', 'content-security-policy': "default-src 'none'; style-src 'self'; frame-ancestors 'none'", 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' })
    .send(page(o.demo, o.clips())));
  scope.get('/front.css', async (_request, reply) => reply.headers({ 'content-type': 'text/css; charset=utf-8' }).send(STYLE));
  scope.get('/healthz', async () => ({ ok: true }));
  scope.get('/readyz', async (_request, reply) => ((await o.ready()) ? { ready: true } : reply.code(503).send({ ready: false })));
};

const page = (demo: boolean, clips: { ready: number; total: number }): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Hakiline</title><link rel="stylesheet" href="/front.css"></head>
<body>${demo ? '<p class="banner" role="note">Demo: it protects nobody. Do not put anything real into it.</p>' : ''}
<main><h1>Hakiline</h1><p>The helpline that any phone can reach.</p>
<nav aria-label="Pages"><ul>
${demo ? '<li><a href="/phone">The phone</a> dials, calls and texts the line, as a caller.</li><li><a href="/phone?number=%2B999700000002">The advocate’s phone</a> is rung by the line.</li>' : ''}
<li><a href="/desk">The desk</a> is where advocates see who needs them.</li>
</ul></nav>
<p class="quiet">Voices: ${clips.total === 0 ? 'being prepared' : `${clips.ready} of ${clips.total} clips ready`}. The line answers meanwhile.</p></main></body></html>
`;

const STYLE = `:root{color-scheme:light dark}body{margin:0;font:18px/1.5 system-ui,sans-serif}main{max-width:36rem;margin:2rem auto;padding:0 1rem}
h1{margin:0}.banner{margin:0;padding:.6rem 1rem;background:#8a1c1c;color:#fff;text-align:center}ul{padding-left:1.2rem}li{margin:.6rem 0}a{font-weight:600}a:focus-visible{outline:3px solid #2a6df4;outline-offset:2px}.quiet{opacity:.75;font-size:.9rem}
`;
