/**
 * How long a line takes in each language at the line's pace, in seconds a letter: the medians over all its clips of 25
 * letters or more. Clips of that length stay within 0.7 and 1.2 of them, in all six languages.
 */
export const PACE: Readonly<Record<string, number>> = { en: 0.092, sw: 0.122, am: 0.188, ar: 0.168, fr: 0.074, ne: 0.109 };

const DIGIT = 0.3; // s; up to twice that where it is a word of its own in a longer number
const SPELLED = 0.25; // s for a letter of a name in capitals
const STOP = 0.35; // s that a voice may pause at each
const LONGEST = 75; // s: nobody listens longer

export const lettersIn = (text: string): number => [...text].filter((sign) => /\p{L}|\p{M}/u.test(sign) && !/[\u064B-\u0652\u0670]/.test(sign)).length;

/** Whether a clip of so many seconds, its own silence included, can be this text: not cut, not spelled out, not in a voice that cannot read it. */
export function isPlausible(text: string, language: string, seconds: number): boolean {
  const { low, high } = boundsOf(text, language);
  const spoken = seconds - 0.21;
  return spoken >= low && spoken <= high;
}

export function boundsOf(text: string, language: string): { low: number; high: number } {
  const pace = PACE[language];
  if (pace === undefined) throw new Error(`no pace for ${language}: take the median seconds a letter of its clips`);
  const names = text.match(/\b[A-Z]{2,}\b/g)?.join('').length ?? 0;
  const digits = text.match(/\d/g)?.length ?? 0;
  const stops = text.trim().match(/[.!?:;।።፤፦؟](?=.)/gu)?.length ?? 0;
  const expected = pace * (lettersIn(text) - names) + SPELLED * names + DIGIT * digits;
  return { low: Math.max(0.1, 0.75 * expected - 0.3), high: Math.min(LONGEST, 1.2 * expected + 0.5 + STOP * stops + DIGIT * digits) };
}
