import { useEffect, useState } from 'preact/hooks';
import type { AuditSeen } from '../../wire.ts';
import { whyOf, type Api, type Trouble } from '../api.ts';

/** What is asked for: an event's word and an id, or '' for all; `before` where the last page ended. */
interface Asked { readonly what: string; readonly who: string; readonly before?: number | undefined }

/** Entries that were read so far; `choose` begins anew with another filter, `older` reads on, `again` begins anew. */
export function useAudit(api: Api, ended: () => void): {
  asked: Asked; seen: AuditSeen | undefined; why: Trouble | undefined; busy: boolean;
  choose(filter: Partial<Pick<Asked, 'what' | 'who'>>): void; older(): void; again(): void;
} {
  const [asked, ask] = useState<Asked>({ what: '', who: '' });
  const [seen, setSeen] = useState<AuditSeen>();
  const [why, setWhy] = useState<Trouble>();
  const [busy, setBusy] = useState(true);

  useEffect(() => {
    let old = false;
    setBusy(true);
    setWhy(undefined);
    const { before, what, who } = asked;
    api.audit({ ...(before !== undefined && { before: String(before) }), ...(what !== '' && { what }), ...(who !== '' && { who }) }).then((came) => {
      if (old) return;
      setSeen((was) => (before === undefined || was === undefined ? came : { ...came, entries: [...was.entries, ...came.entries] }));
      setBusy(false);
    }, (error: unknown) => {
      if (old) return;
      setBusy(false);
      if (whyOf(error) === 'signedOut') ended();
      else setWhy(whyOf(error));
    });
    return () => { old = true; };
  }, [asked]);

  return {
    asked, seen, why, busy,
    choose: (filter) => ask({ ...asked, ...filter, before: undefined }),
    older: () => { if (!busy && seen?.next != null) ask({ ...asked, before: seen.next }); },
    again: () => ask({ ...asked, before: undefined }),
  };
}
