/** Names of languages and countries, as an advocate reads them; safe words as the caller chose them, in their own language. */
export interface Names {
  language(code: string): string;
  country(code: string): string;
  /** Whose clock a request is shown by: its country's, or another's that its caller chose. */
  clock(country: string, zone: string): string;
  safeWords(language: string): Readonly<Record<string, string>>;
}

const ENGLISH = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });

/** As the desk's own language calls it, then as its speakers do: "Amharic (አማርኛ)". Not every screen has every script. */
export function languageName(code: string, own: string): string {
  const english = listed(code);
  return english === undefined || english === own ? own : `${english} (${own})`;
}

/** Undefined for what is no language code: an operator's own language may have any name. */
function listed(code: string): string | undefined {
  try {
    return ENGLISH.of(code);
  } catch {
    return undefined;
  }
}
