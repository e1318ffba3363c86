import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { post, readSetting, type Setting, type Snapshot } from './exchange-link.ts';
import { FeaturePhone } from './feature-phone.tsx';
import { openEar } from './sound.ts';

const CALLER = '+999700000001';
const ADVOCATE = '+999700000002';

interface Wanted { readonly number: string; readonly name: string }

/** `?number=+9997…&name=…`, once for each phone. An unescaped plus arrives as a blank. */
function wantedPhones(search: string): Wanted[] {
  const asked = new URLSearchParams(search);
  const names = asked.getAll('name');
  const numbers = asked.getAll('number').map((one) => `+${one.replace(/\D/g, '')}`);
  return (numbers.length > 0 ? numbers.slice(0, 4) : [CALLER])
    .map((number, n) => ({ number, name: names[n] ?? (number === ADVOCATE ? 'Advocate' : number === CALLER ? 'Caller' : '') }));
}

const wanted = wantedPhones(location.search);
const link = (...phones: [string, string][]): string => `?${phones.map(([number, name]) => `number=${encodeURIComponent(number)}&name=${name}`).join('&')}`;

function Page() {
  const [setting, setSetting] = useState<Setting>();
  const [phones, setPhones] = useState<Snapshot[]>([]);
  const [trouble, setTrouble] = useState('');
  useEffect(() => {
    const switchOn = async (): Promise<void> => {
      setSetting(await readSetting());
      const on: Snapshot[] = [];
      for (const one of wanted) on.push(await post<Snapshot>('/phones', one));
      setPhones(on);
    };
    switchOn().catch((error: Error) => setTrouble(`The phone could not be switched on: ${error.message} Check the address and load the page again.`));
  }, []);
  return <>
    <nav class="which" aria-label="Phones">
      <a href={link([CALLER, 'Caller'])}>Caller's phone</a>
      <a href={link([ADVOCATE, 'Advocate'])} class="advocate">Advocate's phone</a>
      <a href={link([CALLER, 'Caller'], [ADVOCATE, 'Advocate'])}>Both</a>
    </nav>
    {trouble !== '' && <p class="fault" role="alert">{trouble}</p>}
    {trouble === '' && phones.length === 0 && <p class="loading" role="status">Switching the phone on…</p>}
    <div class="row">{setting && phones.map((phone) => <FeaturePhone key={phone.id} first={phone} setting={setting} />)}</div>
  </>;
}

for (const event of ['pointerdown', 'keydown'] as const) addEventListener(event, openEar, { passive: true });
const place = document.getElementById('phones')!;
place.replaceChildren();
render(<Page />, place);
if (wanted.length === 1) document.title = `${wanted[0]!.name || wanted[0]!.number} · phone · Hakiline demo`;
