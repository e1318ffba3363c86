// npm ussd-menu-builder as its README shows it: one tree of states, as deep as our sessions, fixed sentences, nothing kept.
import { parse } from 'node:querystring';
import fastify from 'fastify';
import UssdMenu from 'ussd-menu-builder';
import { HOPS } from '../sessions.js';

const WORDS = 'Info line. No name needed.\n1 Talk to us\n2 Work and pay\n4 More\n5 Urgent\n0 Exit';
const tree = new UssdMenu();
const say = () => tree.con(WORDS);
const below = (depth) => Object.fromEntries(['0', '1', '2', '3', '4', '5'].map((key) => [key, `depth${depth}`]));

tree.startState({ run: say, next: below(1) });
for (let depth = 1; depth < HOPS; depth++) tree.state(`depth${depth}`, { run: say, next: below(depth + 1) });

const app = fastify({ logger: false });
app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => done(null, parse(body)));
app.post('/ussd', (request, reply) => {
  tree.run(request.body, (words) => reply.header('content-type', 'text/plain; charset=utf-8').send(words));
  return reply;
});
await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });
