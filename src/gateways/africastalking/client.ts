import { randomUUID } from 'node:crypto';
import { HlpError } from '../../errors.ts';
import type { Carriage } from '../gateway.ts';
import { judgeCall, judgeText, judgeFailure } from './answers.ts';
import { loadSdk, type Sdk } from './sdk.ts';

export interface Account {
  readonly username: string;
  readonly apiKey: string;
  /** Texts are posted to `<apiUrl>/version1/messaging`. Default: Africa's Talking's own host, its sandbox's for `sandbox`. */
  readonly apiUrl?: string | undefined;
  /** Calls are posted to `<voiceUrl>/call`. */
  readonly voiceUrl?: string | undefined;
  /** Calls come from `outgoing`, texts from `texts`. */
  /** As they are now: the operator may change them while the line runs. */
  readonly numbers: () => { readonly outgoing: string; readonly texts: string };
  /** How long the gateway may take to answer, in milliseconds; then it is uncertain. Default 10,000. */
  readonly timeoutMs?: number | undefined;
}

/**
 * Carries texts and calls through Africa's Talking. Besides the errors of `Carriage`, a text rejects with HLP_TEXT_BUSY
 * when the gateway certainly did not take it and may do so later. Errors are ours alone: those of the SDK quote numbers.
 */
export function africastalking(account: Account): Carriage {
  const { numbers, timeoutMs = 10_000 } = account;
  const domain = account.username === 'sandbox' ? 'sandbox.africastalking.com' : 'africastalking.com';
  const hosts = {
    SMS_URL: `${trim(account.apiUrl ?? `https://api.${domain}`)}/version1/messaging`,
    VOICE_URL: trim(account.voiceUrl ?? `https://voice.${domain}`),
  };
  let sdk: Sdk | undefined;
  const open = (): Sdk => (sdk ??= loadSdk(account, hosts, timeoutMs));

  return {
    async text(to, words) {
      if (!isNumber(to)) throw new HlpError('HLP_TEXT_REFUSED', 'number');
      const answer = await within(timeoutMs, () => open().text({ to, message: words, from: numbers().texts }));
      if ('failure' in answer) throw new HlpError(judgeFailure('text', answer.failure));
      return judgeText(answer.body);
    },
    async call(to) {
      if (!isNumber(to)) throw new HlpError('HLP_CALL_REFUSED', 'number');
      // Left out, the SDK sends the word "undefined". The instructions of the call do not carry it, so it is not kept.
      const answer = await within(timeoutMs, () => open().call({ callFrom: numbers().outgoing, callTo: to, clientRequestId: randomUUID() }));
      if ('failure' in answer) throw new HlpError(judgeFailure('call', answer.failure));
      return judgeCall(answer.body);
    },
  };
}

type Answer = { readonly body: unknown } | { readonly failure: unknown };

/** Never rejects: what the SDK rejects with quotes the number, and must be looked at before it becomes an error of ours. */
async function within(ms: number, send: () => Promise<unknown>): Promise<Answer> {
  // The first send loads the SDK: its time is not the gateway's, so the clock starts after it.
  const sent = (async () => send())().then((body): Answer => ({ body }), (failure: unknown): Answer => ({ failure }));
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Answer>((resolve) => { timer = setTimeout(() => resolve({ failure: 'late' }), ms); });
  return Promise.race([sent, late]).finally(() => clearTimeout(timer));
}

const isNumber = (to: string): boolean => /^\+[1-9]\d{6,14}$/.test(to);
const trim = (url: string): string => url.replace(/\/+$/, '');
