import type { Shift } from '../../src/store/store.ts';
import type { TestLine } from './line.ts';

/** Hours on duty, for all that whoever has them speaks and can do. */
export const hours = (shift: Pick<Shift, 'days' | 'from' | 'to' | 'zone'> & Partial<Shift>): Omit<Shift, 'advocate'> => ({ as: 'duty', languages: null, skills: null, ...shift });

/** Nobody is on duty, and somebody will be from an hour on, every day, by the clock of Nairobi. */
export async function closedUntil(line: TestLine, from: number, to: number): Promise<void> {
  const { rota } = line.app.store;
  const [advocate] = (await rota.read()).advocates;
  await rota.setShifts(advocate?.id ?? '', [hours({ days: [1, 2, 3, 4, 5, 6, 7], from: from * 60, to: to * 60, zone: 'Africa/Nairobi' })]);
  await rota.setDuty(advocate?.id ?? '', false);
  await new Promise((resolve) => setTimeout(resolve, 700)); // the rota is followed within half a second
}
