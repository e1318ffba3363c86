import { useState } from 'preact/hooks';
import { post, type Misbehaviour, type Setting, type Snapshot } from './exchange-link.ts';

const CHOICES: readonly (readonly [keyof Misbehaviour, string, readonly (readonly [string, string])[]])[] = [
  ['duplicate', 'Every request twice', [['off', 'no'], ['concurrent', 'at the same moment'], ['later', 'a second later']]],
  ['loseReply', 'Lose the line\'s answers', [['off', 'no'], ['lost', 'for good'], ['retried', 'then ask again']]],
  ['events', 'Events and reports come', [['on time', 'on time'], ['late', 'late'], ['twice', 'twice'], ['missing', 'never']]],
  ['caller', 'In calls the line sees', [['shown', 'the number'], ['hidden', 'no number'], ['sip', 'a SIP address']]],
  ['apiSilence', 'Answers to the line\'s API', [['0', 'at once'], ['8', 'after 8 s'], ['never', 'never']]],
];

const FLAGS: readonly (readonly [keyof Misbehaviour, string])[] = [
  ['noInput', 'Keys in calls are not heard'], ['dropQuery', 'Query of callback addresses is dropped'],
  ['invalidSenderId', 'Texts are refused (InvalidSenderId, status 201)'], ['instructionFirst', 'Instructions before the answer to /call'],
  ['noPlus', 'Numbers without their plus'], ['recordingInactive', 'Recordings come with isActive=0'],
];

/** What the network does wrong, for this phone or for all. */
export function Switches({ phone, setting, onRefused }: { phone: Snapshot; setting: Setting; onRefused: (words: string) => void }) {
  const [all, setAll] = useState(setting.misbehaviour);
  const [everyone, setEveryone] = useState(false);
  const now: Misbehaviour = everyone ? all : { ...all, ...phone.misbehaviour };
  const set = (name: keyof Misbehaviour, value: unknown): void => {
    const change = { [name]: value };
    const sent = everyone ? post<Misbehaviour>('/misbehaviour', change).then(setAll) : post(`/phones/${phone.id}/misbehaviour`, change);
    sent.catch((error: Error) => onRefused(error.message));
  };
  const on = [...CHOICES.map(([name, , options]) => String(now[name]) !== options[0]![0]), ...FLAGS.map(([name]) => now[name] === true)].filter(Boolean).length;
  return <details class="switches">
    <summary>Misbehave{on > 0 ? ` (${on} on)` : ''}</summary>
    <label><span>Applies to</span>
      <select value={everyone ? 'all' : 'one'} onChange={(event) => setEveryone(event.currentTarget.value === 'all')}>
        <option value="one">this phone</option><option value="all">all phones</option>
      </select></label>
    {CHOICES.map(([name, label, options]) => <label key={name}><span>{label}</span>
      <select value={String(now[name])} data-switch={name} onChange={(event) => {
        const { value } = event.currentTarget;
        set(name, /^\d+$/.test(value) ? Number(value) : value);
      }}>{options.map(([value, words]) => <option key={value} value={value}>{words}</option>)}</select></label>)}
    {FLAGS.map(([name, label]) => <label key={name} class="flag">
      <input type="checkbox" checked={now[name] === true} data-switch={name} onChange={(event) => set(name, event.currentTarget.checked)} /><span>{label}</span></label>)}
  </details>;
}
