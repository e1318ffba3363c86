import type { Exchange } from './exchange.ts';
import { Leg } from './leg.ts';
import { Phone } from './phones.ts';

/** A phone calls a number. A number the line does not have is not in service. */
export function callLine(exchange: Exchange, phone: Phone, number: string): void {
  if (!exchange.isLine(number)) {
    const words = 'This number is not in service. Check it and call again.';
    phone.show('error', words, { fault: words });
    return;
  }
  void new Leg(exchange, phone, 'Inbound', number, exchange.newId('ATVId_')).run();
}

/** The line calls a phone: it rings, and once it is picked up the line is asked what to do. */
export function callPhone(exchange: Exchange, from: string, to: string, clientRequestId?: string): Leg {
  const phone = exchange.phoneAt(to) ?? new Phone('', to, '', '00000');
  return new Leg(exchange, phone, 'Outbound', from, exchange.newId('ATVId_'), clientRequestId);
}
