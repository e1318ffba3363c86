import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { addApi, receivedForms } from './api.ts';
import { Clips } from './clip.ts';
import { Exchange, type Numbers } from './exchange.ts';
import { newIds } from './ids.ts';
import { Pace } from './pace.ts';
import { addPage } from './page.ts';
import { addPhones } from './phones-api.ts';
import { Queues } from './queues.ts';
import { Wire } from './wire.ts';

export type { Numbers } from './exchange.ts';

export interface CarrierOptions {
  /** The line's address for this gateway, such as http://127.0.0.1:8080/gateways/africastalking/demo. Read at every request. */
  readonly target: () => string;
  readonly numbers: Numbers;
  readonly clock: { now(): number };
  /** The same seed gives the same session ids. */
  readonly seed?: number | undefined;
  /** How many times faster than real the network's seconds run; 1 where a person uses the phone. */
  readonly speedup?: number | undefined;
  /** Real milliseconds the carrier waits for the line's answer; Africa's Talking documents 10 s. */
  readonly patience?: number | undefined;
  /** How often a text is delivered again before the carrier gives up. */
  readonly redeliveries?: number | undefined;
  /** The apiKey the line has to show; undefined takes any. */
  readonly apiKey?: string | undefined;
  /** The folder of main.js and phone.css; undefined looks beside the running bundle. */
  readonly pages?: string | undefined;
  /** Where the line fetches recordings from; undefined: under this plugin's prefix at the target's origin. */
  readonly address?: (() => string) | undefined;
}

/**
 * The simulated carrier and its phones: Africa's Talking's wire form in both directions, in memory only, sharing nothing
 * with the line. Mounted with a prefix, in demo mode alone.
 */
export const carrier = (options: CarrierOptions): FastifyPluginAsync => async (scope) => {
  const now = (): number => options.clock.now();
  const pace = new Pace(options.speedup ?? 1);
  const wire = new Wire(now, pace, options.patience ?? 10_000);
  const clips = new Clips(now);
  const exchange = new Exchange({
    target: options.target, numbers: options.numbers, now, pace, wire, newId: newIds(options.seed), clips, queues: new Queues(),
    address: options.address ?? (() => new URL(options.target()).origin + scope.prefix),
  });
  scope.addHook('preClose', async () => { pace.close(); wire.close(); clips.close(); });
  readForms(scope);
  addPage(scope, options.pages);
  await scope.register(async (api) => addApi(api, exchange, options.apiKey));
  await scope.register(async (phones) => addPhones(phones, exchange, options.redeliveries ?? 30));
};

/** The carrier reads forms by itself, whatever the server around it does with them. */
function readForms(scope: FastifyInstance): void {
  const form = 'application/x-www-form-urlencoded';
  if (scope.hasContentTypeParser(form)) scope.removeContentTypeParser(form);
  scope.addContentTypeParser(form, { parseAs: 'string', bodyLimit: 64 * 1024 }, (request, body, done) => {
    receivedForms.set(request, String(body));
    done(null, Object.fromEntries(new URLSearchParams(String(body))));
  });
}
