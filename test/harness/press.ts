import type { Caller } from './caller.ts';

/** Opens a session and presses keys one by one. What came last. */
export async function press(phone: Pick<Caller, 'begin' | 'press'>, ...keys: string[]): Promise<string> {
  let said = await phone.begin();
  for (const key of keys) said = await phone.press(key);
  return said;
}
