import { readFileSync } from 'node:fs';

/** Raw request bodies as the gateway posts them, kept in test/wire/ with `{places}` for what changes. */
export function form(name: string, fields: Readonly<Record<string, string>> = {}): string {
  const raw = readFileSync(new URL(`../wire/africastalking/${name}.form`, import.meta.url), 'utf8').trim();
  return raw.replace(/\{(\w+)\}/g, (_, place: string) => escapeField(fields[place] ?? USUAL[place] ?? ''));
}

/** What most callers dial. */
const USUAL: Readonly<Record<string, string>> = { code: '*384*7#', to: '+999100100' };

const escapeField = (value: string): string => encodeURIComponent(value).replace(/\*/g, '%2A').replace(/%20/g, '+');

export async function post(url: string, body: string, type = 'application/x-www-form-urlencoded; charset=UTF-8'): Promise<{ status: number; text: string; type: string }> {
  const response = await fetch(url, { method: 'POST', body, headers: { 'content-type': type, 'user-agent': 'at-ussd-api/1.0' } });
  return { status: response.status, text: await response.text(), type: response.headers.get('content-type') ?? '' };
}
