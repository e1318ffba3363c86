import type { Me, Signed, Snapshot } from '../../wire.ts';
import type { Link } from '../queue/live.ts';
import type { Room } from '../rooms.ts';
import { words } from '../words.ts';

interface Props {
  readonly me: Me; readonly advocate: Signed; readonly onDuty: boolean; readonly colleagues: Snapshot['onDuty']; readonly link: Link; readonly muted: boolean;
  readonly rooms: readonly Room[];
  /** The room that is entered; undefined in the queue. */
  readonly entered: Room | undefined;
  enter(name: string | undefined): void; mute(): void; switchDuty(): void; showList(): void; leave(): void;
}

export const nameOf = (name: string): string => words.names[name] ?? name;

/** Who I am, whether callers are promised me, how the page is connected. */
export function Bar({ me, advocate, onDuty, colleagues, link, muted, rooms, entered, enter, mute, switchDuty, showList, leave }: Props) {
  const t = words.bar;
  const calls = advocate.roles.some((role) => role === 'advocate' || role === 'coordinator');
  const names = colleagues.map(({ id, name }) => (id === advocate.id ? `${nameOf(name)} (${words.you})` : nameOf(name)));
  return (
    <header class="bar">
      {me.mode === 'demo' && <p class="demo"><strong>{words.demo}.</strong> {words.demoMore}</p>}
      <div class="row">
        <p class="brand"><strong>{words.product}</strong> <span>{me.organisation}</span></p>
        {calls && <button class="switch" role="switch" aria-checked={onDuty} aria-label={t.onDuty} aria-describedby="duty-hint" title={t.dutyHint} onClick={switchDuty}>
          <span class="knob" aria-hidden="true" />{onDuty ? t.onDuty : t.offDuty}
        </button>}
        <span id="duty-hint" class="unseen">{t.dutyHint}</span>
        <p class="who">{nameOf(advocate.name)}</p>
        <span class="spring" />
        {calls && <p class={`link ${link}`} role="status">{words.link[link]}</p>}
        {calls && <button class="plain" onClick={mute}>{muted ? t.muted : t.sound}</button>}
        <button class="plain keys" onClick={showList}>{t.keys}</button>
        <button class="plain" onClick={leave}>{t.lock}</button>
      </div>
      <nav class="rooms" aria-label={words.pages}>
        {[...(calls ? [undefined] : []), ...rooms].map((room) => (
          <a key={room?.name ?? ''} href={`#${room?.name ?? ''}`} aria-current={room === entered ? 'page' : undefined} onClick={(event) => { event.preventDefault(); enter(room?.name); }}>{room === undefined ? words.queue : (words.rooms[room.name] ?? room.name)}</a>
        ))}
      </nav>
      <p class={calls && colleagues.length === 0 ? 'duty none' : 'duty'}>
        {calls && <span>{colleagues.length === 0 ? t.nobody : t.colleagues(names.join(', '))}</span>}
        <span>{words.hotline} {me.hotline}</span>
      </p>
    </header>
  );
}
