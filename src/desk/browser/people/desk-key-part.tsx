import { useState } from 'preact/hooks';
import type { DeskKeys, Me } from '../../wire.ts';
import { NotDone, type Api } from '../api.ts';
import { nameOf } from '../frame/bar.tsx';
import { words } from '../words.ts';
import { makeEpoch, makeRecovery } from './hand-out.ts';
import type { Keys } from './keys.ts';
import { Sheet } from './sheet.tsx';
import { useDoing } from './use-doing.ts';

interface Props { readonly known: DeskKeys; readonly isOperator: boolean; readonly api: Api; readonly me: Me; readonly keys: Keys; told(sentence: string): void }

/** The desk key in use, and the recovery sheet. */
export function DeskKeyPart({ known, isOperator, api, me, keys, told }: Props) {
  const { doing, why, run } = useDoing();
  const [stop, setStop] = useState<string>();
  const [sheet, setSheet] = useState<Awaited<ReturnType<typeof makeRecovery>>>();
  const t = words.colleagues;
  const renew = (): void => void run(async () => {
    setStop(undefined);
    const made = await makeEpoch(keys, known);
    if (made === undefined) throw new NotDone('keysChanged');
    if ('strangers' in made) return setStop(t.strangers(made.strangers.map((one) => nameOf(one.name)).join(', ')));
    await api.nextKey(made.epoch);
    keys.take(made.epoch.epoch, made.pair);
    told(t.monthMade);
  });
  const keep = (): void => void run(async () => {
    if (sheet === undefined) return;
    await api.newRecovery(sheet.recovery);
    sheet.key.fill(0);
    setSheet(undefined);
    told(t.recoveryMade);
  });
  return (
    <>
      <section>
        <h2>{t.month}</h2>
        <p>{t.monthIs(known.current?.epoch ?? '–')}</p>
        {(stop !== undefined || why !== undefined) && <p class="wrong" role="alert">{stop ?? (why && words.why[why])}</p>}
        {isOperator && <button class="start" disabled={doing} onClick={renew}>{t.monthNew}</button>}
      </section>
      {isOperator && (
        <section>
          <h2>{t.recovery}</h2>
          <p>{known.recovery === null ? t.recoveryNone : t.recoveryIs}</p>
          {sheet === undefined
            ? <button class="start" disabled={doing} onClick={() => void run(async () => setSheet(await makeRecovery(keys)))}>{t.recoveryNew}</button>
            : <><Sheet sheetKey={sheet.key} organisation={me.organisation} doing={doing} done={keep} /><button class="start" onClick={() => setSheet(undefined)}>{t.cancel}</button></>}
        </section>
      )}
    </>
  );
}
