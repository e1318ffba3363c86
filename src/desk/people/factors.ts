import type { AuthenticationResponseJSON, PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { Clock } from '../../clock.ts';
import type { Hex, Passkey } from '../../store/store.ts';

const STEP = 30; // seconds of one code, RFC 6238
const SKEW = 30; // seconds a telephone's clock may be off

/** Whose desk it is, to an authenticator: `origin` as browsers write it, `name` as people read it. */
export interface Party { readonly origin: string; readonly name: string }

/** A new seed of a code generator, and the address a telephone's camera reads it from. */
export async function makeCodes({ name }: Party, colleague: string): Promise<{ seed: string; uri: string }> {
  const { generateSecret, generateURI } = await import('otplib');
  const seed = generateSecret();
  return { seed, uri: generateURI({ secret: seed, issuer: name, label: colleague, period: STEP }) };
}

/** The 30-second step this code belongs to, now or one to either side; undefined where it is another's. */
export async function stepOf(seed: string, code: string, clock: Clock): Promise<number | undefined> {
  const { verifySync } = await import('otplib');
  const found = verifySync({ secret: seed, token: code, period: STEP, epoch: Math.floor(clock.now() / 1000), epochTolerance: SKEW });
  return found.valid ? Math.floor(clock.now() / 1000 / STEP) + found.delta : undefined;
}

const hostOf = ({ origin }: Party): string => new URL(origin).hostname;

export async function offerPasskey(party: Party, colleague: { id: Hex; name: string }, known: readonly Passkey[]): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const { generateRegistrationOptions } = await import('@simplewebauthn/server');
  return generateRegistrationOptions({
    rpName: party.name, rpID: hostOf(party), userName: colleague.name, userID: new Uint8Array(Buffer.from(colleague.id, 'hex')),
    excludeCredentials: known.map(({ id, transports }) => ({ id, transports: [...transports] })),
    authenticatorSelection: { residentKey: 'discouraged', userVerification: 'preferred' },
  });
}

/** The passkey that was made; undefined where the answer does not fit the offer. */
export async function readPasskey(party: Party, challenge: string, response: RegistrationResponseJSON): Promise<Passkey | undefined> {
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server');
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({ response, expectedChallenge: challenge, expectedOrigin: party.origin, expectedRPID: hostOf(party), requireUserVerification: false });
    if (!verified) return undefined;
    const { id, publicKey, counter, transports = [] } = registrationInfo.credential;
    return { id, publicKey, counter, transports };
  } catch {
    return undefined; // the library's errors quote what they were given
  }
}

export async function askPasskey(party: Party, known: readonly Passkey[]): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const { generateAuthenticationOptions } = await import('@simplewebauthn/server');
  return generateAuthenticationOptions({ rpID: hostOf(party), allowCredentials: known.map(({ id, transports }) => ({ id, transports: [...transports] })), userVerification: 'preferred' });
}

/** Which passkey signed the challenge, and its counter now; undefined where none of these did. */
export async function checkPasskey(party: Party, challenge: string, response: AuthenticationResponseJSON, known: readonly Passkey[]): Promise<{ id: string; counter: number } | undefined> {
  const passkey = known.find(({ id }) => id === response.id);
  if (passkey === undefined) return undefined;
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server');
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response, expectedChallenge: challenge, expectedOrigin: party.origin, expectedRPID: hostOf(party), requireUserVerification: false,
      // The counter is judged by the store, in the transaction that keeps the new one.
      credential: { id: passkey.id, publicKey: new Uint8Array(passkey.publicKey), counter: 0, transports: [...passkey.transports] },
    });
    return verified ? { id: passkey.id, counter: authenticationInfo.newCounter } : undefined;
  } catch {
    return undefined;
  }
}
