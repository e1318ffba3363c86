/** Browsers let a page sound only after the first click or key; signing in is one. */
let context: AudioContext | undefined;

export function allowSound(): void {
  context ??= new AudioContext();
  void context.resume();
}

/** Two short rising tones, under half a second, not loud: it must wake an advocate and startle nobody. */
export function soundAlarm(): void {
  if (context === undefined || context.state !== 'running') return;
  const start = context.currentTime;
  for (const [nth, hertz] of [660, 880].entries()) {
    const tone = new OscillatorNode(context, { type: 'sine', frequency: hertz });
    const volume = new GainNode(context, { gain: 0 });
    const at = start + nth * 0.2;
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(0.25, at + 0.02);
    volume.gain.linearRampToValueAtTime(0, at + 0.18);
    tone.connect(volume).connect(context.destination);
    tone.start(at);
    tone.stop(at + 0.2);
  }
}
