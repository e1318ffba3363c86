import first from './0001-first.ts';
import rota from './0002-rota.ts';
import beginnings from './0003-beginnings.ts';
import allBranches from './0004-all-branches.ts';
import colleagues from './0005-colleagues.ts';
import audit from './0006-audit.ts';
import tallies from './0007-tallies.ts';
import claims from './0008-claims.ts';
import alarms from './0009-alarms.ts';
import monitors from './0012-rota.ts';

/** In order; a store's `user_version` is how many of them it has had. Never changed, only added to. */
export const MIGRATIONS: readonly string[] = [first, rota, beginnings, allBranches, colleagues, audit, tallies, claims, alarms, monitors];
