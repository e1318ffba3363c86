import type { Voice } from '../voices.ts';
import type { Sound } from '../normalise/wav.ts';

/** Part of every synthetic clip's hash: change it with the engine's version. */
export const ENGINE = 'espeak-ng 0.3.5';

/** Speaks a text. Throws Error('no voice') and Error('silent'). */
export type Speak = (text: string, voice: Voice) => Sound;

/** Loads the embedded engine: some 100 ms and 90 MB, so only ever in the child process. */
export async function loadEmbedded(): Promise<Speak> {
  const { default: load } = await import('@echogarden/espeak-ng-emscripten');
  const worker = new (await load()).eSpeakNGWorker();
  return (text, voice) => {
    if (worker.set_voice(voice.name) !== 0) throw new Error('no voice');
    worker.set_rate(voice.rate);
    const chunks: Int16Array[] = [];
    worker.synthesize(text, (samples) => { if (samples && samples.length > 0) chunks.push(samples); });
    const samples = new Float32Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
    let at = 0;
    for (const chunk of chunks) for (const sample of chunk) samples[at++] = sample / 0x8000;
    if (samples.length === 0) throw new Error('silent');
    return { rate: worker.get_samplerate(), samples };
  };
}
