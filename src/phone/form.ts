/** Fields of a callback, in the order they go out. */
export type Fields = Readonly<Record<string, string>>;

/**
 * Form encoding as captured from Africa's Talking: everything but letters, digits, `-`, `_` and `.` is escaped (so `+` is
 * %2B, `*` %2A, `#` %23) and a space is `+`.
 */
export const encodeForm = (fields: Fields): string =>
  Object.entries(fields).map(([name, value]) => `${escape(name)}=${escape(value)}`).join('&');

const escape = (value: string): string => encodeURIComponent(value)
  .replace(/[!'()*~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
  .replaceAll('%20', '+');

/** `2026-11-22 19:40:00`, UTC. */
export const timestamp = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace('T', ' ');

/** `2026-11-22+19:40:00`: voice callbacks join date and time with a plus, captured so. */
export const callTime = (ms: number): string => timestamp(ms).replace(' ', '+');
