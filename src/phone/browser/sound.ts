import { base, type Sound } from './exchange-link.ts';

/** How loud something was: 0 is silence, 1 full scale. */
interface Level { peak: number; rms: number }

declare global {
  interface Window {
    /** For tests: what sounds now, and the loudest moment of everything that sounded. */
    hakilinePhone: { level: Level; heard: (Level & { n: number; kind: string; what: string })[] };
  }
}

window.hakilinePhone = { level: { peak: 0, rms: 0 }, heard: [] };

const HEARD_KEPT = 100;
/** Seconds until the analyser no longer holds the end of the sound before. */
const SETTLE = 0.08;
let context: AudioContext | undefined;
let analyser: AnalyserNode;
let samples: Float32Array<ArrayBuffer>;

/** Browsers let a page sound only after a key or a click: called from each. */
export function openEar(): void {
  if (!context) {
    context = new AudioContext();
    analyser = context.createAnalyser();
    analyser.fftSize = 2048;
    samples = new Float32Array(analyser.fftSize);
    analyser.connect(context.destination);
    setInterval(listen, 40);
  }
  void context.resume();
}

function listen(): void {
  analyser.getFloatTimeDomainData(samples);
  let peak = 0;
  let sum = 0;
  for (const sample of samples) { peak = Math.max(peak, Math.abs(sample)); sum += sample * sample; }
  const level = { peak, rms: Math.sqrt(sum / samples.length) };
  window.hakilinePhone.level = level;
  for (const ear of ears) ear.heard(level);
}

const ears = new Set<Ear>();

/** What one phone's loudspeaker plays. A new sound ends the one before it. */
export class Ear {
  #phone = '';
  #stop = (): void => {};
  #stopRinging = (): void => {};
  #now: (Level & { n: number; kind: string; what: string }) | undefined;
  #since = Infinity;
  onLevel: (level: Level) => void = () => {};

  constructor(phone: string) { this.#phone = phone; ears.add(this); }
  close(): void { this.hush(); this.ring(false); ears.delete(this); }

  heard(level: Level): void {
    if (this.#now && context!.currentTime - this.#since > SETTLE) { this.#now.peak = Math.max(this.#now.peak, level.peak); this.#now.rms = Math.max(this.#now.rms, level.rms); }
    this.onLevel(this.#now ? level : { peak: 0, rms: 0 });
  }

  hush(): void { this.#stop(); this.#stop = () => {}; this.#now = undefined; this.#since = Infinity; }

  async play(sound: Sound): Promise<void> {
    openEar();
    this.hush();
    const now = { n: sound.n, kind: sound.kind, what: sound.what, peak: 0, rms: 0 };
    this.#now = now;
    window.hakilinePhone.heard = [...window.hakilinePhone.heard, now].slice(-HEARD_KEPT);
    if (sound.kind === 'clip' || sound.kind === 'music') {
      const answer = await fetch(`${base}/phones/${this.#phone}/clips/${sound.n}`);
      if (!answer.ok) return;
      const buffer = await context!.decodeAudioData(await answer.arrayBuffer());
      if (this.#now !== now) return;
      this.#stop = start(buffer, sound.kind === 'music');
    } else if (sound.kind === 'beep') this.#stop = tones([[1000, 0, 0.3]]);
    else this.#stop = speak(sound);
    this.#since = context!.currentTime;
  }

  /** The ringing of an incoming call. */
  ring(on: boolean): void {
    this.#stopRinging();
    this.#stopRinging = () => {};
    if (!on || context?.state !== 'running') return;
    const once = (): void => { stop = tones([[440, 0, 0.4], [480, 0, 0.4], [440, 0.6, 0.4], [480, 0.6, 0.4]], 0.08); };
    let stop = (): void => {};
    once();
    const timer = setInterval(once, 3000);
    this.#stopRinging = () => { clearInterval(timer); stop(); };
  }
}

function start(buffer: AudioBuffer, loop: boolean): () => void {
  const source = context!.createBufferSource();
  source.buffer = buffer;
  source.loop = loop;
  source.connect(analyser);
  source.start();
  return () => { try { source.stop(); } catch { /* it had ended */ } source.disconnect(); };
}

/** Plays tones of [hertz, start, seconds]. */
function tones(score: readonly (readonly [number, number, number])[], loudness = 0.2): () => void {
  const gain = context!.createGain();
  gain.gain.value = loudness;
  gain.connect(analyser);
  const playing = score.map(([hertz, at, seconds]) => {
    const tone = context!.createOscillator();
    tone.frequency.value = hertz;
    tone.connect(gain);
    tone.start(context!.currentTime + at);
    tone.stop(context!.currentTime + at + seconds);
    return tone;
  });
  return () => { for (const tone of playing) tone.disconnect(); gain.disconnect(); };
}

/** The carrier's English voice, or somebody on the other phone: the browser's voice where it has one, else a murmur. */
function speak(sound: Sound): () => void {
  const voice = window.speechSynthesis?.getVoices().find((one) => one.lang.startsWith('en'));
  if (voice && sound.kind === 'voice') {
    const words = new SpeechSynthesisUtterance(sound.what);
    words.voice = voice;
    window.speechSynthesis.speak(words);
    return () => window.speechSynthesis.cancel();
  }
  const syllables = Math.min(200, Math.max(2, Math.round(sound.seconds / 0.18)));
  const pitch = sound.kind === 'voice' ? 180 : 260;
  return tones(Array.from({ length: syllables }, (_, n) => [pitch + (n * 37) % 60, n * 0.18, 0.12] as const), 0.12);
}
