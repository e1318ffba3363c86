// GSM 03.38, in index order; written out here because the carrier shares nothing with the line.
const BASIC = '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const EXTENDED = '\f^{}\\[~]|€';

export interface Length { readonly unit: 'septets' | 'UCS-2 units'; readonly length: number; readonly limit: number }

/** Room of one screen: in septets where all of it is GSM-7, else in UCS-2 units. */
export interface Limits { readonly gsm: number; readonly ucs2: number }

/** What no GSM network can go beyond. */
const CEILING: Limits = { gsm: 182, ucs2: 80 };

/** How a network counts a screen: septets when every character is GSM-7 (two for the extended ones), else UCS-2 units. */
export function measure(text: string, limits: Limits = CEILING): Length {
  let septets = 0;
  for (const character of text) {
    if (BASIC.includes(character)) septets += 1;
    else if (EXTENDED.includes(character)) septets += 2;
    else return { unit: 'UCS-2 units', length: text.length, limit: limits.ucs2 };
  }
  return { unit: 'septets', length: septets, limit: limits.gsm };
}

/** What is left of a text where a network cuts it off. */
export function cut(text: string, limits: Limits = CEILING): string {
  const characters = [...text];
  while (characters.length > 0) {
    // the whole text decides the alphabet, so a text that was UCS-2 is still counted so while it is cut
    const { unit, limit } = measure(text, limits);
    const rest = characters.join('');
    const length = unit === 'septets' ? measure(rest).length : rest.length;
    if (length <= limit) break;
    characters.length = Math.max(0, characters.length - Math.max(1, Math.ceil((length - limit) / 2)));
  }
  return characters.join('');
}

/** How many texts a long text becomes on its way. */
export function parts(text: string): number {
  const { unit, length } = measure(text);
  const [single, each] = unit === 'septets' ? [160, 153] : [70, 67];
  return length <= single ? 1 : Math.ceil(length / each);
}
