import { createMp3Encoder } from 'wasm-media-encoders';
import t from 'tap';
import { Clips, mp3Seconds, silentMp3, wavSeconds } from '../../src/phone/clip.ts';
import { fakeLine, toneWav } from './fake-line.ts';

t.test('a clip\'s length is read from the clip itself, whatever MPEG version it has', async (t) => {
  const encoder = await createMp3Encoder();
  for (const [sampleRate, bitrate] of [[8000, 16], [16000, 32], [22050, 64], [44100, 128]] as const) {
    encoder.configure({ sampleRate, channels: 1, bitrate });
    const samples = Float32Array.from({ length: sampleRate * 3 }, (_, n) => Math.sin(n / sampleRate * 2 * Math.PI * 440) * 0.5);
    const mp3 = Buffer.concat([Buffer.from(encoder.encode([samples])), Buffer.from(encoder.finalize())]);
    const seconds = mp3Seconds(mp3)!;
    t.ok(Math.abs(seconds - 3) < 0.3, `${sampleRate} Hz: ${seconds} s`);
  }
  t.equal(wavSeconds(toneWav(1.5)), 1.5);
  t.ok(Math.abs(mp3Seconds(silentMp3(2))! - 2) < 0.08);
  t.equal(mp3Seconds(Buffer.from('nothing')), undefined);
  t.equal(wavSeconds(toneWav(1).subarray(0, 20)), undefined);
});

t.test('clips are fetched once as long as their cache headers allow', async (t) => {
  const line = await fakeLine(t);
  let now = 0;
  const clips = new Clips(() => now);
  line.serve('/kept.wav', toneWav(1), 'audio/wav', { 'cache-control': 'public, max-age=60, immutable' });
  line.serve('/new.wav', toneWav(1), 'audio/wav', { 'cache-control': 'no-store' });
  for (const at of [0, 59_000, 61_000]) { now = at; await clips.fetch(`${line.origin}/kept.wav`); await clips.fetch(`${line.origin}/new.wav`); }
  t.strictSame(line.fetched.sort(), ['/kept.wav', '/kept.wav', '/new.wav', '/new.wav', '/new.wav']);
  t.match(await clips.fetch('http://127.0.0.1:9/x.wav'), { silent: 'cannot be fetched' });
  clips.close();
  t.match(await clips.fetch(`${line.origin}/new.wav`), { silent: 'cannot be fetched' });
});
