import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { words } from '../words.ts';

const MOVES: Readonly<Record<string, 1 | -1>> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

/** Single keys, everywhere but where somebody types or picks one of several. Up and down walk the queue. */
export function useShortcuts(on: boolean, acts: Readonly<Record<string, () => void>>, queue: RefObject<HTMLElement | null>): void {
  const latest = useRef(acts);
  latest.current = acts;
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      // Escape too: a half-written note must not be lost by one key.
      const typing = event.target instanceof HTMLElement && event.target.matches('input, textarea, select, dialog, dialog *');
      if (typing || (!on && event.key !== 'Escape')) return;
      // Arrows scroll the page, except in the queue.
      const inQueue = queue.current?.contains(document.activeElement) ?? false;
      const move = event.key.startsWith('Arrow') && !inQueue ? undefined : MOVES[event.key];
      const act = move === undefined ? latest.current[event.key] : () => walk(queue.current, move);
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [on]);
}

function walk(queue: HTMLElement | null, by: 1 | -1): void {
  const entries = [...queue?.querySelectorAll<HTMLElement>('button.entry') ?? []];
  const at = entries.findIndex((entry) => entry === document.activeElement);
  entries[at === -1 ? 0 : Math.min(entries.length - 1, Math.max(0, at + by))]?.focus();
}

export function ShortcutList({ letters, setLetters, close }: { letters: boolean; setLetters(on: boolean): void; close(): void }) {
  const t = words.shortcuts;
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => { dialog.current?.showModal(); }, []);
  return (
    <dialog ref={dialog} aria-labelledby="shortcuts-heading" onClose={close}>
      <h2 id="shortcuts-heading">{t.heading}</h2>
      <table><tbody>{t.list.map(([key, does]) => <tr key={key}><th scope="row"><kbd>{key}</kbd></th><td>{does}</td></tr>)}</tbody></table>
      <p class="quiet">{t.note}</p>
      <label class="tick"><input type="checkbox" checked={letters} onChange={(event) => setLetters(event.currentTarget.checked)} /> {t.letters}</label>
      <button class="main" onClick={() => dialog.current?.close()}>{t.close}</button>
    </dialog>
  );
}
