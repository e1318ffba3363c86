import type { Line, Text } from '../gateway.ts';
import { calledNumber, callerNumber, networkCode, type Fields } from './form.ts';

/** Undefined when it cannot be answered: no id to tell repeats by, or no number to answer to. */
export function readText(f: Fields): Text | undefined {
  const number = callerNumber(f.get('from'));
  const id = f.get('id');
  return id && number ? { gateway: 'africastalking', id, number, text: f.get('text') ?? '', to: calledNumber(f.get('to')), network: networkCode(f.get('networkCode')) } : undefined;
}

const FINAL: Readonly<Record<string, 'delivered' | 'failed'>> = { Success: 'delivered', Failed: 'failed', Rejected: 'failed', AbsentSubscriber: 'failed', Expired: 'failed' };

/** Statuses are an open set: an unknown one is on its way. */
export function readReport(f: Fields): Parameters<Line['delivered']>[0] | undefined {
  const id = f.get('id');
  return id ? { gateway: 'africastalking', id, outcome: FINAL[f.get('status') ?? ''] ?? 'on its way' } : undefined;
}
