import { useEffect, useState } from 'preact/hooks';
import type { Half, Me, SignedIn } from '../../wire.ts';
import type { Api } from '../api.ts';
import { words } from '../words.ts';
import { asSignedIn, SetFactor, ShowFactor } from './factor.tsx';
import { Join } from './join.tsx';
import { Keys } from './keys.ts';
import { Recover } from './recover.tsx';
import { SetUp } from './set-up.tsx';
import { SignIn } from './sign-in.tsx';

/** Somebody whose passphrase was right or was just set; the key it makes waits here for what the server still holds back. */
export interface Comer { readonly wrappingKey: Uint8Array; readonly answer: Half | SignedIn }

interface Props { readonly api: Api; readonly me: Me; readonly said: string | undefined; done(me: Me, keys: Keys): void }

/** Every way in: sign-in, invitation, recovery sheet, and the very first one; then the second factor. */
export function Door({ api, me, said, done }: Props) {
  const [hash, setHash] = useState(location.hash);
  const [half, setHalf] = useState<{ need: Half; wrappingKey: Uint8Array }>();
  useEffect(() => {
    const moved = (): void => setHash(location.hash);
    addEventListener('hashchange', moved);
    return () => removeEventListener('hashchange', moved);
  }, []);

  const enter = async (signedIn: SignedIn, wrappingKey: Uint8Array): Promise<void> => {
    if (location.hash === '#join' || location.hash === '#recover') history.replaceState(null, '', location.pathname);
    done(signedIn.me, new Keys(wrappingKey, signedIn));
  };
  const came = async ({ wrappingKey, answer }: Comer): Promise<void> => {
    if (answer.need === undefined) await enter(answer, wrappingKey);
    else setHalf({ need: answer, wrappingKey });
  };

  const page = half?.need.need === 'factor' ? <ShowFactor api={api} half={half.need} done={(signedIn) => enter(signedIn, half.wrappingKey)} />
    : half !== undefined ? <SetFactor api={api} lead={words.factor.setLead} done={(signedIn) => enter(asSignedIn(signedIn), half.wrappingKey)} />
      : me.setUp ? <SetUp api={api} me={me} came={came} />
        : hash === '#join' ? <Join api={api} came={came} />
          : hash === '#recover' ? <Recover api={api} came={came} />
            : <SignIn api={api} me={me} said={said} came={came} />;
  return (
    <main class="alone">
      {me.mode === 'demo' && <p class="demo"><strong>{words.demo}.</strong> {words.demoMore}</p>}
      {page}
    </main>
  );
}
