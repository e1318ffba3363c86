import type { TestLine } from './line.ts';

/** Nobody is on duty, and somebody will be from an hour on, every day, by the clock of Nairobi. */
export async function closedUntil(line: TestLine, from: number, to: number): Promise<void> {
  const { rota } = line.app.store;
  const [advocate] = (await rota.read()).advocates;
  await rota.setShifts(advocate?.id ?? '', [{ days: [1, 2, 3, 4, 5, 6, 7], from: from * 60, to: to * 60, zone: 'Africa/Nairobi' }]);
  await rota.setDuty(advocate?.id ?? '', false);
  await new Promise((resolve) => setTimeout(resolve, 700)); // the rota is followed within half a second
}
