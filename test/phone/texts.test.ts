import t from 'tap';
import { callApi, CALLER, fakeLine, NUMBERS, post, startCarrier, TestPhone, until } from './fake-line.ts';

const sms = '/at/sms';

t.test('a text is delivered again every minute, byte for byte, until the line answers 200', async (t) => {
  const line = await fakeLine(t);
  const base = await startCarrier(t, line, { speedup: 1000 });
  line.tell(sms, { status: 500 }, { status: 404 }, { status: 201 }, 'OK');
  const phone = await TestPhone.on(base, CALLER, { network: '63902' });
  await phone.press('text', { text: 'pay ደሞዝ & +' });
  await until(() => line.to(sms).length === 4);
  await new Promise((resolve) => setTimeout(resolve, 150));
  t.equal(line.to(sms).length, 4, 'and not after that');
  t.equal(new Set(line.to(sms).map((one) => one.body)).size, 1);
  const gaps = line.to(sms).slice(1).map((one, n) => one.at - line.to(sms)[n]!.at);
  t.ok(gaps.every((gap) => gap >= 55), 'a scaled minute lies between');
  const { date, id, ...fields } = line.to(sms)[0]!.form;
  t.match(date, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  t.match(id, /^[0-9a-f]{32}$/);
  t.strictSame(fields, { from: CALLER, linkId: '', text: 'pay ደሞዝ & +', to: NUMBERS.texts, networkCode: '63902', cost: 'KES 0.8000' });
  t.match(line.to(sms)[0]!.body, /&text=pay\+%E1%8B%B0%E1%88%9E%E1%8B%9D\+%26\+%2B&to=%2B999800000004&/);
});

t.test('a text nobody takes is given up, and the phone says so', async (t) => {
  const line = await fakeLine(t);
  const base = await startCarrier(t, line, { speedup: 10_000, redeliveries: 3 });
  line.tell(sms, { status: 503 });
  const phone = await TestPhone.on(base);
  await phone.press('text', { text: 'x' });
  t.match(await phone.until((seen) => seen.fault !== ''), { fault: /never took your text/ });
  t.equal(line.to(sms).length, 4);
  await phone.press('misbehaviour', { loseReply: 'lost' });
  line.tell(sms, 'OK');
  await phone.press('text', { text: 'y' });
  await until(() => line.to(sms).length === 8);
});

t.test('the line\'s text arrives in the inbox and is reported, in the documented forms', async (t) => {
  const line = await fakeLine(t);
  const base = await startCarrier(t, line);
  const phone = await TestPhone.on(base);
  const message = 'Reference 48217736';
  const send = async (form: object) => callApi(base, 'version1/messaging', { username: 'demo', to: CALLER, from: NUMBERS.texts, message, bulkSMSMode: '1', ...form });
  const answer = await send({});
  t.equal(answer.status, 201);
  t.match(answer.headers.get('content-type'), /^application\/json/);
  const told = await answer.json() as { SMSMessageData: { Recipients: { messageId: string }[] } };
  t.strictSame(told, { SMSMessageData: {
    Message: 'Sent to 1/1 Total Cost: KES 0.8000 Message parts: 1',
    Recipients: [{ statusCode: 101, number: CALLER, status: 'Success', cost: 'KES 0.8000', messageId: told.SMSMessageData.Recipients[0]!.messageId }],
  } });
  t.match((await phone.see()).inbox, [{ from: NUMBERS.texts, text: message }]);
  await until(() => line.to('/at/sms-status').length === 2);
  const id = told.SMSMessageData.Recipients[0]!.messageId;
  t.match(id, /^ATXid_[0-9a-f]{32}$/);
  t.strictSame(line.to('/at/sms-status').map((one) => one.form), [
    { id, status: 'Sent', phoneNumber: CALLER, networkCode: '99999' }, { id, status: 'Success', phoneNumber: CALLER, networkCode: '99999' },
  ]);
  const several = await (await send({ to: `${CALLER},+447700900888,0770`, message: 'x'.repeat(161) })).json();
  t.match(several, { SMSMessageData: { Message: /^Sent to 2\/3 .* Message parts: 2$/, Recipients: [{ statusCode: 101 }, { statusCode: 101 }, { statusCode: 403, status: 'InvalidPhoneNumber', messageId: 'None' }] } });
  await until(() => line.to('/at/sms-status').some((one) => one.form['status'] === 'Failed' && one.form['phoneNumber'] === '+447700900888'));
});

t.test('a refused sender id is status 201 with nobody in it; a refused key is 401 in plain words', async (t) => {
  const line = await fakeLine(t);
  const base = await startCarrier(t, line);
  const form = { username: 'demo', to: CALLER, from: NUMBERS.texts, message: 'x' };
  const refused = { SMSMessageData: { Message: 'InvalidSenderId', Recipients: [] } };
  const wrong = await callApi(base, 'version1/messaging', { ...form, from: 'HELPLINE' });
  t.equal(wrong.status, 201);
  t.strictSame(await wrong.json(), refused);
  await post(`${base}/misbehaviour`, { invalidSenderId: true });
  t.strictSame(await (await callApi(base, 'version1/messaging', form)).json(), refused);
  const keyless = await callApi(base, 'version1/messaging', form, {});
  t.equal(keyless.status, 401);
  t.equal(await keyless.text(), 'The supplied authentication is invalid');
  t.equal((await callApi(base, 'version1/messaging', { username: 'demo', to: CALLER })).status, 400);
});

t.test('delivery reports come twice or never on request, and phones are bounded', async (t) => {
  const line = await fakeLine(t);
  const base = await startCarrier(t, line);
  await post(`${base}/misbehaviour`, { events: 'twice' });
  const send = () => callApi(base, 'version1/messaging', { username: 'demo', to: CALLER, message: 'x' });
  await send();
  await until(() => line.to('/at/sms-status').length === 4);
  await post(`${base}/misbehaviour`, { events: 'missing' });
  await send();
  await new Promise((resolve) => setTimeout(resolve, 80));
  t.equal(line.to('/at/sms-status').length, 4);
  const first = await TestPhone.on(base, '+447700900100');
  for (let n = 0; n < 1001; n += 1) await post(`${base}/phones`, { number: `+9997${String(n).padStart(8, '0')}` });
  t.match(await first.see(), { error: /not switched on/ });
  for (const number of ['0770', '', '+12', 'x']) t.match(await post(`${base}/phones`, { number }), { error: /./ });
});
