import { useEffect, useState } from 'preact/hooks';
import type { Colleague, DeskKeys } from '../../wire.ts';
import { NotDone, type Api } from '../api.ts';
import { nameOf } from '../frame/bar.tsx';
import { words } from '../words.ts';
import { makeEpoch, vouching, wordsOf } from './hand-out.ts';
import type { Keys } from './keys.ts';
import { useDoing } from './use-doing.ts';

export type Act = 'hand' | 'again' | 'device' | 'remove';

interface Props {
  readonly act: Act; readonly one: Colleague; readonly name: string; readonly known: DeskKeys; readonly api: Api; readonly keys: Keys;
  invited(code: string, until: number): void; done(sentence?: string): void;
}

/** Something grave about a colleague, said plainly before it is done. */
export function CardAct({ act, one, name, known, api, keys, invited, done }: Props) {
  const { doing, why, run } = useDoing();
  const [theirs, setTheirs] = useState('');
  const [heard, setHeard] = useState(false);
  const [stop, setStop] = useState<string>();
  const t = words.colleagues;
  useEffect(() => { if (act === 'hand' && one.publicKey !== null) void wordsOf(one.publicKey).then(setTheirs); }, []);

  const ACTS: Record<Act, () => Promise<void>> = {
    async hand() {
      const given = known.current === null ? undefined : vouching(keys, known.current.epoch, one);
      if (given === undefined) throw new NotDone('keysChanged');
      await api.vouch(one.id, given);
      done(t.handed(name));
    },
    async again() {
      const { code, until } = await api.inviteAgain(one.id);
      invited(code, until);
    },
    async device() {
      await api.dropFactorsOf(one.id);
      done(t.reset(name));
    },
    async remove() {
      const made = await makeEpoch(keys, known, one.id);
      if (made === undefined) throw new NotDone('keysChanged');
      if ('strangers' in made) return setStop(t.strangers(made.strangers.map((each) => nameOf(each.name)).join(', ')));
      await api.remove(one.id, made.epoch);
      keys.take(made.epoch.epoch, made.pair);
      done(t.removed(name));
    },
  };
  const lead = { hand: t.handLead, again: t.againLead, device: t.deviceLead, remove: t.removeLead }[act](name);
  return (
    <div class="act" role="group" aria-label={lead}>
      <p>{lead}</p>
      {act === 'hand' && <><p><code class="code">{theirs}</code></p><label class="tick"><input type="checkbox" checked={heard} onChange={(event) => setHeard(event.currentTarget.checked)} /> {t.handYes}</label></>}
      {(stop !== undefined || why !== undefined) && <p class="wrong" role="alert">{stop ?? (why && words.why[why])}</p>}
      <div class="buttons">
        <button class={act === 'remove' ? 'main grave' : 'main'} disabled={doing || (act === 'hand' && !heard)} onClick={() => void run(ACTS[act])}>{act === 'hand' ? t.handGo : t.sure}</button>
        <button onClick={() => done()}>{t.cancel}</button>
      </div>
    </div>
  );
}
