import { NETWORK, type Exchange } from './exchange.ts';
import type { Phone } from './phones.ts';
import { parts } from './septets.ts';

const LONGEST_TEXT = 1600;

/** A phone sends a text to the line: delivered again each minute until the line answers 200, `redeliveries` times at most. */
export function textLine(exchange: Exchange, phone: Phone, words: string, to: string, redeliveries: number): void {
  const fields = {
    date: new Date(exchange.now()).toISOString().replace(/\.\d+Z$/, 'Z'), from: exchange.written(phone.number, phone), id: exchange.newId(''),
    linkId: '', text: words.slice(0, LONGEST_TEXT), to, networkCode: phone.network, cost: 'KES 0.8000',
  };
  const deliver = async (left: number): Promise<void> => {
    const taken = await exchange.wire.post(exchange.callback('sms'), fields, { faults: exchange.faultsOf(phone), phone: phone.id })
      .then((reply) => reply.status === 200, () => false);
    if (taken) return;
    if (left > 0) exchange.pace.after(NETWORK.redelivery, () => void deliver(left - 1));
    else phone.fault('The line never took your text. Send it again later.');
  };
  void deliver(redeliveries);
}

export interface Recipient { statusCode: number; number: string; status: string; cost: string; messageId: string }

/** The line sends a text: into the inbox of every phone that is on, then the delivery reports. */
export function textPhone(exchange: Exchange, from: string, to: string, words: string): Recipient {
  if (!/^\+[1-9]\d{6,14}$/.test(to)) return { statusCode: 403, number: to, status: 'InvalidPhoneNumber', cost: '0', messageId: 'None' };
  const messageId = exchange.newId('ATXid_');
  const phone = exchange.phoneAt(to);
  phone?.receive({ id: messageId, from, text: words, at: exchange.now() });
  const report = (status: string, more: Record<string, string> = {}): void => exchange.notify(exchange.callback('sms-status'), {
    id: messageId, status, phoneNumber: exchange.written(to, phone), networkCode: phone?.network ?? '00000', ...more,
  }, phone);
  exchange.pace.after(0.2, () => report('Sent'));
  exchange.pace.after(1, () => phone ? report('Success') : report('Failed', { failureReason: 'DeliveryFailure' }));
  return { statusCode: 101, number: to, status: 'Success', cost: `KES ${(0.8 * parts(words)).toFixed(4)}`, messageId };
}
