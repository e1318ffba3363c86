import { useState } from 'preact/hooks';
import type { Colleague, DeskKeys, Me, Person } from '../../wire.ts';
import type { Api } from '../api.ts';
import { nameOf } from '../frame/bar.tsx';
import { dayAt, HERE } from '../frame/times.ts';
import { words } from '../words.ts';
import { CardAct, type Act } from './card-act.tsx';
import { Invitation } from './invite-part.tsx';
import type { Keys } from './keys.ts';
import { PersonFields } from './person-fields.tsx';
import { useDoing } from './use-doing.ts';

interface Props {
  readonly one: Colleague; readonly known: DeskKeys; readonly mine: boolean; readonly isOperator: boolean;
  readonly api: Api; readonly me: Me; readonly keys: Keys; told(sentence: string): void;
}

const needsKeys = ({ roles }: Colleague): boolean => roles.some((role) => role !== 'auditor');

/** One colleague: what they may do, whether they hold the keys, and what can be done about it. */
export function ColleagueCard({ one, known, mine, isOperator, api, me, keys, told }: Props) {
  const { doing, why, run } = useDoing();
  const [act, setAct] = useState<Act>();
  const [person, setPerson] = useState<Person>();
  const [made, setMade] = useState<{ name: string; code: string; until: number }>();
  const t = words.colleagues;
  const name = nameOf(one.name);
  const languages = one.languages.map((code) => me.languages.find((each) => each.code === code)?.name ?? code);
  const joined = one.publicKey !== null;
  const waits = joined && needsKeys(one) && one.vouch === null && !mine;
  const over = one.invitedUntil !== null && one.invitedUntil < known.now;

  if (made !== undefined) return <Invitation made={made} done={() => { setMade(undefined); told(''); }} />;
  const save = (event: SubmitEvent): void => {
    event.preventDefault();
    if (person === undefined) return;
    void run(async () => { await api.changePerson(one.id, person); setPerson(undefined); told(t.saved); });
  };
  return (
    <article class="card" aria-labelledby={`name-${one.id}`}>
      <h2 id={`name-${one.id}`}>{name}{mine && ` (${words.you})`}</h2>
      <p>{one.roles.map((role) => t.roles[role]).join(', ')}{languages.length > 0 && ` · ${languages.join(', ')}`}</p>
      <p class="quiet">
        {!joined ? (one.invitedUntil === null || over ? t.invitationOver : t.invited(dayAt(one.invitedUntil, HERE))) : !needsKeys(one) ? t.noKeys : waits ? t.waits : t.holds}
        {joined && !one.hasPhone && one.roles.some((role) => role === 'advocate' || role === 'coordinator') && ` · ${t.noPhone}`}
        {joined && !one.codes && one.passkeys === 0 && ` · ${t.noFactor}`}
      </p>
      {why !== undefined && <p class="wrong" role="alert">{words.why[why]}</p>}
      {person !== undefined && (
        <form onSubmit={save} aria-busy={doing}>
          <PersonFields id={one.id} me={me} person={person} named set={setPerson} />
          {one.hasPhone && <label class="tick"><input type="checkbox" checked={person.phone === null} onChange={(event) => { const { phone: _, ...rest } = person; setPerson(event.currentTarget.checked ? { ...rest, phone: null } : rest); }} /> {t.phoneNone}</label>}
          <div class="buttons"><button class="main" type="submit" disabled={doing || person.roles.length === 0}>{t.save}</button><button type="button" onClick={() => setPerson(undefined)}>{t.cancel}</button></div>
        </form>
      )}
      {act !== undefined && <CardAct act={act} one={one} name={name} known={known} api={api} keys={keys} invited={(code, until) => { setAct(undefined); setMade({ name, code, until }); }} done={(sentence) => { setAct(undefined); if (sentence !== undefined) told(sentence); }} />}
      {act === undefined && person === undefined && (
        <div class="buttons">
          {waits && <button class="main" onClick={() => setAct('hand')}>{t.hand}</button>}
          {isOperator && <button onClick={() => setPerson({ name: one.name, roles: one.roles, languages: one.languages, skills: one.skills })}>{t.change}</button>}
          {isOperator && !mine && <button onClick={() => setAct('again')}>{t.again}</button>}
          {isOperator && !mine && joined && <button onClick={() => setAct('device')}>{t.device}</button>}
          {isOperator && !mine && <button class="grave" onClick={() => setAct('remove')}>{t.remove}</button>}
        </div>
      )}
    </article>
  );
}
