import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { TOPICS } from '../../machines/words.ts';
import { walk } from '../../src/atlas/walk.ts';
import { apologise } from '../../src/dialogue/apology.ts';
import { openAutomaton } from '../../src/dialogue/automaton.ts';
import { openShow } from '../../src/dialogue/show.ts';
import { callWords } from '../../src/render/calls.ts';
import { writeLeg } from '../../src/gateways/africastalking/legs.ts';
import { writeVoice } from '../../src/gateways/africastalking/voice.ts';
import { document, reject } from '../../src/gateways/africastalking/xml.ts';
import type { LegReply } from '../../src/gateways/gateway.ts';
import { SILENCE, type Spoken } from '../../src/render/reply.ts';
import { loadWords } from '../../src/render/words.ts';
import { realSealing } from '../calls/world.ts';
import { MONDAY } from '../harness/line.ts';
import { scenes } from '../transcripts/scenes.ts';
import { wrongIn } from './voice-schema.ts';

const words = loadWords(join(fileURLToPath(new URL('../..', import.meta.url)), 'locales'));
const URL_ = 'https://line.example/gateways/africastalking/demo/voice';
const sealing = realSealing({ now: () => MONDAY });
t.teardown(() => sealing.remove());

const world = (await scenes)[0]!.world;
const { organisation } = world;
const line = {
  clip: async ({ language }: Spoken) => `/audio/${language}/clip.0123abcd.mp3` as string | undefined,
  numbers: organisation.numbers, publicUrl: 'https://line.example',
  sealTranscript: (session: string, transcript: readonly string[]) => sealing.sealTranscript(session, transcript),
};
/** No clip can be had in time: the carrier's own voice says it. */
const mute = { ...line, clip: async () => undefined };

/** All that callers are ever told to do: gather, go on, and be put through. */
const ACTIONS = ['Play', 'Say', 'GetDigits', 'Redirect', 'Dequeue'];

const seen = new Map<string, string>();
/** Most documents differ in sealed words alone. */
function judged(xml: string): string {
  const shape = xml.replace(/\/(k|n)\/[\w-]+/g, '/$1/~');
  const wrong = seen.get(shape) ?? wrongIn(xml);
  seen.set(shape, wrong);
  return wrong;
}

t.test('whatever a caller hears, in whatever language, Africa\'s Talking can carry out', { timeout: 300_000 }, async (t) => {
  const automaton = openAutomaton();
  const show = openShow(automaton, words);
  const turns = new Map<string, number>();
  for (const scene of await scenes) {
    if (!scene.channels.includes('voice')) continue;
    const showing = { channel: 'voice', world: scene.world } as const;
    for (const { standing, path } of walk({ automaton, show, showing, oracle: scene.oracle('voice'), most: scene.most ?? 60_000, stumbles: ['home', 'urgent', 'consent', 'reference'] })) {
      const reply = show.reply(standing, showing);
      const { language } = standing.edge.node.context;
      turns.set(language, (turns.get(language) ?? 0) + 1);
      for (const by of [line, mute]) {
        const xml = await writeVoice(reply, path, 'ATVId_1', by, URL_);
        const wrong = judged(xml);
        if (wrong) return t.fail(`${scene.name}: ${standing.edge.node.screen} in ${language || 'no language yet'}: ${wrong}: ${xml}`);
      }
    }
  }
  for (const language of organisation.languages) t.ok((turns.get(language) ?? 0) > 100, `${language}: ${turns.get(language)} turns`);
  t.same(ACTIONS.filter((action) => ![...seen.keys()].some((xml) => xml.includes(`<${action}`))), [], 'each of what a call can be told was judged');
  t.comment(`${[...turns.values()].reduce((a, b) => a + b, 0)} turns, ${seen.size} documents`);
});

t.test('nor does a call that is as long as a call may be outgrow an address', async (t) => {
  const gather = { channel: 'voice', spoken: { language: 'en', segments: [], english: 'Press a key.' }, then: { do: 'gather', digits: 1, seconds: 7 } } as const;
  for (const entry of ['9', SILENCE, '9'.repeat(32)]) t.equal(wrongIn(await writeVoice(gather, Array.from({ length: 200 }, () => entry), 'ATVId_1', line, URL_)), '');
});

t.test('whatever is said on a call that the line places, to advocates and callers, Africa\'s Talking can carry out', async (t) => {
  const say = callWords(words, () => world);
  const queue = 'ab'.repeat(16);
  const each = <T>(of: readonly T[], make: (one: T) => LegReply[]): LegReply[] => of.flatMap(make);
  const gather = (said: Spoken, state: string, seconds: number): LegReply => ({ say: said, then: { do: 'gather', seconds, state } });
  const legs: LegReply[] = [
    ...each(organisation.languages, (language) => [
      gather(say.advocateGate(language), 'advocate', 8), gather(say.advocateGate(language), 'advocate2', 8),
      { say: say.pleaseWait(language), then: { do: 'wait', queue } },
      { say: say.gone(language), then: { do: 'end' } }, { say: say.advocateNoLonger(language), then: { do: 'end' } },
      ...TOPICS.map((topic) => gather(say.reading(topic, language), 'listening', 5)),
    ]),
    ...each([...organisation.countries, 'XX'], (country) => [gather(say.callerGate(country), 'caller', 3), gather(say.callerGate(country), 'caller2', 3)]),
    { then: { do: 'wait', queue } }, { then: { do: 'join', queue } }, { then: { do: 'end' } }, { then: { do: 'gather', seconds: 3, state: 'caller' } },
  ];
  for (const leg of legs) for (const by of [line, mute]) t.equal(wrongIn(await writeLeg(leg, by, URL_)), '', JSON.stringify(leg.then));
});

