export type HangupCause = 'NORMAL_CLEARING' | 'CALL_REJECTED' | 'ORIGINATOR_CANCEL' | 'USER_BUSY' | 'NO_ANSWER'
  | 'SUBSCRIBER_ABSENT' | 'NORMAL_TEMPORARY_FAILURE' | 'RECOVERY_ON_TIMER_EXPIRE';

/** The call is over. `why` is what the phone shows when it was nobody's wish. */
export class Ended extends Error {
  readonly hangupCause: HangupCause;
  readonly why: string | undefined;
  constructor(hangupCause: HangupCause, why?: string) { super(hangupCause); this.hangupCause = hangupCause; this.why = why; }
}
