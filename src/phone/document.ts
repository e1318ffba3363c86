import { XMLParser, XMLValidator } from 'fast-xml-parser';

export type Prompt = { tag: 'Say'; text: string; voice: string; playBeep: boolean } | { tag: 'Play'; url: string };

/** What an answer tells the carrier to do, with the documented defaults filled in. Times in seconds. */
export type Action = Prompt
  | { tag: 'GetDigits'; timeout: number; numDigits?: number | undefined; finishOnKey?: string | undefined; callbackUrl?: string | undefined; prompt?: Prompt | undefined }
  | { tag: 'Record'; terminal: boolean; timeout: number; maxLength?: number | undefined; finishOnKey?: string | undefined; playBeep: boolean; callbackUrl?: string | undefined; prompt?: Prompt | undefined }
  | { tag: 'Dial'; phoneNumbers: string[]; sequential: boolean; callerId?: string | undefined; ringBackTone?: string | undefined; maxDuration?: number | undefined }
  | { tag: 'Enqueue'; name: string; holdMusic?: string | undefined }
  | { tag: 'Dequeue'; phoneNumber: string; name: string }
  | { tag: 'Redirect'; url: string }
  | { tag: 'Reject' };

/** The document cannot be carried out. The message is what the phone shows. */
export class Malformed extends Error { override name = 'Malformed'; }

const ATTRIBUTES: Record<Action['tag'], readonly string[]> = {
  Say: ['voice', 'playBeep'], Play: ['url'],
  GetDigits: ['timeout', 'finishOnKey', 'numDigits', 'callbackUrl'],
  Record: ['finishOnKey', 'maxLength', 'timeout', 'trimSilence', 'playBeep', 'callbackUrl'],
  Dial: ['phoneNumbers', 'record', 'sequential', 'callerId', 'ringBackTone', 'ringbackTone', 'maxDuration'],
  Enqueue: ['holdMusic', 'name'], Dequeue: ['phoneNumber', 'name'], Redirect: [], Reject: [],
};

interface Element { tag: string; attributes: Record<string, string>; children: Element[]; text: string }

const parser = new XMLParser({
  preserveOrder: true, ignoreAttributes: false, attributeNamePrefix: '', trimValues: false, parseTagValue: false,
  parseAttributeValue: false, ignoreDeclaration: true, ignorePiTags: true, processEntities: false,
});

/** Reads a voice document. Throws Malformed for XML that is not well formed and for anything AT does not document. */
export function readDocument(xml: string): Action[] {
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(xml)) throw new Malformed('the XML holds a control character');
  if (/&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[\da-fA-F]{1,6});)/.test(xml)) throw new Malformed('the XML holds an unescaped &');
  if (/<!DOCTYPE|<!ENTITY/i.test(xml)) throw new Malformed('the XML has a document type');
  const valid = XMLValidator.validate(xml);
  if (valid !== true) throw new Malformed(`the XML is not well formed: ${valid.err.msg}`);
  const roots = elements(parser.parse(xml));
  const root = roots[0];
  if (roots.length !== 1 || root?.tag !== 'Response') throw new Malformed('the document is not one <Response>');
  if (root.text.trim() !== '') throw new Malformed('there is text between the elements');
  const actions = root.children.map(readAction);
  if (actions.length > 1 && actions.some((one) => one.tag === 'Reject')) throw new Malformed('<Reject/> must be the only element');
  return actions;
}

function elements(nodes: unknown): Element[] {
  return (nodes as Record<string, unknown>[]).flatMap((node) => {
    const tag = Object.keys(node).find((key) => key !== ':@' && key !== '#text');
    if (tag === undefined) return [];
    const inner = node[tag] as Record<string, unknown>[];
    const own = inner.map((child) => '#text' in child ? decode(String(child['#text'])) : '').join('');
    const attributes = Object.entries((node[':@'] ?? {}) as Record<string, string>).map(([name, value]) => [name, decode(value)]);
    return [{ tag, attributes: Object.fromEntries(attributes) as Record<string, string>, children: elements(inner), text: own }];
  });
}

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The five entities of XML and character references; the parser's own decoding leaves some references as they are. */
const decode = (text: string): string => text.replace(/&(?:(\w+)|#(\d+)|#x([\da-fA-F]+));/g, (whole, name?: string, decimal?: string, hex?: string) => {
  const point = decimal ? Number(decimal) : hex ? parseInt(hex, 16) : undefined;
  return point === undefined ? NAMED[name ?? ''] ?? whole : point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd';
});

