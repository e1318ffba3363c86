import { audit } from './en/audit.ts';
import { claims } from './en/claims.ts';
import { counts } from './en/counts.ts';
import { frame } from './en/frame.ts';
import { handover } from './en/handover.ts';
import { people } from './en/people.ts';
import { queue } from './en/queue.ts';
import { refusals } from './en/refusals.ts';
import { reports } from './en/reports.ts';
import { request } from './en/request.ts';
import { rota } from './en/rota.ts';

/** The desk in English. Sentences are short and say what happened and what to do next. One file a room, as the folders beside. */
export const en = { ...frame, ...people, ...queue, ...request, ...claims, ...handover, ...counts, ...reports, ...rota, ...audit, ...refusals };
