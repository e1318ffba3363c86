import { useEffect, useState } from 'preact/hooks';
import type { Choices, Wanted } from '../../wire.ts';
import type { Api } from '../api.ts';
import { words } from '../words.ts';
import { filterBy, FILTERS, type FilterName } from './wanted.ts';

interface Props { readonly api: Api; readonly wanted: Wanted; readonly shown: boolean; show(shown: boolean): void; want(wanted: Wanted): void; fail(error: unknown): void }
type Option = readonly [value: string, name: string];

/** What the queue shows only; each that is set can be lifted by itself. Kept in this page's memory, and nowhere else. */
export function Filters({ api, wanted, shown, show, want, fail }: Props) {
  const [choices, setChoices] = useState<Choices>();
  const t = words.filters;
  useEffect(() => { if (shown) api.choices().then(setChoices, fail); }, [shown]);

  const named = (list: Choices['languages'] = []): Option[] => list.map(({ code, name }) => [code, name]);
  const options: Record<FilterName, readonly Option[]> = {
    language: [['mine', t.mineSpoken], ...named(choices?.languages)],
    kind: (['urgent', 'now', 'callback'] as const).map((kind) => [kind, words.kind[kind] ?? kind]),
    subject: (choices?.subjects ?? []).map((subject) => [subject, words.form.subject[subject] ?? subject]),
    country: named(choices?.countries),
    whose: Object.entries(t.whoseNames),
  };
  const nameOf = (name: FilterName, value: string): string => options[name].find(([one]) => one === value)?.[1] ?? value;
  const set = FILTERS.flatMap((name) => (wanted[name] === undefined ? [] : [[name, wanted[name]] as const]));

  return (
    <div class="filters">
      <button id="filters" class="plain" aria-expanded={shown} aria-controls="filter-panel" onClick={() => show(!shown)}>{t.show}</button>
      {set.map(([name, value]) => (
        <button key={name} class="chip" aria-label={t.remove(nameOf(name, value))} onClick={() => { want(filterBy(wanted, name, '')); document.getElementById('filters')?.focus(); }}>{nameOf(name, value)} <span aria-hidden="true">×</span></button>
      ))}
      <div id="filter-panel" class="panel" role="group" aria-label={t.heading} hidden={!shown}>
        {FILTERS.map((name) => (
          <label key={name} class="choice">{t[name]}
            <select value={wanted[name] ?? ''} onChange={(event) => want(filterBy(wanted, name, event.currentTarget.value))}>
              <option value="">{t.all}</option>
              {options[name].map(([value, label]) => <option key={value} value={value}>{label}</option>)}
            </select>
          </label>
        ))}
        <p class="quiet">{t.alarms}</p>
      </div>
    </div>
  );
}
