import type { Setting } from './exchange-link.ts';

/** Which network the phone is on, and what that network carries. */
export function NetworkChoice({ code, networks, onChosen }: { code: string; networks: Setting['networks']; onChosen: (code: string) => void }) {
  const countries = [...new Set(networks.map(({ country }) => country))].sort((a, b) => Number(a === NOWHERE) - Number(b === NOWHERE));
  const now = networks.find((one) => one.code === code);
  return <div class="network">
    <label>Network
      <select value={code} onChange={(event) => onChosen(event.currentTarget.value)}>
        {countries.map((country) => <optgroup key={country} label={country}>
          {networks.filter((one) => one.country === country).map((one) => <option key={one.code} value={one.code}>{one.name} ({one.code})</option>)}
        </optgroup>)}
      </select>
    </label>
    {now && <p class="limits">{limitsOf(now)}</p>}
  </div>;
}

const NOWHERE = 'No country';

/** One sentence, for whoever chooses. */
export const limitsOf = ({ screen, answer, idle, session, pages }: Setting['networks'][number]): string =>
  `A screen holds ${screen.gsm} Latin letters or ${screen.ucs2} of other scripts, an answer ${answer}. A screen waits ${idle} s, a session lasts ${session} s.`
  + (pages ? ' Longer screens are cut into pages; 98 and 00 turn them and never reach the line.' : ' Longer screens are cut off.');
