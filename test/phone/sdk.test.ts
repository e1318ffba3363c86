import { createRequire } from 'node:module';
import t from 'tap';
import { ADVOCATE, CALLER, fakeLine, NUMBERS, startCarrier, TestPhone, until } from './fake-line.ts';

const require = createRequire(import.meta.url);

t.test('Africa\'s Talking\'s own SDK sends a text and places a call through the carrier', async (t) => {
  const line = await fakeLine(t);
  line.tell('/at/voice', '<Response><Say>Hello</Say></Response>');
  const outgoing = '+447700900990';
  const texts = '+447700900991';
  const base = await startCarrier(t, line, { apiKey: 'demo-key', numbers: { ...NUMBERS, outgoing, texts } });
  const hosts = require('africastalking/lib/common') as { SMS_URL: string; VOICE_URL: string };
  const open = (apiKey: string) => {
    const sdk = (require('africastalking') as (options: object) => {
      SMS: { send(text: object): Promise<unknown> }; VOICE: { call(call: object): Promise<unknown> };
    })({ username: 'demo', apiKey });
    Object.assign(hosts, { SMS_URL: `${base}/carrier/version1/messaging`, VOICE_URL: `${base}/carrier` });
    return sdk;
  };
  const phone = await TestPhone.on(base, ADVOCATE);
  const { SMS, VOICE } = open('demo-key');
  t.match(await SMS.send({ to: ADVOCATE, message: 'One & two', from: texts }), { SMSMessageData: { Recipients: [{ statusCode: 101, number: ADVOCATE }] } });
  t.match((await phone.see()).inbox, [{ text: 'One & two', from: texts }]);
  t.match(await VOICE.call({ callFrom: outgoing, callTo: [ADVOCATE] }), { entries: [{ status: 'Queued', phoneNumber: ADVOCATE }], errorMessage: 'None' });
  await phone.until((seen) => seen.state === 'ringing');
  await phone.press('answer');
  await until(() => line.to('/at/voice').length > 0);
  t.equal(line.to('/at/voice')[0]!.form['clientRequestId'], undefined);
  const refused = await open('wrong').SMS.send({ to: CALLER, message: 'x' }).catch((error: unknown) => error);
  t.match(refused, { response: { status: 401, data: 'The supplied authentication is invalid' } });
});