t.test('an apology, a rejected call and an answer that says nothing can be carried out too', async (t) => {
  for (const what of ['trouble', 'again'] as const) for (const language of ['', ...organisation.languages]) for (const by of [line, mute]) {
    t.equal(wrongIn(await writeVoice(apologise(what, 'voice', { language, script: '' }, world, words), [], '', by, URL_)), '');
  }
  t.equal(wrongIn(document([reject()])), '');
  t.equal(wrongIn(document([])), '');
});

t.test('what a carrier would stumble over is refused', async (t) => {
  const gather = (inner: string, attributes = `timeout="7" numDigits="1" callbackUrl="${URL_}/k/x"`): string => `<GetDigits ${attributes}>${inner}</GetDigits>`;
  const play = '<Play url="https://line.example/audio/en/home.0123abcd.mp3"/>';
  const redirect = `<Redirect>${URL_}/n/x</Redirect>`;
  const doc = (inner: string): string => `<?xml version="1.0" encoding="UTF-8"?>\n<Response>${inner}</Response>`;
  t.equal(wrongIn(doc(`${gather(play)}${redirect}`)), '', 'as it is written');
  t.equal(wrongIn(doc(`${gather(play)}<Say>Press a key.</Say>`)), '', 'another element may follow as well');
  const wrong: Readonly<Record<string, string>> = {
    'an element in the wrong case': doc(`${gather(play)}<redirect>${URL_}/n/x</redirect>`),
    'an attribute in the wrong case': doc(`${gather(play, `timeout="7" numDigits="1" callbackURL="${URL_}/k/x"`)}${redirect}`),
    'a root in the wrong case': doc('').replaceAll('Response', 'response'),
    'no callbackUrl': doc(`${gather(play, 'timeout="7" numDigits="1"')}${redirect}`),
    'a query in a callbackUrl': doc(`${gather(play, `timeout="7" numDigits="1" callbackUrl="${URL_}?at=x"`)}${redirect}`),
    'a query in a Redirect': doc(`${gather(play)}<Redirect>${URL_}?at=x</Redirect>`),
    'a path instead of an address': doc(`${gather(play, 'timeout="7" numDigits="1" callbackUrl="/voice/k/x"')}${redirect}`),
    'neither numDigits nor finishOnKey': doc(`${gather(play, `timeout="7" callbackUrl="${URL_}/k/x"`)}${redirect}`),
    'a timeout in words': doc(`${gather(play, `timeout="7s" numDigits="1" callbackUrl="${URL_}/k/x"`)}${redirect}`),
    'two keys to finish with': doc(`${gather(play, `timeout="7" finishOnKey="*#" callbackUrl="${URL_}/k/x"`)}${redirect}`),
    'two Plays in GetDigits': doc(`${gather(play + play)}${redirect}`),
    'nothing in GetDigits': doc(`${gather('')}${redirect}`),
    'a Redirect in GetDigits': doc(`${gather(redirect)}${redirect}`),
    'GetDigits with nothing after it': doc(gather(play)),
    'something after a Redirect': doc(`${redirect}${play}`),
    'a Hangup': doc('<Say>Goodbye.</Say><Hangup/>'),
    'Reject after something': doc('<Say>Goodbye.</Say><Reject/>'),
    'two Rejects': doc('<Reject/><Reject/>'),
    'an address in an attribute of Redirect': doc(`<Redirect url="${URL_}"/>`),
    'Play without url': doc('<Play/>'),
    'Play with words': doc('<Play url="https://line.example/a.mp3">Hello</Play>'),
    'a recording no phone plays': doc('<Play url="https://line.example/a.ogg"/>'),
    'an empty Say': doc('<Say></Say>'),
    'Say that holds an element': doc(`<Say>Hello ${play}</Say>`),
    'an unknown attribute': doc('<Say language="am">Hello</Say>'),
    'Dequeue of nobody\'s number': doc('<Dequeue name="q"/>'),
    'Dequeue of a number without its plus': doc('<Dequeue phoneNumber="999100199" name="q"/>'),
    'text between the elements': doc(`Hello${play}`),
    'XML that is not well formed': doc('<Say>Tom & <b></Say>'),
    'no declaration': '<Response/>',
    'two roots': `${doc('')}<Response/>`,
  };
  for (const [what, xml] of Object.entries(wrong)) t.not(wrongIn(xml), '', what);
});
