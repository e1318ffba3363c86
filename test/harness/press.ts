import type { Caller } from './caller.ts';

/** Opens a session and presses keys one by one. What came last. */
export async function press(phone: Pick<Caller, 'begin' | 'press'>, ...keys: string[]): Promise<string> {
  const began = await phone.begin();
  return keys.length === 0 ? began : goOn(phone, ...keys);
}

/** Presses keys one by one in a session under way. What came last. */
export async function goOn(phone: Pick<Caller, 'press'>, ...keys: string[]): Promise<string> {
  let said = '';
  for (const key of keys) said = await phone.press(key);
  return said;
}
