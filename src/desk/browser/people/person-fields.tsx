import type { Role } from '../../../store/store.ts';
import type { Me, Person } from '../../wire.ts';
import { words } from '../words.ts';

const ROLES: readonly Role[] = ['advocate', 'coordinator', 'operator', 'auditor'];

interface Props { readonly id: string; readonly me: Me; readonly person: Person; readonly named: boolean; set(person: Person): void }

/** What is set about a colleague: name (once), roles, languages, telephone. */
export function PersonFields({ id, me, person, named, set }: Props) {
  const t = words.colleagues;
  const swap = <T extends string>(list: readonly T[], one: T): T[] => (list.includes(one) ? list.filter((other) => other !== one) : [...list, one]);
  return (
    <>
      {!named && <><label for={`${id}-name`}>{t.name}</label><input id={`${id}-name`} required maxLength={64} autocomplete="off" autocapitalize="none" value={person.name} onInput={(event) => set({ ...person, name: event.currentTarget.value })} /></>}
      <fieldset>
        <legend>{t.rolesAre}</legend>
        {ROLES.map((role) => (
          <label key={role} class="pick"><input type="checkbox" checked={person.roles.includes(role)} onChange={() => set({ ...person, roles: swap(person.roles, role) })} /> <span><b>{t.roles[role]}</b> <span class="quiet">{t.roleHints[role]}</span></span></label>
        ))}
      </fieldset>
      <fieldset>
        <legend>{t.languages}</legend>
        <div class="ticks">{me.languages.map(({ code, name }) => <label key={code} class="tick"><input type="checkbox" checked={person.languages.includes(code)} onChange={() => set({ ...person, languages: swap(person.languages, code) })} /> {name}</label>)}</div>
      </fieldset>
      <label for={`${id}-phone`}>{t.phone}</label>
      <input id={`${id}-phone`} type="tel" maxLength={40} autocomplete="off" aria-describedby={`${id}-phone-hint`} value={person.phone ?? ''} onInput={(event) => { const { value } = event.currentTarget; const { phone: _, ...rest } = person; set(value.trim() === '' ? rest : { ...rest, phone: value }); }} />
      <p id={`${id}-phone-hint`} class="quiet">{t.phoneHint}</p>
    </>
  );
}
