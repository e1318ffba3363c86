// The least a USSD application can do: read the form, answer with what was typed.
import { parse } from 'node:querystring';
import fastify from 'fastify';

const app = fastify({ logger: false });
app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => done(null, parse(body)));
app.post('/ussd', (request, reply) => reply.header('content-type', 'text/plain; charset=utf-8').send(`CON ${request.body.text}`));
await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });
