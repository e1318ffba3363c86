import { useEffect, useRef, useState } from 'preact/hooks';
import type { Shift } from '../../../store/store.ts';
import type { RotaShift, RotaView } from '../../wire.ts';
import type { Api } from '../api.ts';
import { nameOf } from '../frame/bar.tsx';
import { words } from '../words.ts';
import type { Act } from './rota-page.tsx';
import { languageIn, wantedOf } from './say.ts';

interface Props { readonly view: RotaView; readonly colleague: string; readonly shift: RotaShift | undefined; readonly api: Api; readonly act: Act; close(): void }

const AS: readonly Shift['as'][] = ['duty', 'backup', 'coordinator'];
/** 1 January 2024 was a Monday. */
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, name: new Intl.DateTimeFormat(words.locale, { weekday: 'short', timeZone: 'UTC' }).format(Date.UTC(2024, 0, day)) }));

const clockOf = (minutes: number): string => `${String(Math.floor((minutes % 1440) / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));

/** A plain form: everything about one shift, or another one for the same colleague. */
export function ShiftForm({ view, colleague, shift, api, act, close }: Props) {
  const t = words.rota.form;
  const person = view.colleagues.find(({ id }) => id === colleague);
  const [as, setAs] = useState<Shift['as']>(shift?.as ?? 'duty');
  const [days, setDays] = useState<readonly number[]>(shift?.days ?? [1, 2, 3, 4, 5]);
  const [from, setFrom] = useState(clockOf(shift?.from ?? 540));
  const [to, setTo] = useState(clockOf(shift?.to ?? 1020));
  const [allDay, setAllDay] = useState(shift?.from === 0 && shift.to === 1440);
  const [zone, setZone] = useState(shift?.zone ?? view.zone);
  const [languages, setLanguages] = useState<readonly string[] | null>(shift?.languages ?? null);
  const [skills, setSkills] = useState<readonly string[] | null>(shift?.skills ?? null);
  const [wrong, setWrong] = useState('');
  const [saving, setSaving] = useState(false);
  const [removing, setRemoving] = useState(false);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => { dialog.current?.showModal(); }, []);

  const ends = minutesOf(to) === 0 ? 1440 : minutesOf(to);
  const overnight = !allDay && ends < minutesOf(from);

  async function send(change: Parameters<Api['changeShift']>[1], said: string): Promise<void> {
    setSaving(true);
    setWrong('');
    const why = await act(() => api.changeShift(colleague, change), said);
    setSaving(false);
    if (why === undefined) dialog.current?.close();
    else setWrong(words.why[why]);
  }
  const was = shift === undefined ? undefined : wantedOf(shift);
  const save = (event: SubmitEvent): void => {
    event.preventDefault();
    if (saving) return;
    if (days.length === 0) return setWrong(t.pickDays);
    if (languages?.length === 0 || skills?.length === 0) return setWrong(t.pickSome);
    const hours = allDay ? { from: 0, to: 1440 } : { from: minutesOf(from), to: ends };
    if (hours.from === hours.to || Number.isNaN(hours.from + hours.to)) return setWrong(words.why.rotaTimes);
    void send({ add: { as, days, ...hours, zone, languages, skills }, remove: was }, words.rota.saved);
  };

  return (
    <dialog ref={dialog} class="shift-form" aria-labelledby="shift-heading" onClose={close}>
      <form onSubmit={save} aria-busy={saving} noValidate>
        <h2 id="shift-heading">{shift === undefined ? t.add : t.change}: {nameOf(person?.name ?? '')}</h2>
        <fieldset>
          <legend>{t.as}</legend>
          {AS.map((one) => <label key={one} class="pick"><input type="radio" name="as" checked={as === one} onChange={() => setAs(one)} /><span><b>{words.rota.as[one]}</b> <span class="quiet">{words.rota.asHint[one]}</span></span></label>)}
        </fieldset>
        <fieldset class="weekdays">
          <legend>{t.days}</legend>
          {WEEKDAYS.map(({ day, name }) => <Tick key={day} label={name} on={days.includes(day)} set={(on) => setDays(on ? [...days, day].sort() : days.filter((one) => one !== day))} />)}
        </fieldset>
        <div class="shift-hours">
          <Tick label={t.allDay} on={allDay} set={setAllDay} />
          {!allDay && <label class="choice"><span>{t.from}</span><input type="time" required value={from} onInput={(event) => setFrom(event.currentTarget.value)} /></label>}
          {!allDay && <label class="choice"><span>{t.to}</span><input type="time" required value={to} aria-describedby="ends-hint" onInput={(event) => setTo(event.currentTarget.value)} /></label>}
          <label class="choice"><span>{t.zone}</span><select value={zone} onChange={(event) => setZone(event.currentTarget.value)}>{view.zones.map((one) => <option key={one} value={one}>{one}</option>)}</select></label>
        </div>
        <p id="ends-hint" class="quiet">{overnight ? t.overnight : t.untilMidnight}</p>
        <Narrowed legend={t.languages} name="languages" among={[...new Set([...view.languages.map(({ code }) => code), ...(languages ?? [])])]} label={(code) => languageIn(view, code)} chosen={languages} theirs={person?.languages ?? []} choose={setLanguages} />
        <Narrowed legend={t.skills} name="skills" among={view.skills} label={(skill) => words.skills[skill] ?? skill} chosen={skills} theirs={person?.skills ?? []} choose={setSkills} />
        <p class="quiet">{t.every}</p>
        {wrong !== '' && <p class="wrong" role="alert">{wrong}</p>}
        <p class="buttons">
          <button class="main" type="submit" disabled={saving}>{t.save}</button>
          <button type="button" onClick={() => dialog.current?.close()}>{t.cancel}</button>
          {was !== undefined && <button type="button" class="plain" disabled={saving} onClick={() => (removing ? void send({ remove: was }, words.rota.saved) : setRemoving(true))}>{removing ? t.reallyRemove : t.remove}</button>}
        </p>
      </form>
    </dialog>
  );
}

interface Ticked { readonly label: string; readonly on: boolean; set(on: boolean): void }
const Tick = ({ label, on, set }: Ticked) => <label class="pick"><input type="checkbox" checked={on} onChange={(event) => set(event.currentTarget.checked)} /><span>{label}</span></label>;

interface NarrowedProps { readonly legend: string; readonly name: string; readonly among: readonly string[]; label(one: string): string; readonly chosen: readonly string[] | null; readonly theirs: readonly string[]; choose(chosen: readonly string[] | null): void }

/** All of theirs, or some: what is chosen first is what they have. */
function Narrowed({ legend, name, among, label, chosen, theirs, choose }: NarrowedProps) {
  const t = words.rota.form;
  return (
    <fieldset class="narrowed">
      <legend>{legend}</legend>
      <label class="pick"><input type="radio" name={name} checked={chosen === null} onChange={() => choose(null)} /><span>{t.all} <span class="quiet">{theirs.map(label).join(', ')}</span></span></label>
      <label class="pick"><input type="radio" name={name} checked={chosen !== null} onChange={() => choose(theirs.filter((one) => among.includes(one)))} /><span>{t.some}</span></label>
      {chosen !== null && <div class="some">{among.map((one) => <Tick key={one} label={label(one)} on={chosen.includes(one)} set={(on) => choose(on ? [...chosen, one] : chosen.filter((other) => other !== one))} />)}</div>}
    </fieldset>
  );
}
