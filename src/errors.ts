/** Whose doing it was: decides what the log says and who has to act. */
export type Fault = 'caller' | 'gateway' | 'operator' | 'line';

export interface ErrorFacts {
  readonly fault: Fault;
  readonly retryable: boolean;
  /** Which sentence of locales/<language>/errors.json a caller may be told; null when callers never meet it. */
  readonly tell: 'trouble' | 'again' | null;
  /** For operators: what happened and what to do. Never a value of the failing thing. */
  readonly message: string;
  readonly mend: string;
}

/** The one table of errors. docs/errors.md lists the same codes; a test holds both to each other. */
export const ERRORS = {
  HLP_STORE_BUSY: { fault: 'line', retryable: true, tell: 'trouble', message: 'The store did not answer in time; nothing was kept.', mend: 'Look for another program holding the database, or a slow disk.' },
  HLP_STORE_FULL: { fault: 'operator', retryable: false, tell: 'trouble', message: 'The disk is full; nothing was kept.', mend: 'Free disk space in DATA_DIR.' },
  HLP_STORE_UNSAFE: { fault: 'operator', retryable: false, tell: null, message: 'The store does not keep its promises (synchronous, journal or secure_delete).', mend: 'Put DATA_DIR on a local file system.' },
  HLP_STORE_LOST: { fault: 'operator', retryable: true, tell: 'trouble', message: 'The store stopped by itself; what it had begun was refused, and it is started again.', mend: 'If it repeats, look for a failing disk under DATA_DIR, or too little memory.' },
  HLP_STORE_CLOSED: { fault: 'line', retryable: true, tell: 'trouble', message: 'The store is closed.', mend: 'The line is stopping; nothing to do.' },
  HLP_ANSWER_UNREADABLE: { fault: 'line', retryable: false, tell: 'again', message: 'A recorded answer cannot be opened.', mend: 'If it repeats, DATA_DIR was changed by hand or is damaged.' },
  HLP_SESSION_DIVERGED: { fault: 'gateway', retryable: false, tell: 'again', message: 'A session came back with another transcript or another phone.', mend: 'If it repeats, ask the gateway; somebody may be forging requests.' },
  HLP_SESSION_TOO_LONG: { fault: 'caller', retryable: false, tell: 'again', message: 'A session had over 200 keys.', mend: 'Nothing to do.' },
  HLP_VERSION_CHANGED: { fault: 'line', retryable: false, tell: 'again', message: 'A session began under another version of the dialogue.', mend: 'Nothing to do: it happens once to each session under way at an upgrade.' },
  HLP_WIRE_INVALID: { fault: 'gateway', retryable: false, tell: 'again', message: 'A request did not have the form this gateway documents.', mend: 'Check the callback addresses in the gateway\'s dashboard.' },
  HLP_EFFECT_UNKNOWN: { fault: 'line', retryable: false, tell: 'trouble', message: 'The dialogue asked for something nobody carries out.', mend: 'Report it: this is a bug.' },
  HLP_TEXT_REFUSED: { fault: 'operator', retryable: false, tell: null, message: 'The gateway refused a text.', mend: 'Check sender id, credit and destination at the gateway.' },
  HLP_TEXT_UNCERTAIN: { fault: 'gateway', retryable: false, tell: null, message: 'A text may or may not have been sent; it is not sent again.', mend: 'If it repeats, check the connection to the gateway.' },
  HLP_TEXT_BUSY: { fault: 'gateway', retryable: true, tell: null, message: 'The gateway could not take a text just now; it was not sent and is tried again.', mend: 'If it repeats, check the connection to the gateway and its status page.' },
  HLP_CALL_REFUSED: { fault: 'operator', retryable: false, tell: null, message: 'The gateway refused to place a call.', mend: 'Check caller id, credit and destination at the gateway.' },
  HLP_CALL_UNCERTAIN: { fault: 'gateway', retryable: false, tell: null, message: 'A call may or may not have been placed; it is not placed again.', mend: 'If it repeats, check the connection to the gateway.' },
  HLP_SPEECH_FAILED: { fault: 'line', retryable: true, tell: null, message: 'A clip could not be made; the carrier\'s English voice said it.', mend: 'Look at the speech lines of the log; run npm ci again if the engine is missing.' },
  HLP_LIVE_UNSAFE: { fault: 'operator', retryable: false, tell: null, message: 'MODE=live does not start with unsafe settings.', mend: 'Mend each of them, then start again. Without MODE the line starts as a demo, which protects nobody.' },
  HLP_PORT_TAKEN: { fault: 'operator', retryable: true, tell: null, message: 'Another program listens on this port.', mend: 'Stop it (perhaps a line that runs already), or set PORT to another one.' },
  HLP_SECRETS_UNREADABLE: { fault: 'operator', retryable: false, tell: null, message: 'A key file cannot be read or is not 0600.', mend: 'Check owner and mode of SECRETS_DIR.' },
  HLP_SEAL_NOT_READY: { fault: 'operator', retryable: true, tell: 'trouble', message: 'There is no desk key yet, so no request can be sealed.', mend: 'Set up the desk once; in demo mode, start again.' },
  HLP_AUDIT_CHANGED: { fault: 'operator', retryable: false, tell: null, message: 'The audit does not hold: an entry was changed, taken out or put in.', mend: 'Somebody could write to DATA_DIR, or the disk fails. Keep a copy of DATA_DIR and SECRETS_DIR as they are now, compare it with an older one, and find out who it was.' },
  HLP_AUDIT_CUT: { fault: 'operator', retryable: false, tell: null, message: 'The audit does not hold: entries at its end are missing.', mend: 'If you put back an older DATA_DIR, this is why; docs/errors.md says how to go on. Otherwise somebody could write to DATA_DIR: keep a copy as it is now.' },
  HLP_AUDIT_REWRITTEN: { fault: 'operator', retryable: false, tell: null, message: 'The audit does not hold: it is not the one this line signed.', mend: 'If you put back an older DATA_DIR, this is why; docs/errors.md says how to go on. Otherwise somebody wrote it anew: keep a copy of DATA_DIR and SECRETS_DIR as they are now.' },
  HLP_AUDIT_NO_HEAD: { fault: 'operator', retryable: false, tell: null, message: 'There is no head of this line to hold the audit against, or none its key made.', mend: 'Set SECRETS_DIR to the one the line runs with. If its audit.key was lost, take the files audit-head.… out of it. Then start the line: it signs anew and says so in the audit.' },
  HLP_AUDIT_NO_STORE: { fault: 'operator', retryable: false, tell: null, message: 'There is no audit here.', mend: 'Set DATA_DIR to the one the line runs with; if it is, start the line once.' },
  HLP_CONTENT_INVALID: { fault: 'operator', retryable: false, tell: null, message: 'A file under content/ or locales/ is not valid.', mend: 'The log names the file and the place.' },
} as const satisfies Record<string, ErrorFacts>;

export type Code = keyof typeof ERRORS;

/** An error of the line. Its message is the table's: it never holds a number, token or transcript. */
export class HlpError extends Error {
  readonly code: Code;
  readonly facts: ErrorFacts;
  /** A file and a place in it, or the like. */
  readonly where: string | undefined;
  constructor(code: Code, where?: string) {
    super(where === undefined ? ERRORS[code].message : `${ERRORS[code].message} (${where})`);
    this.name = 'HlpError';
    this.code = code;
    this.facts = ERRORS[code];
    this.where = where;
  }
}
