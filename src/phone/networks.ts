/** Network codes as Africa's Talking sends them, with the carrier's name as voice callbacks spell it. */
export const NETWORKS: readonly { code: string; name: string; carrier: string }[] = [
  { code: '99999', name: 'Sandbox (Athena)', carrier: 'Athena' },
  { code: '63902', name: 'Safaricom, Kenya', carrier: 'Safaricom' },
  { code: '63903', name: 'Airtel, Kenya', carrier: 'Airtel' },
  { code: '63907', name: 'Telkom, Kenya', carrier: 'Telkom' },
  { code: '63601', name: 'Ethio Telecom', carrier: 'EthioTelecom' },
  { code: '64110', name: 'MTN, Uganda', carrier: 'MTN' },
  { code: '64101', name: 'Airtel, Uganda', carrier: 'Airtel' },
  { code: '64004', name: 'Vodacom, Tanzania', carrier: 'Vodacom' },
  { code: '62130', name: 'MTN, Nigeria', carrier: 'MTN' },
  { code: '62001', name: 'MTN, Ghana', carrier: 'MTN' },
  { code: '65501', name: 'Vodacom, South Africa', carrier: 'Vodacom' },
  { code: '00000', name: 'A network nobody knows', carrier: 'None' },
];

export const carrierOf = (code: string): string => NETWORKS.find((n) => n.code === code)?.carrier ?? 'None';

const TWO_DIGITS = /^(20|27|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;

/** The dialling code of an E.164 number, without plus; 'None' where there is no number. */
export function diallingCode(number: string): string {
  const digits = /^\+?(\d{5,15})$/.exec(number)?.[1];
  if (digits === undefined) return 'None';
  if (/^[17]/.test(digits)) return digits.slice(0, 1);
  return digits.slice(0, TWO_DIGITS.test(digits) ? 2 : 3);
}
