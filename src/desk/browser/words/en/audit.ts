import type { AuditEntry, Verdict } from '../../../wire.ts';

/** What each event says behind a name: "Amina", "opened request 3f2a9c41". `about` is a short id or a colleague's name, or nothing. */
const did: Readonly<Record<AuditEntry['what'], (about: string) => string>> = {
  signedIn: () => 'signed in',
  signInFailed: (about) => `tried to sign in as ${about}, with a wrong passphrase`,
  signedOut: () => 'signed out',
  factorFailed: (about) => `gave a wrong code or passkey for ${about}`,
  opened: (about) => `opened request ${about}`,
  revealed: (about) => `saw the number of request ${about}`,
  revealAsked: (about) => `asked to see the number of request ${about}`,
  revealAllowed: (about) => `allowed the number of request ${about} to be seen`,
  exported: () => 'exported figures',
  erased: (about) => (about === '' ? 'erased requests' : `erased request ${about}`),
  noted: (about) => `wrote down what came of request ${about}`,
  claimed: (about) => `took request ${about}`,
  released: (about) => `gave request ${about} back`,
  handedOver: (about) => `handed request ${about} over`,
  blocked: (about) => `blocked the caller of request ${about}`,
  unblocked: (about) => `lifted the block of ${about}`,
  colleagueInvited: (about) => `invited ${about}`,
  colleagueJoined: (about) => (about === '' ? 'joined' : `joined as ${about}`),
  colleagueVouched: (about) => `vouched for ${about}`,
  colleagueChanged: (about) => `changed what ${about} may do`,
  colleagueRemoved: (about) => `removed ${about}`,
  deskKeyMade: () => 'made a new desk key',
  recoveryMade: () => 'made a new recovery sheet',
  recoveryUsed: (about) => (about === '' ? 'used the recovery sheet' : `used the recovery sheet for ${about}`),
  shelterOpened: (about) => `opened shelter ${about}`,
  rotaChanged: (about) => (about === '' ? 'changed the rota' : `changed the rota of ${about}`),
  verified: () => 'checked the chain',
  auditCut: () => 'removed entries older than a year',
  headMade: () => 'found no signature of the audit and signed it anew: what stands before this is held by itself alone',
};

const count = (n: number): string => `${n} ${n === 1 ? 'entry' : 'entries'}`;

/** Who did what at the desk and at the line. */
export const audit = {
  audit: {
    heading: 'Audit',
    lead: 'Who did what, and when. Nothing here names a caller or a number. Entries are kept for a year.',
    loading: 'Reading…',
    what: 'What',
    who: 'Who',
    everything: 'Everything',
    everybody: 'Everybody',
    whats: {
      signedIn: 'Signed in', signInFailed: 'Wrong passphrase', signedOut: 'Signed out', factorFailed: 'Wrong code or passkey', opened: 'Opened a request',
      revealed: 'Saw a number', revealAsked: 'Asked to see a number', revealAllowed: 'Allowed a number to be seen', exported: 'Exported figures', erased: 'Erased',
      noted: 'Wrote an outcome', claimed: 'Took a request', released: 'Gave a request back', handedOver: 'Handed a request over', blocked: 'Blocked a caller', unblocked: 'Lifted a block',
      colleagueInvited: 'Invited a colleague', colleagueJoined: 'Joined', colleagueVouched: 'Vouched for a colleague', colleagueChanged: 'Changed a colleague', colleagueRemoved: 'Removed a colleague',
      deskKeyMade: 'New desk key', recoveryMade: 'New recovery sheet', recoveryUsed: 'Used a recovery sheet', shelterOpened: 'Opened a shelter', rotaChanged: 'Changed the rota',
      verified: 'Checked the chain', auditCut: 'Removed old entries', headMade: 'Signed anew',
    } satisfies Readonly<Record<AuditEntry['what'], string>> as Readonly<Record<string, string>>,
    did,
    others: { caller: 'A caller', line: 'The line', terminal: 'The operator, at the terminal', unknown: 'Somebody' } as Readonly<Record<string, string>>,
    former: (id: string) => `a former colleague (${id})`,
    details: {
      requests: (n) => `${n} ${n === '1' ? 'request' : 'requests'}`, entries: (n) => count(Number(n)), held: (held) => (held === 'true' ? 'it held' : 'it did not hold'),
      first: (n) => `from entry ${n}`, reason: (reason) => `reason: ${reason}`,
    } as Readonly<Record<string, (value: string) => string>>,
    number: (n: number) => `Entry ${n}`,
    inTheHour: (from: string) => `in the hour from ${from}`,
    older: 'Show older entries',
    noOlder: 'That is all there is.',
    shown: (n: number) => `${count(n)} shown`,
    empty: 'Nothing was written down yet',
    emptyMore: 'Sign-ins, openings and erasures appear here as they happen.',
    emptyChoice: 'No entry is of this kind and by this person',
    emptyChoiceMore: 'Choose everything, or everybody.',
    check: 'Check the chain',
    checkLead: 'Every entry is chained to the one before, and the line signs the last. The check reads all of them and finds any change.',
    checking: 'Checking every entry…',
    found(verdict: Verdict, when: (at: number) => string): string {
      if (verdict.held) {
        if (verdict.from === undefined || verdict.to === undefined) return 'The chain holds. It has no entries yet.';
        return `The chain holds: ${count(verdict.entries)}, from ${when(verdict.from)} to ${when(verdict.to)}. Nothing was changed.`;
      }
      const { why, first, last = first } = verdict;
      const keep = 'Tell your operator: keep a copy of the store and the secrets as they are now, before anything else.';
      switch (why) {
        case 'changed': return `Entry ${first} does not hold: somebody changed it, or the disk did. ${keep}`;
        case 'missing': return `Entry ${first} is missing. ${keep}`;
        case 'putIn': return `Entry ${first} stands where none belongs. ${keep}`;
        case 'beginning': return `Entries before ${first} are gone, and this line did not remove them. ${keep}`;
        case 'endMissing': return `${first === last ? `Entry ${first} is` : `Entries ${first} to ${last} are`} missing at the end. If an older store was put back, this is why. Otherwise: ${keep}`;
        case 'rewritten': return `Entry ${first} is not the one this line signed. If an older store was put back, this is why. Otherwise: ${keep}`;
        case 'noHead': return 'The entries hold together, but the signature of the last one is missing or not this line’s. Tell your operator to look at SECRETS_DIR.';
      }
    },
  },
};
