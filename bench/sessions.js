// Ten sessions of eight hops, by turns in the first two languages on the list. So many of them book a callback, the others look around and keep nothing. Keys
// are those of prompts/prompts.ts. Nobody takes leave: most callers simply hang up.
const BOOKING = ['1', '2', '1', '4', '2', '1']; // talk, later, agree, any day, by day, hang up if another answers
const BROWSING = [
  ['2', '1', '0', '2', '1', '0'], // rights: wages; papers, passport
  ['2', '3', '1', '0', '2', '0'], // rights: hours; injury
  ['4', '2', '1', '2', '0', '0'], // more: about, what we keep, what others see
  ['4', '1', '1', '0', '0', '0'], // more: my request, as far as the reference, and back
  ['5', '2', '2', '1', '0', '0'], // urgent, looked at and left: emergency numbers of another country
];

export const HOPS = 8;
/** `share` is how many of ten sessions book. */
export const books = (n, share) => n % 10 >= 10 - share;
const keysOf = (n, share) => [String(1 + ((n + Math.floor(n / 10)) % 2)), ...(books(n, share) ? BOOKING : BROWSING[n % 10 % BROWSING.length])];

/** The hops of session `n` as Africa's Talking posts them. Every session is another phone's, on a code no network carries. */
export function bodiesOf(n, share) {
  const keys = keysOf(n, share);
  const rest = `&serviceCode=%2A384%2A7%23&phoneNumber=%2B9997${String(n).padStart(8, '0')}&sessionId=ATUid_${n.toString(16).padStart(32, '0')}&networkCode=99999`;
  return Array.from({ length: HOPS }, (_, i) => `text=${keys.slice(0, i).join('%2A')}${rest}`);
}
