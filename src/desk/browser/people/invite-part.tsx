import { useState } from 'preact/hooks';
import type { Me, Person } from '../../wire.ts';
import type { Api } from '../api.ts';
import { dayAt, HERE } from '../frame/times.ts';
import { words } from '../words.ts';
import { PersonFields } from './person-fields.tsx';
import { useDoing } from './use-doing.ts';

const NOBODY: Person = { name: '', roles: ['advocate'], languages: [], skills: [] };

interface Made { readonly name: string; readonly code: string; readonly until: number }

/** The words of an invitation, shown once. */
export function Invitation({ made, done }: { made: Made; done(): void }) {
  const t = words.colleagues;
  return (
    <section class="card invitation" role="status">
      <p>{t.inviteMade(made.name)}</p>
      <p><code class="code">{made.code}</code></p>
      <p class="quiet">{t.inviteUntil(dayAt(made.until, HERE))}</p>
      <button class="main" onClick={done}>{t.done}</button>
    </section>
  );
}

/** Invites a colleague, who then makes their own keys. */
export function InvitePart({ api, me, told }: { api: Api; me: Me; told(sentence: string): void }) {
  const { doing, why, run } = useDoing();
  const [person, setPerson] = useState<Person>();
  const [made, setMade] = useState<Made>();
  const t = words.colleagues;
  if (made !== undefined) return <Invitation made={made} done={() => { setMade(undefined); told(''); }} />;
  if (person === undefined) return <button class="main start" onClick={() => setPerson(NOBODY)}>{t.invite}</button>;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    void run(async () => {
      const { code, until } = await api.invite(person);
      setMade({ name: person.name, code, until });
      setPerson(undefined);
    });
  };
  return (
    <form class="card" onSubmit={submit} aria-busy={doing}>
      <h2>{t.invite}</h2>
      {why !== undefined && <p class="wrong" role="alert">{words.why[why]}</p>}
      <PersonFields id="invite" me={me} person={person} named={false} set={setPerson} />
      <div class="buttons"><button class="main" type="submit" disabled={doing || person.roles.length === 0}>{t.go}</button><button type="button" onClick={() => setPerson(undefined)}>{t.cancel}</button></div>
    </form>
  );
}
