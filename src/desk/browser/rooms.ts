import type { ComponentChildren } from 'preact';
import type { Role } from '../../store/store.ts';
import type { Me, Signed } from '../wire.ts';
import type { Api } from './api.ts';
import type { Keys } from './people/keys.ts';

/** What every room is given. */
export interface RoomProps {
  readonly api: Api; readonly me: Me; readonly advocate: Signed; readonly keys: Keys;
  /** A request is open behind this room, and `back` leads to it instead of to the queue. */
  readonly toRequest: boolean;
  back(): void;
  /** The session is over. */
  ended(): void;
}

/** A page of the desk besides the queue: one folder, one line here, one word in words.rooms. Loaded when it is first entered. */
export interface Room { readonly name: string; readonly for: readonly Role[]; load(): Promise<{ Page(props: RoomProps): ComponentChildren }> }

export const ROOMS: readonly Room[] = [
  { name: 'handover', for: ['advocate', 'coordinator'], load: () => import('./handover/handover-page.tsx') },
  { name: 'rota', for: ['advocate', 'coordinator', 'operator', 'auditor'], load: () => import('./rota/rota-page.tsx') },
  { name: 'people', for: ['operator', 'coordinator', 'advocate'], load: () => import('./people/page.tsx') },
  { name: 'counts', for: ['advocate', 'coordinator', 'operator', 'auditor'], load: () => import('./counts/counts-page.tsx') },
  { name: 'reports', for: ['advocate', 'coordinator', 'operator', 'auditor'], load: () => import('./reports/reports-page.tsx') },
  { name: 'audit', for: ['auditor', 'coordinator', 'operator'], load: () => import('./audit/audit-page.tsx') },
  { name: 'own', for: ['advocate', 'coordinator', 'operator', 'auditor'], load: () => import('./people/own-page.tsx') },
];
