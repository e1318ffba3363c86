import { createRequire } from 'node:module';

/** The two calls of the SDK that are used. What comes back, and what is thrown, is unknown until it has been looked at. */
export interface Sdk {
  text(text: { to: string; message: string; from: string }): Promise<unknown>;
  call(call: { callFrom: string; callTo: string; clientRequestId: string }): Promise<unknown>;
}

interface Hosts { SMS_URL: string; VOICE_URL: string }
/** Names of the package's own. */
type Settings = Hosts & Record<'phoneUtil', { isValidNumber(number: string): boolean }>;
interface Package { readonly SMS: { send: Sdk['text'] }; readonly VOICE: { call: Sdk['call'] } }
interface Axios { defaults: { timeout: number; maxRedirects: number; maxContentLength: number; proxy?: false } }

/** Loads npm `africastalking` (85 ms, so only when the first call or text goes out) and mends what it gets wrong. */
export function loadSdk(account: { username: string; apiKey: string }, hosts: Hosts, timeoutMs: number): Sdk {
  const near = createRequire(import.meta.url);
  const open = near('africastalking') as (account: { username: string; apiKey: string }) => Package;
  const settings = near('africastalking/lib/common') as Settings;
  const axios = createRequire(near.resolve('africastalking'))('axios') as Axios;

  // It has no time-out: a hanging connection would outlive the call. A redirect would hand a number to another host.
  axios.defaults.timeout = timeoutMs;
  axios.defaults.maxRedirects = 0;
  axios.defaults.maxContentLength = 65_536;
  // A simulated carrier on this machine is not behind anybody's proxy.
  if (Object.values(hosts).every((host) => new URL(host).hostname === '127.0.0.1')) axios.defaults.proxy = false;
  // Its own list of country codes is as old as the package; whether a number exists is for the gateway to say.
  settings.phoneUtil.isValidNumber = (number) => /^\+?\d{3,15}$/.test(number);

  const { username, apiKey } = account;
  const { SMS, VOICE } = open({ username, apiKey });
  // Hosts, like its sandbox switch, are global to the process and read while a request is made: set before each one.
  const aimed = <T>(send: () => T): T => { Object.assign(settings, hosts); return send(); };
  return {
    text: (text) => aimed(() => SMS.send(text)),
    call: (call) => aimed(() => VOICE.call(call)),
  };
}
