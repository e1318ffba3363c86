import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { HlpError } from '../../errors.ts';
import { faultOf, type Log } from '../../log.ts';
import type { Why } from '../wire.ts';

/** Something the desk does not do, with the word its page has a sentence for. */
export class Refusal extends Error {
  readonly status: number;
  readonly why: Why;
  constructor(status: number, why: Why) {
    super(why);
    this.name = 'Refusal';
    this.status = status;
    this.why = why;
  }
}

/** Answers every failure of a desk route with a status and a word, never with the failing thing. */
export const answerFailure = (log: Log) => (error: FastifyError | Refusal | HlpError, _request: FastifyRequest, reply: FastifyReply): void => {
  const { status, why } = judge(error, log);
  void reply.status(status).send({ why });
};

function judge(error: FastifyError | Refusal | HlpError, log: Log): { status: number; why: Why } {
  if (error instanceof Refusal) return error;
  if (error instanceof HlpError) {
    log({ event: 'error', code: error.code, in: 'desk' });
    return { status: 503, why: error.facts.retryable ? 'busy' : 'trouble' };
  }
  if (error.code?.startsWith('FST_CSRF')) return { status: 403, why: 'stale' };
  if (error.statusCode === 413) return { status: 413, why: 'tooLong' };
  if (error.statusCode !== undefined && error.statusCode < 500) return { status: error.statusCode, why: 'form' };
  log(faultOf(error, 'desk'));
  return { status: 500, why: 'trouble' };
}
