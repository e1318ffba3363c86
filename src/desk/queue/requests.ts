import type { FastifyInstance } from 'fastify';
import type { Clock } from '../../clock.ts';
import type { Sealing } from '../../sealing/sealing.ts';
import type { Calls } from '../../effects/calls/calls.ts';
import { isUnderWay } from '../../effects/calls/switchboard.ts';
import type { Hex, Outcome, RequestRow, Store } from '../../store/store.ts';
import { advocateOf, CALLING } from '../web/access.ts';
import { fromBase64, toBase64 } from '../base64.ts';
import { Refusal } from '../web/refusal.ts';
import type { Names } from '../names.ts';
import { answerKept, NOTE, noteOf, PARAMS, REVISION, type ById, type SentNote } from './notes.ts';
import { toRow } from './snapshot.ts';
import type { Opened, Rang, Signed } from '../wire.ts';

/** Has the line place the call: the advocate's phone first, the caller's after the advocate accepted by key. */
export type Begin = Pick<Calls, 'begin'>;

interface RequestRoutes { readonly store: Store; readonly sealing: Sealing; readonly clock: Clock; readonly calls: Begin; readonly names: Names }

const CALL_BODY = { type: 'object', properties: { inner: { type: 'string', pattern: '^[A-Za-z0-9+/]+={0,2}$', maxLength: 400 } } } as const;
const OUTCOME_BODY = { type: 'object', required: ['outcome', 'revision'], properties: { outcome: { enum: ['reached', 'notReached', 'wrongPerson', 'closed'] }, revision: REVISION, note: NOTE } } as const;
const NOTE_BODY = { type: 'object', required: ['revision', 'note'], properties: { revision: REVISION, note: NOTE } } as const;

/** Open a request, call its caller, note what came of it. No answer ever holds a number. */
export function serveRequests(app: FastifyInstance, { store, sealing, clock, calls, names }: RequestRoutes): void {
  const beginning = new Set<Hex>();

  app.get<ById>('/requests/:id/rings', { config: { allow: CALLING, quiet: true }, schema: { params: PARAMS } }, async (request): Promise<{ rings: Rang[] }> => ({
    rings: (await store.rings.of(request.params.id)).map(({ at, as, ended, name }) => ({ at, as, ended, name })),
  }));

  app.post<ById>('/requests/:id/open', { config: { allow: CALLING }, schema: { params: PARAMS } }, async (request): Promise<Opened> => {
    const opened = await store.requests.open(request.params.id, clock.now(), advocateOf(request).id);
    if (opened === 'gone') throw new Refusal(404, 'gone');
    if (opened === 'theirs') throw new Refusal(409, 'theirs');
    const { row, wrap, fields, notes, steps } = opened;
    return {
      row: toRow(row, names), safeWords: names.safeWords(row.language), steps,
      epoch: wrap?.epoch ?? '', wrap: wrap === null ? null : toBase64(wrap.sealed),
      fields: Object.fromEntries(Object.entries(fields).map(([name, sealed]) => [name, toBase64(sealed)])),
      notes: notes.map((note) => ({ ...note, sealed: toBase64(note.sealed) })),
    };
  });

  app.post<ById & { Body: { inner?: string } }>('/requests/:id/call', { config: { allow: CALLING }, schema: { params: PARAMS, body: CALL_BODY } }, async (request) => {
    const { id } = request.params;
    // Two advocates may press at the same moment; the phone must ring for one.
    if (beginning.has(id)) throw new Refusal(409, 'callOn');
    beginning.add(id);
    try {
      await call(await callable(id, advocateOf(request).id), request.body.inner, advocateOf(request));
    } finally {
      beginning.delete(id);
    }
    return {};
  });

  app.post<ById & { Body: { outcome: Outcome; revision: number; note?: SentNote } }>('/requests/:id/outcome', { config: { allow: CALLING }, schema: { params: PARAMS, body: OUTCOME_BODY } }, async (request) => {
    const { outcome, revision, note } = request.body;
    return answerKept(await store.requests.outcome(request.params.id, outcome, clock.now(), { by: advocateOf(request).id, revision, note: note && noteOf(note) }));
  });

  app.post<ById & { Body: { revision: number; note: SentNote } }>('/requests/:id/note', { config: { allow: CALLING }, schema: { params: PARAMS, body: NOTE_BODY } }, async (request) => {
    const { revision, note } = request.body;
    return answerKept(await store.requests.note(request.params.id, clock.now(), { by: advocateOf(request).id, revision, note: noteOf(note) }));
  });

  async function callable(id: Hex, by: Hex): Promise<RequestRow> {
    const row = await store.requests.one(id);
    if (row === undefined || row.status === 'closed' || row.status === 'withdrawn') throw new Refusal(404, 'gone');
    if (row.call === 'no') throw new Refusal(409, 'noCall');
    // Of a "now" there is nothing to open: who calls takes it. Everything else is theirs since they opened it.
    const { claim } = row;
    if (claim !== null && claim.advocate !== by && (claim.until === null || claim.until > clock.now())) throw new Refusal(409, 'theirs');
    if (row.kind !== 'now' && claim?.advocate !== by) throw new Refusal(409, 'notHeld');
    const underWay = (await store.calls.live(clock.now())).some((live) => live.request === id && live.kind !== 'alarm' && isUnderWay(live));
    if (underWay) throw new Refusal(409, row.kind === 'now' ? 'lineRings' : 'callOn');
    if (row.kind === 'now' && await store.claims.claim(id, by, clock.now()) !== 'yours') throw new Refusal(409, 'theirs');
    return row;
  }

  /** The line keeps the number of a "now" itself, for its 15 minutes; of everything else the browser brings the inner seal. */
  async function call(row: RequestRow, inner: string | undefined, advocate: Signed): Promise<void> {
    const number = row.kind === 'now' ? undefined : await mayDial(row, inner);
    const { kind, id: request, language, country } = row;
    const begun = await calls.begin({ kind, request, language, country, number, advocate: advocate.id });
    if ('refused' in begun) throw new Refusal(409, begun.refused === 'underWay' ? 'callOn' : begun.refused);
  }

  /** Opens the number, which is known from here to `begin` and nowhere else. */
  async function mayDial({ id }: RequestRow, inner: string | undefined): Promise<string> {
    const number = inner === undefined ? undefined : sealing.openInner(id, fromBase64(inner));
    if (number === undefined) throw new Refusal(400, 'seal');
    if (await store.never.has(sealing.neverTag(number), 'call')) throw new Refusal(409, 'never');
    // Only looked at: the ring of this window is used up when their phone is dialled, not when an advocate's is.
    const may = await store.requests.mayRing(id, clock.now());
    if (may !== 'allowed') throw new Refusal(409, may);
    return number;
  }
}
