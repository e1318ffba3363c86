import { useEffect, useState } from 'preact/hooks';
import type { Me } from '../wire.ts';
import { Api, whyOf, type Trouble } from './api.ts';
import type { Keys } from './people/keys.ts';
import { Door } from './people/door.tsx';
import { words } from './words.ts';
import { Workplace } from './workplace.tsx';

const api = new Api();
type Left = 'locked' | 'left' | 'ended';

/** The whole page: sign-in, or the workplace for as long as the keys are in memory. */
export function Desk() {
  const [me, setMe] = useState<Me>();
  const [keys, setKeys] = useState<Keys>();
  const [why, setWhy] = useState<Trouble>();
  const [left, setLeft] = useState<Left>();

  const ask = (): void => {
    setWhy(undefined);
    api.me().then(setMe, (error: unknown) => setWhy(whyOf(error)));
  };
  useEffect(ask, []);

  const leave = (how: Left): void => {
    keys?.wipe();
    setKeys(undefined);
    setLeft(how);
    const told = how === 'ended' ? Promise.resolve() : api.signOut();
    void told.catch(() => undefined).then(ask);
  };

  if (why !== undefined) {
    return (
      <main class="alone">
        <p role="alert">{words.why[why]}</p>
        <button class="main" onClick={ask}>{words.again}</button>
      </main>
    );
  }
  if (me === undefined) return <main class="alone"><p role="status">{words.loading}</p></main>;
  if (keys === undefined || me.advocate === null) {
    return <Door api={api} me={me} said={left && words.signIn[left]} done={(signedIn, opened) => { setMe(signedIn); setKeys(opened); setLeft(undefined); }} />;
  }
  return <Workplace api={api} me={me} advocate={me.advocate} keys={keys} leave={leave} />;
}
