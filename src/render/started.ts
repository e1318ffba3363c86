import type { Context } from '../../machines/events.ts';
import type { Words } from './words.ts';

/**
 * The text that tells a reference. Nobody asked for it at that moment, and it stays on the phone: so it says nothing a caller
 * could be asked about. Undefined, and not sent, where a wording holds one of its language's `started.avoid` words.
 */
export function startedText(words: Words, { language, script }: Pick<Context, 'language' | 'script'>, reference: string): string | undefined {
  const text = words.written.text(words.form(language, script), 'started.reference', { ref: `${reference.slice(0, 4)} ${reference.slice(4)}` });
  return isNeutral(text, words.raw(language, 'started.avoid') ?? '') ? text : undefined;
}

export function isNeutral(text: string, avoid: string): boolean {
  const avoided = new Set(avoid.toLowerCase().split(/\s+/).filter(Boolean));
  return !(text.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? []).some((word) => avoided.has(word));
}
