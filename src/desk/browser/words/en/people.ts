/** Signing in. */
export const people = {
  signIn: {
    heading: 'Sign in to the desk',
    lead: 'Your passphrase opens your keys in this browser. It is never sent.',
    name: 'Name',
    passphrase: 'Passphrase',
    show: 'Show',
    hide: 'Hide',
    go: 'Sign in',
    working: 'Opening your keys…',
    demo: 'This is a demo. The passphrase was printed in the terminal when the line started. The name is “demo”.',
    locked: 'The desk locked itself after 30 idle minutes. Your keys are gone from this browser; sign in again.',
    left: 'You are signed out. Your keys are gone from this browser.',
    ended: 'Your session has ended. Sign in again to go on.',
  },
};
