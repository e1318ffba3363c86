import { initialTransition, transition, type SnapshotFrom } from 'xstate';
import { type Effect, toEffects } from '../../machines/effects.ts';
import type { Context, DialogueEvent } from '../../machines/events.ts';
import { helpline } from '../../machines/helpline.ts';
import type { Screen } from '../../machines/words.ts';

/** A state of the dialogue with its context, held once however many callers stand there. */
export interface Node {
  readonly screen: Screen;
  readonly context: Context;
  /** Rendered forms of this very node, by channel, page and notice. */
  readonly parts: Map<string, unknown>;
}

/** `still` when the event meant nothing here: the very same snapshot came back. */
export interface Edge { readonly node: Node; readonly effects: readonly Effect[]; readonly still: boolean }

/**
 * The dialogue as a table that fills itself. A pure transition costs more than a bare hop, and distinct turns are few: so
 * equal snapshots are held once, and each `transition(node, event)` is computed once. The statechart stays the only source.
 * Bounded: past `most` nodes everything is forgotten; sessions under way keep their own node.
 */
export interface Automaton {
  begin(): Edge;
  next(node: Node, event: DialogueEvent): Edge;
  /** Runs `make` once for this node and name. */
  part<T>(node: Node, name: string, make: () => T): T;
}

type Snapshot = SnapshotFrom<typeof helpline>;
interface Held extends Node { readonly snapshot: Snapshot; readonly edges: Map<string, Edge> }

export function openAutomaton({ remember = true, most = 20_000 } = {}): Automaton {
  const nodes = new Map<string, Held>();
  let parts = 0;
  let first: Edge | undefined;

  const hold = (snapshot: Snapshot): Held => {
    const key = `${String(snapshot.value)}${JSON.stringify(snapshot.context)}`;
    const known = nodes.get(key);
    if (known) return known;
    const held: Held = { screen: snapshot.value as Screen, context: snapshot.context, snapshot, edges: new Map(), parts: new Map() };
    if (!remember) return held;
    if (nodes.size >= most || parts >= most * 4) { nodes.clear(); parts = 0; first = undefined; }
    nodes.set(key, held);
    return held;
  };

  const edge = ([snapshot, actions]: readonly [Snapshot, readonly { type: string; params?: unknown }[]], before?: Snapshot): Edge =>
    ({ node: hold(snapshot), effects: toEffects(actions), still: snapshot === before });

  return {
    begin: () => (remember ? (first ??= edge(initialTransition(helpline))) : edge(initialTransition(helpline))),
    next(node, event) {
      const held = node as Held;
      if (!remember) return edge(transition(helpline, held.snapshot, event), held.snapshot);
      const key = keyOf(event);
      const known = held.edges.get(key);
      if (known) return known;
      const made = edge(transition(helpline, held.snapshot, event), held.snapshot);
      held.edges.set(key, made);
      return made;
    },
    part(node, name, make) {
      if (!remember) return make();
      const known = node.parts.get(name);
      if (known !== undefined) return known as ReturnType<typeof make>;
      const made = make();
      node.parts.set(name, made);
      parts += 1;
      return made;
    },
  };
}

function keyOf(event: DialogueEvent): string {
  if ('option' in event) return `${event.type} ${event.option}`;
  if ('from' in event) return `${event.type} ${event.from}`;
  return 'words' in event && event.words ? `${event.type}${nameOf(event.words)}` : event.type;
}

/** Most answers are the same few objects again. */
const names = new WeakMap<object, string>();
function nameOf(words: object): string {
  let name = names.get(words);
  if (name === undefined) names.set(words, name = JSON.stringify(words));
  return name;
}
