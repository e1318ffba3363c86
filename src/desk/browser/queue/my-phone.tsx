import type { LiveCall } from '../../wire.ts';
import { words } from '../words.ts';

/** Where a call stands, in words: said differently to the advocate whose phone it is. */
export const stateWords = (state: string, mine = false): string =>
  (mine ? words.call.mine[state] : undefined) ?? words.call.states[state] ?? words.call.states['unknown'] ?? '';

/** What an advocate has to do with the phone in their hand: a queued leg can be neither spoken to nor ended by the line. */
export function MyPhone({ calls, me, open }: { calls: readonly LiveCall[]; me: string; open(id: string): void }) {
  const call = calls.find(({ advocate, state }) => advocate === me && state in words.call.mine);
  return (
    <div class={call === undefined ? 'unseen' : `strip phone ${call.state}`} role="status">
      {call !== undefined && (
        <>
          <strong>{stateWords(call.state, true)}</strong>
          <span>{words.kind[call.kind] ?? call.kind} · {call.languageName} · {call.countryName}</span>
          {call.request !== null && <button onClick={() => call.request !== null && open(call.request)}>{words.alarm.open}</button>}
        </>
      )}
    </div>
  );
}
