import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import { words } from '../words.ts';

/** Six digits, which a telephone's keyboard and password managers know what to do with. */
export function CodeField({ field, doing }: { field: RefObject<HTMLInputElement | null>; doing: boolean }) {
  useEffect(() => { field.current?.focus(); }, []);
  return (
    <>
      <label for="code">{words.factor.code}</label>
      <input id="code" ref={field} required inputMode="numeric" pattern="\s*\d{6}\s*" maxLength={8} autocomplete="one-time-code" />
      <button class="main" type="submit" disabled={doing}>{doing ? words.signIn.working : words.factor.go}</button>
    </>
  );
}
