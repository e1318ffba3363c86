/** Currencies of countries (ISO 3166-1 to ISO 4217). Amounts are kept in one of these, and never converted. */
const OF_COUNTRY: Readonly<Record<string, string>> = {
  AE: 'AED', BD: 'BDT', BH: 'BHD', ET: 'ETB', GH: 'GHS', HK: 'HKD', ID: 'IDR', IN: 'INR', JO: 'JOD', KE: 'KES', KW: 'KWD', LB: 'LBP', LK: 'LKR', MW: 'MWK', MY: 'MYR', NG: 'NGN',
  NP: 'NPR', OM: 'OMR', PH: 'PHP', PK: 'PKR', QA: 'QAR', RW: 'RWF', SA: 'SAR', SG: 'SGD', TZ: 'TZS', UG: 'UGX', ZA: 'ZAR', ZM: 'ZMW',
};

/** What an amount may be in, where callers are in these countries: theirs, and US dollars. */
export const currenciesOf = (countries: readonly string[]): string[] =>
  [...new Set([...countries.flatMap((country) => OF_COUNTRY[country] ?? []), 'USD'])].sort();
