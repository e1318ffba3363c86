/** Whose a request is, what was written about it, what happened to it. */
export const claims = {
  claim: {
    heading: 'Whose it is',
    yours: (time: string) => `Yours since ${time}. Nobody else opens or calls it.`,
    theirs: (name: string, time: string) => `${name} has it since ${time}. You see what is stored in clear; nobody else opens or calls it.`,
    onPhone: 'They are on the phone about it.',
    nobody: 'Nobody has it.',
    lost: 'It went back to the queue: there was no sign of you for 20 minutes.',
    take: 'Take it', takeAgain: 'Take it again',
    release: 'Release', handOver: 'Hand over', takeOver: 'Take it over',
    takeOverHint: 'It is taken from your colleague, and that stands under “What happened”.',
    closedByOthers: 'This request has left the queue: a colleague closed it, or it is over.',
  },
  handOver: {
    heading: 'Hand it over',
    lead: 'Your colleague sees the note first. It is sealed in this browser.',
    to: 'To whom',
    choose: 'Choose a colleague',
    onDuty: 'on duty', offDuty: 'off duty',
    note: 'What they need to know',
    noteNeeded: 'Write what they need to know.',
    alone: 'There is nobody to hand it to.',
    go: 'Hand it over', going: 'Handing over…', cancel: 'Cancel',
    done: (name: string) => `Handed to ${name}`,
  },
  notes: {
    heading: 'Notes',
    handedBy: (name: string) => `Handed over by ${name}`,
    by: (name: string, time: string) => `${name}, ${time}`,
    unreadable: 'This note does not open. Tell your operator.',
    before: 'From before',
    none: 'There is no note yet.',
  },
  steps: {
    heading: 'What happened',
    line: 'The line',
    what: {
      claimed: 'took it', released: 'released it', handedOver: 'handed it over', takenOver: 'took it over', opened: 'opened it', called: 'pressed Call',
      noted: 'added a note', outcome: 'noted what came of it', returned: 'gave no sign for 20 minutes: back to the queue',
    } as Readonly<Record<string, string>>,
  },
};
