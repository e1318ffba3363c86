import { encodeForm, timestamp } from './form.ts';
import { newIds } from './ids.ts';
import { Pace } from './pace.ts';
import { WELL_BEHAVED } from './misbehaviour.ts';
import { reproduce, type WalkedHop } from './repro.ts';
import { networkOf, type Network } from './networks.ts';
import { cut, measure } from './septets.ts';
import { deepDial, NO_MMI, readScreen } from './ussd.ts';
import { NoReply, Wire } from './wire.ts';

export interface WalkOptions {
  /** The line's address for this gateway, such as http://127.0.0.1:8080/gateways/africastalking/demo. */
  readonly target: string;
  /** What is dialled; with `codes` also a deep code such as `*384*7*1*2#`. */
  readonly code: string;
  /** The registered codes; undefined takes `code` itself as registered. */
  readonly codes?: readonly string[] | undefined;
  readonly number: string;
  readonly network: string;
  /** One answer each, or a stream with one answer a line. */
  readonly input: AsyncIterable<string> | NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** Prints a ready test of this conversation at the end. */
  readonly repro?: boolean | undefined;
  /** The lines of that test that make `target`; without them it is the address walked. */
  readonly opening?: readonly string[] | undefined;
  /** Words some screen has to show; those that none showed come back as `missing`. */
  readonly phrases?: readonly string[] | undefined;
  /** With it the end of the session is told to the line, as a gateway does. */
  readonly clock?: { now(): number } | undefined;
}

export interface Walked { readonly screens: readonly string[]; readonly missing: readonly string[]; readonly outcome: 'done' | 'left' | 'failed' }

const MOST_HOPS = 200;
const PATIENCE = 10_000;
const WIDTH = 38;

/** One USSD conversation in the terminal, in the gateway's wire form. Resolves at its end, also when it fails. */
export async function walk(options: WalkOptions): Promise<Walked> {
  const { output, phrases = [] } = options;
  const dialled = deepDial(options.code, options.codes ?? [options.code]);
  if (dialled === undefined) {
    output.write(`${NO_MMI} Nobody has the code ${options.code}.\n`);
    return { screens: [], missing: [...phrases], outcome: 'failed' };
  }
  const pace = new Pace(1);
  const wire = new Wire(() => options.clock?.now() ?? 0, pace, PATIENCE);
  const sessionId = newIds()('ATUid_');
  const began = options.clock?.now() ?? 0;
  const target = options.target.replace(/\/+$/, '');
  const answers = lines(options.input);
  const inputs = [...dialled.keys];
  const hops: WalkedHop[] = [];
  let outcome: Walked['outcome'] = 'left';
  try {
    for (let hop = 0; hop < MOST_HOPS; hop += 1) {
      const fields = { phoneNumber: options.number, serviceCode: dialled.code, text: inputs.join('*'), sessionId, networkCode: options.network };
      const reply = await wire.post(`${target}/ussd`, fields, { faults: WELL_BEHAVED, headers: { 'User-Agent': 'at-ussd-api/1.0' } });
      hops.push({ body: encodeForm(fields), reply: reply.body });
      const screen = readScreen(reply);
      if ('wrong' in screen) { output.write(`${NO_MMI} Reason: ${screen.wrong}.\n`); outcome = 'failed'; break; }
      output.write(box(screen.text, networkOf(options.network)));
      if (!screen.expects) { outcome = 'done'; break; }
      output.write('> ');
      const answer = await answers.next();
      if (answer.done) { output.write('(hung up)\n'); break; }
      output.write(`${answer.value}\n`);
      inputs.push(answer.value);
    }
  } catch (error) {
    outcome = 'failed';
    output.write(`${NO_MMI} Reason: ${error instanceof NoReply ? error.message : 'the carrier failed'}. Is the line running?\n`);
  }
  if (options.clock) {
    await wire.post(`${target}/ussd-events`, {
      date: timestamp(options.clock.now()), sessionId, serviceCode: dialled.code, networkCode: options.network, phoneNumber: options.number,
      status: outcome === 'done' ? 'Success' : outcome === 'left' ? 'Incomplete' : 'Failed', cost: 'KES 0.10',
      durationInMillis: String(options.clock.now() - began), hopsCount: String(hops.length), hopsMetadata: '', input: inputs.join('*'),
      lastAppResponse: hops.at(-1)?.reply ?? '',
    }, { faults: WELL_BEHAVED }).catch(() => {});
  }
  pace.close();
  wire.close();
  await answers.return?.(undefined);
  const screens = hops.map(({ reply }) => reply.slice(4));
  if (options.repro) output.write(`\n${reproduce({ target, code: options.code, sessionId, hops, phrases, opening: options.opening })}`);
  return { screens, missing: phrases.filter((phrase) => !screens.some((screen) => screen.includes(phrase))), outcome };
}

/** A screen in a box, with its length as a network counts it; what a network would cut off is left out and said. */
function box(text: string, { screen }: Network): string {
  const { unit, length, limit } = measure(text, screen);
  const rows = cut(text, screen).split('\n').flatMap(wrap);
  const width = Math.max(24, ...rows.map((row) => graphemes(row).length));
  const label = ` ${length}/${limit} ${unit}${length > limit ? ', CUT BY THE NETWORK' : ''} `;
  const across = Math.max(width + 2, label.length + 1);
  const inside = rows.map((row) => `│ ${row}${' '.repeat(across - 2 - graphemes(row).length)} │`);
  return [`┌${'─'.repeat(across)}┐`, ...inside, `└${label.padEnd(across, '─')}┘`, ''].join('\n');
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const graphemes = (text: string): string[] => [...segmenter.segment(text)].map((one) => one.segment);

function wrap(row: string): string[] {
  const rows: string[] = [''];
  for (const word of row.split(/(?<= )/)) {
    const last = rows.at(-1)!;
    if (last !== '' && graphemes(last + word.trimEnd()).length > WIDTH) rows.push(word);
    else rows[rows.length - 1] = last + word;
  }
  return rows.map((one) => one.trimEnd());
}

/** Answers one by one. A stream is cut at its line ends; anything else gives one answer each. */
async function* lines(input: WalkOptions['input']): AsyncGenerator<string, void, undefined> {
  if (!('pipe' in input)) { for await (const answer of input) yield answer.replace(/\r?\n$/, ''); return; }
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of input) {
    rest += typeof chunk === 'string' ? chunk : decoder.decode(chunk as Uint8Array, { stream: true });
    const whole = rest.split(/\r?\n/);
    rest = whole.pop() ?? '';
    yield* whole;
  }
  if (rest !== '') yield rest;
}
