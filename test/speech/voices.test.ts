import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { loadEmbedded } from '../../src/speech/engine/embedded.ts';
import { VOICES } from '../../src/speech/voices.ts';
import { readWav } from '../../src/speech/normalise/wav.ts';
import { HAS_FFMPEG, level, loudnessAt48k, loudnessByFfmpeg, mp3Facts } from './meter.ts';
import { say, speechFor } from './speech-harness.ts';

/** Two short sentences in each language: "You have rights. Nobody may keep your passport." or near it. */
const SENTENCES: Record<string, string> = {
  en: 'You have rights. Nobody may keep your passport.', am: 'መብት አለዎት። ማንም ፓስፖርትዎን መያዝ አይችልም።',
  sw: 'Una haki. Hakuna mtu anayeweza kuchukua pasipoti yako.', ar: 'لديك حقوق. لا يجوز لأحد أن يحتفظ بجواز سفرك.',
  fr: 'Vous avez des droits. Personne ne peut garder votre passeport.', ne: 'तपाईंको अधिकार छ। कसैले तपाईंको राहदानी राख्न पाउँदैन।',
  hi: 'आपके अधिकार हैं। कोई आपका पासपोर्ट नहीं रख सकता।', bn: 'আপনার অধিকার আছে। কেউ আপনার পাসপোর্ট রাখতে পারে না।',
  id: 'Anda punya hak. Tidak ada yang boleh menahan paspor Anda.', ur: 'آپ کے حقوق ہیں۔ کوئی آپ کا پاسپورٹ نہیں رکھ سکتا۔',
  pt: 'Você tem direitos. Ninguém pode ficar com o seu passaporte.', ti: 'መሰል ኣለካ። ዝኾነ ሰብ ፓስፖርትካ ክሕዝ ኣይክእልን።',
  om: 'Mirga qabda. Namni paaspoortii kee qabachuu danda\'u hin jiru.', my: 'သင့်မှာ အခွင့်အရေး ရှိတယ်။ ဘယ်သူမှ သင့်နိုင်ငံကူးလက်မှတ် မသိမ်းရ။',
  si: 'ඔබට අයිතිවාසිකම් ඇත. කිසිවෙකුට ඔබේ ගමන් බලපත්‍රය තබා ගත නොහැක.', ta: 'உங்களுக்கு உரிமைகள் உண்டு. யாரும் உங்கள் கடவுச்சீட்டை வைத்திருக்க முடியாது.',
  th: 'คุณมีสิทธิ ไม่มีใครเก็บหนังสือเดินทางของคุณได้', vi: 'Bạn có quyền. Không ai được giữ hộ chiếu của bạn.',
  fa: 'شما حق دارید. هیچ کس نمی تواند گذرنامه شما را نگه دارد.', ms: 'Anda mempunyai hak. Tiada siapa boleh menyimpan pasport anda.',
  es: 'Usted tiene derechos. Nadie puede quedarse con su pasaporte.', tr: 'Haklarınız var. Kimse pasaportunuzu alıkoyamaz.',
};

t.test('a caller of every language in the table hears a clip of the same loudness', async (t) => {
  const { speech, dataDir } = await speechFor(t);
  const files: string[] = [];
  t.same(Object.keys(SENTENCES).sort(), [...VOICES.keys()].sort(), 'every voice has a sentence here');
  for (const language of VOICES.keys()) {
    const path = await speech.pathFor(say(language, SENTENCES[language]!), 30_000);
    t.match(path, new RegExp(`^/audio/${language}/home\\.[0-9a-f]{8}\\.mp3$`));
    const { samples, rate } = readWav((await speech.read(path!.replace('.mp3', '.wav')))!.bytes);
    const seconds = samples.length / rate;
    t.equal(rate, 8_000);
    t.ok(seconds > 2 && seconds < 10, `${language}: ${seconds.toFixed(1)} s`);
    t.ok(level(samples) > -30, `${language} is not silent: ${level(samples).toFixed(1)} dBFS`);
    const lufs = loudnessAt48k(samples);
    t.ok(Math.abs(lufs - -19) < 1, `${language}: ${lufs.toFixed(2)} LUFS`);
    const mp3 = mp3Facts((await speech.read(path!))!.bytes);
    t.match(mp3, { rate: 8_000, channels: 1, kilobits: 32, steady: true });
    t.ok(Math.abs(mp3.frames * 576 / 8_000 - seconds) < 0.4, `${language}: the MP3 is as long as the wave file`);
    files.push(join(dataDir, 'clips', path!.replace('/audio/', '').replace('.mp3', '.wav')));
  }
  t.test('ffmpeg, a meter from outside, hears the same loudness', HAS_FFMPEG ? {} : { skip: 'no ffmpeg on this machine' }, async (t) => {
    for (const file of files) t.ok(Math.abs(loudnessByFfmpeg(file) - -19) < 1, `${loudnessByFfmpeg(file)} LUFS`);
  });
});

t.test('different words sound different, in Amharic too', async (t) => {
  const { speech, dataDir } = await speechFor(t);
  const bytes = async (text: string) => readFile(join(dataDir, 'clips', (await speech.pathFor(say('am', text), 30_000))!.replace('/audio/', '').replace('.mp3', '.wav')));
  t.notOk((await bytes('መብት አለዎት።')).equals(await bytes('ማንም ፓስፖርትዎን መያዝ አይችልም።')));
});

t.test('a language without a voice gets no clip, and never another language\'s voice', async (t) => {
  const { speech, events } = await speechFor(t);
  await speech.pathFor(say('en', 'Hello.'), 30_000);
  for (const language of ['tl', 'rw', 'zz', 'EN', '../en', '']) t.equal(await speech.pathFor(say(language, 'Hello.'), 30_000), undefined, language);
  t.equal(events.filter((event) => event.event === 'error').length, 6);
});

t.test('the engine says that it lacks a voice, instead of speaking on in the one before', async (t) => {
  const speak = await loadEmbedded();
  t.ok(speak('Habari.', { name: 'sw', rate: 140 }).samples.length > 10_000);
  t.throws(() => speak('Kumusta.', { name: 'tl', rate: 140 }), { message: 'no voice' });
});
