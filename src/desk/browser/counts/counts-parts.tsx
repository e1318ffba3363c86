import { words } from '../words.ts';

/** A figure as it may be shown: where small groups are hidden, what is not there and what is few look the same. */
export const figure = (n: number, least: number): string => (n === 0 && least > 1 ? words.counts.under(least) : n.toLocaleString(words.locale));

interface Choices { readonly label: string; readonly value: string; readonly among: readonly (readonly [value: string, label: string])[]; choose(value: string): void }

export function Choice({ label, value, among, choose }: Choices) {
  return (
    <label class="choice">
      <span>{label}</span>
      <select value={value} onChange={(event) => choose(event.currentTarget.value)}>
        {among.map(([one, name]) => <option key={one} value={one}>{name}</option>)}
      </select>
    </label>
  );
}
