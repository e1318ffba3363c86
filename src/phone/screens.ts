import type { Network } from './networks.ts';
import { cut, measure } from './septets.ts';

/** What a network makes of a screen that the line sent. */
export interface Seen {
  /** What the phone shows, one page at a time; one, unless the network cuts pages of its own. */
  readonly pages: readonly string[];
  /** How long it was, and how long it may be. */
  readonly length: string;
  /** What went wrong; empty when it fitted. */
  readonly fault: string;
}

const ON = '98:More';
const BACK = '00:Back';

/** A screen that is too long is cut off, or into pages where the network turns pages by itself. */
export function onNetwork(text: string, network: Pick<Network, 'screen' | 'pages'>): Seen {
  const { unit, length, limit } = measure(text, network.screen);
  const told = `${length}/${limit} ${unit}`;
  if (length <= limit) return { pages: [text], length: told, fault: '' };
  if (!network.pages) return { pages: [cut(text, network.screen)], length: told, fault: `The network cut this screen: ${length} ${unit}, it takes ${limit}.` };
  const pages = paged(text, network.screen);
  return { pages, length: told, fault: `The network cut this screen into ${pages.length} pages: ${length} ${unit}, it takes ${limit}.` };
}

/** The whole screen decides the alphabet, so each page is counted in it. */
function paged(text: string, screen: Network['screen']): string[] {
  const { unit, limit } = measure(text, screen);
  const room = { gsm: limit, ucs2: limit };
  const count = (page: string): number => (unit === 'septets' ? measure(page, room).length : page.length);
  const pages: string[] = [];
  let rest = text;
  while (rest !== '') {
    const turn = pages.length === 0 ? ON : `${ON} ${BACK}`;
    const last = pages.length === 0 ? '' : `\n${BACK}`;
    if (count(rest + last) <= limit) { pages.push(rest + last); break; }
    let page = '';
    for (const sign of rest) {
      if (count(`${page}${sign}\n${turn}`) > limit) break;
      page += sign;
    }
    pages.push(`${page.trimEnd()}\n${turn}`);
    rest = rest.slice(page.length).trimStart();
  }
  return pages;
}
