import { useState } from 'preact/hooks';
import { whyOf, type Trouble } from '../api.ts';

/** Something that takes a moment: not begun twice, and what went wrong is said. `run` resolves to whether it was done. */
export function useDoing(): { doing: boolean; why: Trouble | undefined; run(what: () => Promise<void>): Promise<boolean>; say(why: Trouble | undefined): void } {
  const [doing, setDoing] = useState(false);
  const [why, setWhy] = useState<Trouble>();
  const run = async (what: () => Promise<void>): Promise<boolean> => {
    if (doing) return false;
    setDoing(true);
    setWhy(undefined);
    try {
      await what();
      return true;
    } catch (error) {
      setWhy(whyOf(error));
      return false;
    } finally {
      setDoing(false);
    }
  };
  return { doing, why, run, say: setWhy };
}
