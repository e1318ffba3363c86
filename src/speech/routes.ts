import type { FastifyPluginAsync } from 'fastify';
import type { Speech } from './speech.ts';

/**
 * `GET` and `HEAD /audio/<language>/<file>`. A clip's name holds the hash of its sound, so it never changes and may be
 * kept for ever; a personal one may be kept nowhere. Answers one byte range, because gateways ask for them.
 */
export const clipRoutes = (speech: Pick<Speech, 'read'>): FastifyPluginAsync => async (scope) => {
  // A wildcard: Fastify answers a named parameter of over 100 characters by itself, unlike any unknown path.
  scope.get<{ Params: { '*': string } }>('/audio/*', async (request, reply) => {
    const clip = await speech.read(`/audio/${request.params['*']}`);
    if (!clip) return reply.callNotFound();
    const { bytes, type, personal } = clip;
    reply.header('cache-control', personal ? 'no-store' : 'public, max-age=31536000, immutable');
    reply.header('accept-ranges', 'bytes');
    reply.header('x-content-type-options', 'nosniff');
    // RFC 9110: a range means nothing on HEAD, and If-Range cannot match where no validator was given.
    const asked = request.method === 'GET' && request.headers['if-range'] === undefined ? request.headers.range : undefined;
    const range = rangeOf(asked, bytes.length);
    if (range === 'none') {
      return reply.code(416).header('cache-control', 'no-store').header('content-range', `bytes */${bytes.length}`).send();
    }
    reply.type(type);
    if (!range) return reply.header('content-length', bytes.length).send(bytes);
    reply.code(206).header('content-range', `bytes ${range.from}-${range.to}/${bytes.length}`);
    return reply.header('content-length', range.to - range.from + 1).send(bytes.subarray(range.from, range.to + 1));
  });
};

/** The one range asked for, both ends included; 'none' when it lies outside; undefined to send everything (RFC 9110, 14.2). */
function rangeOf(header: string | undefined, length: number): { from: number; to: number } | 'none' | undefined {
  const [, first, last] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '') ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return undefined;
  if (first === '') return Number(last) === 0 ? 'none' : { from: Math.max(0, length - Number(last)), to: length - 1 };
  if (last !== '' && Number(last) < Number(first)) return undefined;
  if (Number(first) >= length) return 'none';
  return { from: Number(first), to: last === '' ? length - 1 : Math.min(Number(last), length - 1) };
}
