import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { XMLParser, XMLValidator } from 'fast-xml-parser';

const schema = JSON.parse(readFileSync(new URL('./africastalking-voice.schema.json', import.meta.url), 'utf8')) as object;
const holds = new Ajv({ strict: true, strictRequired: false, strictTypes: false }).compile(schema);

const parser = new XMLParser({
  preserveOrder: true, ignoreAttributes: false, attributeNamePrefix: '', trimValues: false, parseTagValue: false, parseAttributeValue: false, ignoreDeclaration: true,
});

type Element = Readonly<Record<string, unknown>>;
const tagOf = (element: Element): string => Object.keys(element).find((name) => name !== ':@') ?? '';

/** Why Africa's Talking could not carry out this document; empty when it can. */
export function wrongIn(xml: string): string {
  if (!xml.startsWith('<?xml version="1.0" encoding="UTF-8"?>')) return 'no XML declaration at the first byte';
  const formed = XMLValidator.validate(xml);
  if (formed !== true) return formed.err.msg;
  const roots = parser.parse(xml) as Element[];
  const elements = roots.filter((root) => tagOf(root) !== '#text');
  const [root] = elements;
  if (elements.length !== 1 || root === undefined || Object.keys(root).join() !== 'Response') return 'not one plain <Response>';
  const actions = root['Response'] as Element[];
  if (holds({ order: actions.map(tagOf).join(' '), actions })) return '';
  return (holds.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`).join('; ');
}
