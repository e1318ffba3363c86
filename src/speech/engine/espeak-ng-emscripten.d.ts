declare module '@echogarden/espeak-ng-emscripten' {
  interface Worker {
    /** 0 = found. On anything else the engine keeps speaking in the voice before. */
    set_voice(name: string): number;
    set_rate(wordsPerMinute: number): void;
    get_samplerate(): number;
    /** Calls back with 16-bit chunks, synchronously. */
    synthesize(text: string, chunk: (samples: Int16Array | undefined, events: unknown) => void): number;
  }
  export default function load(): Promise<{ eSpeakNGWorker: new () => Worker }>;
}