/** All words of a Say, also those inside its SSML. */
const words = (element: Element): string => element.children.length === 0 ? element.text
  : [element.text, ...element.children.map(words)].join(' ');

function readAction(element: Element): Action {
  const { tag, attributes } = element;
  if (!Object.hasOwn(ATTRIBUTES, tag)) throw new Malformed(`<${tag}> is not an element of Africa's Talking`);
  const known = ATTRIBUTES[tag as Action['tag']];
  for (const name of Object.keys(attributes)) if (!known.includes(name)) throw new Malformed(`<${tag}> has no attribute ${name}`);
  const need = (name: string): string => attributes[name] ?? fail(`<${tag}> needs ${name}`);
  const count = (name: string): number | undefined => attributes[name] === undefined ? undefined
    : /^\d{1,6}$/.test(attributes[name]) ? Number(attributes[name]) : fail(`${name} of <${tag}> is not a number`);
  const flag = (name: string): boolean => attributes[name] === undefined ? false
    : /^(true|false)$/.test(attributes[name]) ? attributes[name] === 'true' : fail(`${name} of <${tag}> is neither true nor false`);
  const key = (): string | undefined => attributes['finishOnKey'] === undefined ? undefined
    : /^[\d*#]$/.test(attributes['finishOnKey']) ? attributes['finishOnKey'] : fail('finishOnKey is not one key');
  const link = (name: string): string | undefined => attributes[name] === undefined ? undefined : address(attributes[name]);
  if (tag !== 'Say' && tag !== 'GetDigits' && tag !== 'Record' && element.children.length > 0) fail(`<${tag}> holds elements`);
  if (tag !== 'Say' && tag !== 'Redirect' && element.text.trim() !== '') fail(`<${tag}> holds text`);
  switch (tag as Action['tag']) {
    case 'Say': return { tag: 'Say', text: words(element).trim(), voice: attributes['voice'] ?? 'woman', playBeep: flag('playBeep') };
    case 'Play': return { tag: 'Play', url: address(need('url')) };
    case 'GetDigits': {
      const numDigits = count('numDigits');
      if (numDigits === 0) fail('numDigits is 0');
      return { tag: 'GetDigits', timeout: count('timeout') ?? 30, numDigits, finishOnKey: key(), callbackUrl: link('callbackUrl'), prompt: readPrompt(element) };
    }
    case 'Record': return {
      tag: 'Record', terminal: Object.keys(attributes).length === 0 && element.children.length === 0, timeout: count('timeout') ?? 3600,
      maxLength: count('maxLength'), finishOnKey: key(), playBeep: flag('playBeep'), callbackUrl: link('callbackUrl'), prompt: readPrompt(element),
    };
    case 'Dial': {
      flag('record');
      const phoneNumbers = need('phoneNumbers').split(',').map((one) => one.trim()).filter((one) => one !== '');
      if (phoneNumbers.length === 0) fail('<Dial> has no number');
      return {
        tag: 'Dial', phoneNumbers, sequential: flag('sequential'), callerId: attributes['callerId'],
        ringBackTone: link('ringBackTone') ?? link('ringbackTone'), maxDuration: count('maxDuration'),
      };
    }
    case 'Enqueue': return { tag: 'Enqueue', name: attributes['name'] ?? '', holdMusic: link('holdMusic') };
    case 'Dequeue': return { tag: 'Dequeue', phoneNumber: need('phoneNumber'), name: attributes['name'] ?? '' };
    case 'Redirect': return { tag: 'Redirect', url: address(element.text.trim()) };
    case 'Reject': return { tag: 'Reject' };
  }
}

function readPrompt(element: Element): Prompt | undefined {
  if (element.children.length === 0) return undefined;
  const [only, ...more] = element.children.map(readAction);
  if (more.length > 0 || (only?.tag !== 'Say' && only?.tag !== 'Play')) return fail(`<${element.tag}> holds more than one Say or Play`);
  return only;
}

function address(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) return fail('an address is not a full http(s) address');
  return text;
}

function fail(why: string): never { throw new Malformed(why); }
