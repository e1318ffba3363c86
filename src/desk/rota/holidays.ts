import type { HolidaysTypes } from 'date-holidays';
import { dateAfter } from '../../effects/duty/wall.ts';
import type { Suggestion } from '../wire.ts';

const DAY = 86_400_000;

/**
 * Public holidays of a country in a year and the next, from today on, as suggestions: what the library says may be out of date,
 * and a feast that follows the moon may fall a day earlier or later. Empty for a country it does not know.
 */
export async function holidaysOf(country: string, today: string): Promise<Suggestion[]> {
  // 40 MB once loaded: only where somebody asks.
  const { default: Holidays } = await import('date-holidays');
  const calendar = new Holidays();
  if (calendar.getCountries()[country] === undefined) return [];
  calendar.init(country, { types: ['public'] });
  const year = Number(today.slice(0, 4));
  return [year, year + 1].flatMap((one) => calendar.getHolidays(one, 'en')).filter(({ type }) => type === 'public').map(asSuggestion)
    .filter(({ until }) => until >= today).sort((a, b) => (a.from < b.from ? -1 : 1));
}

const asSuggestion = ({ date, name, start, end, rule }: HolidaysTypes.Holiday): Suggestion => {
  const from = date.slice(0, 10);
  const days = Math.max(1, Math.round((end.getTime() - start.getTime()) / DAY));
  return { from, until: dateAfter(from, days - 1), name: name.slice(0, 60), moves: FOLLOWS_THE_MOON.test(rule) };
};

/** Months of the Islamic, Hindu and Chinese calendars, as rules name them. */
const FOLLOWS_THE_MOON = /Muharram|Safar|Rabi|Jumada|Rajab|Shaban|Ramadan|Shawwal|Dhu al|chinese|deepavali|diwali|vesak|holi/i;
