import { useState } from 'preact/hooks';
import type { Snapshot } from './exchange-link.ts';

/** The inbox, and a text to the line. */
export function Texts({ inbox, to, onSend }: { inbox: Snapshot['inbox']; to: string; onSend: (text: string) => void }) {
  const [words, setWords] = useState('');
  const [sent, setSent] = useState('');
  return <div class="texts">
    <form onSubmit={(event) => {
      event.preventDefault();
      if (words.trim() === '') return;
      onSend(words);
      setSent(words);
      setWords('');
    }}>
      <label>Text to <bdi dir="ltr">{to}</bdi>
        <textarea rows={2} value={words} maxLength={1600} dir="auto" onInput={(event) => setWords(event.currentTarget.value)} /></label>
      <button type="submit">Send text</button>
    </form>
    <div class="inbox" role="log" aria-live="polite">
      {inbox.length === 0 && <p>{sent === '' ? 'No texts yet.' : 'Sent. The answer comes here.'}</p>}
      {[...inbox].reverse().map((one) => <article key={one.id}>
        <header>From <bdi dir="ltr">{one.from}</bdi> · {new Date(one.at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })}</header>
        <p dir="auto">{one.text}</p>
      </article>)}
    </div>
  </div>;
}
