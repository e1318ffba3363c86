/** The two alphabets of the telephone network: GSM 03.38 with its extension (3GPP TS 23.038, 6.2.1), and UCS-2. */
const BASIC = '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const EXTENDED = '\f^{}\\[~]|€';

const SEPTETS = new Map<string, number>([...[...BASIC].map((c) => [c, 1] as const), ...[...EXTENDED].map((c) => [c, 2] as const)]);

export type Alphabet = 'gsm7' | 'ucs2';

/** How much room a text takes: septets, or UTF-16 units as soon as one sign is outside GSM-7. */
export function measure(text: string): { alphabet: Alphabet; units: number } {
  let septets = 0;
  for (const sign of text) {
    const cost = SEPTETS.get(sign);
    if (cost === undefined) return { alphabet: 'ucs2', units: text.length };
    septets += cost;
  }
  return { alphabet: 'gsm7', units: septets };
}

/** Room of one screen or text in each alphabet. */
export interface Limit { readonly gsm7: number; readonly ucs2: number }

export const fits = (text: string, limit: Limit): boolean => {
  const { alphabet, units } = measure(text);
  return units <= limit[alphabet];
};

/** Vowel signs help a voice to read Arabic right; a reader does without them, and each would take the room of a letter. */
const VOWEL_SIGNS = /[\u0640\u064B-\u0652\u0670]/g;
const IN_LATIN = /^[\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]*$/u;
const JOINED: Readonly<Record<string, string>> = { œ: 'oe', Œ: 'OE', '’': "'", '‘': "'", '“': '"', '”': '"', '–': '-', '—': '-', '…': '...', '\u00a0': ' ' };

/**
 * Words as a screen shows them. An accent that GSM-7 lacks (ç, ê) would cost more than half the screen, so it goes; those it
 * has (é, è, à) stay. Nothing else is changed, and no other script.
 */
export function asWritten(text: string): string {
  const bare = text.replace(VOWEL_SIGNS, '');
  if (measure(bare).alphabet === 'gsm7' || !IN_LATIN.test(bare)) return bare;
  return [...bare.normalize('NFC')].map((sign) => (SEPTETS.has(sign) ? sign : (JOINED[sign] ?? sign.normalize('NFD').replace(/\p{M}/gu, '')))).join('');
}
