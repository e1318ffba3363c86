import t from 'tap';
import { readDocument } from '../../src/phone/document.ts';
import { ADVOCATE, callApi, CALLER, fakeLine, NUMBERS, post, startCarrier, TestPhone, toneWav, until } from './fake-line.ts';

const voice = '/at/voice';
const doc = (inner: string): string => `<?xml version="1.0" encoding="UTF-8"?>\n<Response>${inner}</Response>`;
const finals = (line: Awaited<ReturnType<typeof fakeLine>>, path = voice) => line.to(path).filter((one) => one.form['isActive'] === '0');

t.test('a caller hears the hotline and presses a key, in the wire form of the captures', async (t) => {
  const line = await fakeLine(t);
  const base = await startCarrier(t, line, { speedup: 20 });
  line.serve('/hello.wav', toneWav(2), 'audio/wav', { 'cache-control': 'public, max-age=3600' });
  line.tell(voice, doc(`<GetDigits timeout="60" numDigits="1" callbackUrl="${line.origin}/at/voice/next?a=1&amp;b=2"><Play url="${line.origin}/hello.wav"/></GetDigits>`));
  line.tell('/at/voice/next', doc('<Say>Good bye</Say>'));
  const phone = await TestPhone.on(base, CALLER, { network: '63902' });
  await phone.press('dial', { to: NUMBERS.hotline });
  await phone.until((seen) => seen.sounds.length === 1);
  t.match(await phone.see(), { state: 'call', sounds: [{ kind: 'clip', what: `${line.origin}/hello.wav`, seconds: 2 }] });
  await phone.press('key', { key: '5' });
  t.match(await phone.until((seen) => seen.state === 'ended'), { fault: '', text: 'Call ended' });
  const first = line.to(voice)[0]!;
  const session = first.form['sessionId']!;
  t.match(session, /^ATVId_[0-9a-f]{32}$/);
  const started = first.form['callStartTime']!;
  t.match(started, /^\d{4}-\d\d-\d\d\+\d\d:\d\d:\d\d$/);
  const wire = (state: string) => `callSessionState=${state}&sessionId=${session}&callerCountryCode=44&callerCarrierName=Safaricom&isActive=1`
    + `&callStartTime=${started.replace('+', '%2B').replaceAll(':', '%3A')}&direction=Inbound&destinationNumber=%2B999800000001&callerNumber=%2B447700900001`;
  t.equal(first.body, wire('Ringing'));
  const [second, last] = line.to('/at/voice/next');
  t.equal(second!.body, `${wire('Answered')}&dtmfDigits=5`);
  t.equal(second!.query, 'a=1&b=2');
  await until(() => finals(line, '/at/voice/next').length === 1);
  t.match(last?.form ?? finals(line, '/at/voice/next')[0]!.form, { isActive: '0', callSessionState: 'Completed', status: 'Success', hangupCause: 'NORMAL_CLEARING', currencyCode: 'KES', amount: /^\d/, durationInSeconds: /^\d+$/ });
  t.equal(finals(line).length, 0, 'the final notification goes to the last callback');
  await until(() => line.to('/at/voice-events').length === 3);
  t.strictSame(line.to('/at/voice-events').map((one) => one.form['callSessionState']).sort(), ['Answered', 'Completed', 'Ringing']);
  line.tell('/at/voice/next', doc(`<Play url="${line.origin}/hello.wav"/>`));
  await phone.press('dial', { to: NUMBERS.hotline });
  await phone.until((seen) => seen.sounds.length === 1);
  t.equal(line.fetched.length, 1, 'a clip that may be cached is fetched once');
  await phone.press('hangup');
});

t.test('silence makes no request: the next element runs, and after the last the call is hung up', async (t) => {
  const line = await fakeLine(t);
  const base = await startCarrier(t, line, { speedup: 300 });
  line.tell(voice, doc(`<GetDigits timeout="3" callbackUrl="${line.origin}/at/voice/keys"><Say>Press</Say></GetDigits><Redirect>${line.origin}/at/voice/silence</Redirect>`));
  line.tell('/at/voice/silence', doc('<GetDigits timeout="3"><Say>Again</Say></GetDigits>'));
  const phone = await TestPhone.on(base);
  await phone.press('dial', { to: NUMBERS.hotline });
  t.match(await phone.until((seen) => seen.state === 'ended'), { fault: '', sounds: [{ what: 'Press' }, { what: 'Again' }] });
  await until(() => line.to('/at/voice/silence').length === 2);
  t.strictSame(line.to('/at/voice/keys'), []);
  const [asked, final] = line.to('/at/voice/silence');
  t.equal(asked!.form['dtmfDigits'], undefined);
  t.match(final!.form, { isActive: '0', status: 'Success' }, 'Redirect sticks for the final notification');
});

t.test('digits end by their number, by the finish key, or by time', async (t) => {
  const line = await fakeLine(t);
  const base = await startCarrier(t, line, { speedup: 10 });
  const phone = await TestPhone.on(base);
  const enter = async (attributes: string, keys: string, wait = 0): Promise<string | undefined> => {
    line.posted.length = 0;
    line.tell(voice, doc(`<GetDigits ${attributes}/>`), doc(''));
    await phone.press('dial', { to: NUMBERS.hotline });
    await phone.until((seen) => seen.state === 'call');
    for (const key of keys) { await phone.press('key', { key }); if (wait) await new Promise((r) => setTimeout(r, wait)); }
    await phone.until((seen) => seen.state === 'ended');
    return line.to(voice).find((one) => one.form['dtmfDigits'] !== undefined)?.form['dtmfDigits'];
  };
  t.equal(await enter('timeout="20" numDigits="3"', '007'), '007');
  t.equal(await enter('timeout="20" finishOnKey="#"', '12*#'), '12*');
  t.equal(await enter('timeout="10"', '12'), '12', 'time is up after the last key');
  t.equal(await enter('timeout="10" finishOnKey="#"', '#'), undefined, 'a finish key alone is no input');
  t.equal(await enter('timeout="10" numDigits="9"', '1234', 400), '1234', 'each key starts the time anew');
});

t.test('the number that is only let ring must be rejected, and costs nothing', async (t) => {
  const line = await fakeLine(t);
  const base = await startCarrier(t, line);
  const phone = await TestPhone.on(base);
  line.tell(voice, doc('<Reject/>'));
  await phone.press('ring');
  t.match(await phone.until((seen) => seen.state === 'ended'), { fault: '' });
  await until(() => finals(line).length === 1);
  t.match(line.to(voice)[0]!.form, { destinationNumber: NUMBERS.missed, isActive: '1' });
  t.match(finals(line)[0]!.form, { durationInSeconds: '0', amount: '0.00', hangupCause: 'CALL_REJECTED' });
  line.tell(voice, doc('<Say>Hello</Say>'));
  await phone.press('ring');
  t.match(await phone.until((seen) => seen.state === 'error' || seen.fault !== ''), { fault: /must be rejected/ });
});

t.test('XML that Africa\'s Talking does not know drops the call, and the phone shows why', async (t) => {
  const line = await fakeLine(t);
  const base = await startCarrier(t, line);
  const phone = await TestPhone.on(base);
  const wrong: [Parameters<typeof line.tell>[1], RegExp][] = [
    [doc('<Hangup/>'), /<Hangup> is not an element/], [doc('<say>x</say>'), /<say> is not/], ['<Response><Say>x</Response>', /not well formed/],
    [doc('<Say>Tom & Ann</Say>'), /unescaped &/], [doc('<Play url="http://127.0.0.1/a?b=1&c=2"/>'), /unescaped &/], [doc('<Say>\u0001</Say>'), /control/],
    [doc('<Reject/><Say>x</Say>'), /only element/], [doc('<Say>x</Say><Reject/>'), /only element/], [doc('<Play/>'), /needs url/],
    [doc('<Play>http://127.0.0.1/x</Play>'), /holds text/], [doc('<Redirect url="http://127.0.0.1/x"/>'), /no attribute url/],
    [doc('<Redirect>/relative</Redirect>'), /full http/], [doc('<GetDigits numdigits="1"/>'), /no attribute numdigits/],
    [doc('<GetDigits timeout="soon"/>'), /not a number/], [doc('<GetDigits finishOnKey="##"/>'), /one key/],
    [doc('<GetDigits><Say>a</Say><Say>b</Say></GetDigits>'), /more than one/], [doc('<GetDigits><Reject/></GetDigits>'), /more than one Say or Play/],
    ['<Say>x</Say>', /not one <Response>/], ['<Response/><Response/>', /./], ['END hello', /./], [{ status: 500, body: doc('') }, /status 500/],
    [{ body: '{}', type: 'application/json' }, /not XML/], [doc('<Dial phoneNumbers="" />'), /no number/], [doc('<Dial phoneNumbers="+1" callbackUrl="http://127.0.0.1/"/>'), /no attribute/],
    [doc('<Dial phoneNumbers="+447700900002" callerId="+447700900555"/>'), /callerId/], [doc('<Dequeue name="x"/>'), /needs phoneNumber/],
    [doc('<Dequeue phoneNumber="+447700900555" name="x"/>'), /does not have/],
    ['<!DOCTYPE x [<!ENTITY a "b">]><Response><Say>x</Say></Response>', /document type/],
  ];
  for (const [answer, reason] of wrong) {
    line.tell(voice, answer);
    await phone.press('dial', { to: NUMBERS.hotline });
    const seen = await phone.until((one) => one.state === 'error');
    t.match(seen, { text: 'Call dropped', fault: reason }, String(reason));
    t.match(seen.fault, /Call again\.$/);
  }
  await until(() => finals(line).length === wrong.length);
  t.ok(finals(line).every((one) => one.form['status'] === 'Aborted'));
  line.tell(voice, doc(`<Redirect>${line.origin}${voice}</Redirect>`));
  await phone.press('dial', { to: NUMBERS.hotline });
  t.match(await phone.until((one) => one.state === 'error'), { fault: /circles/ }, 'a loop without a sound is bounded');
  line.tell(voice, { body: doc('<Say>plain</Say>'), type: 'text/plain' });
  await phone.press('dial', { to: NUMBERS.hotline });
  t.match(await phone.until((one) => one.state === 'ended'), { sounds: [{ what: 'plain' }] }, 'text/plain is taken too');
  t.match(await phone.press('dial', { to: '+447700900999' }), { state: 'error', text: /not in service/ });
});

t.test('escaped text and addresses arrive unescaped, with the documented defaults', async (t) => {
  t.strictSame(readDocument(doc('<Say voice="man" playBeep="true">Tom &amp; &lt;Ann&gt; &#x41;</Say><GetDigits/>')), [
    { tag: 'Say', text: 'Tom & <Ann> A', voice: 'man', playBeep: true },
    { tag: 'GetDigits', timeout: 30, numDigits: undefined, finishOnKey: undefined, callbackUrl: undefined, prompt: undefined },
  ]);
  t.match(readDocument(doc('<Play url="http://127.0.0.1/x?a=1&amp;b=2"/>')), [{ url: 'http://127.0.0.1/x?a=1&b=2' }]);
  t.match(readDocument(doc('<Say>It costs <say-as interpret-as="currency">5</say-as><break time="1s"/></Say>')), [{ text: /It costs\s+5/ }]);
  t.match(readDocument(doc('<Record/>')), [{ terminal: true, timeout: 3600 }]);
  t.strictSame(readDocument('<Response/>'), []);
});

t.test('a clip that is missing or no audio is silence, then the next element', async (t) => {
  const line = await fakeLine(t);
  const base = await startCarrier(t, line);
  line.serve('/page', Buffer.from('<html>'), 'text/html');
  line.serve('/noise.mp3', Buffer.from('no mp3 at all'), 'audio/mpeg');
  line.tell(voice, doc(`<Play url="${line.origin}/gone.mp3"/><Play url="${line.origin}/page"/><Play url="${line.origin}/noise.mp3"/><Say>ሰላም</Say><Say>Bye</Say>`));
  const phone = await TestPhone.on(base);
  await phone.press('dial', { to: NUMBERS.hotline });
  const seen = await phone.until((one) => one.state === 'ended');
  t.match(seen.faults, [/silent: status 404/, /silent: content type text\/html/, /neither WAV nor MP3/, /cannot say these words/]);
  t.match(seen.sounds, [{ what: 'ሰላም' }, { what: 'Bye' }]);
});

t.test('the line calls a phone: it rings, and the first instruction comes only when it is picked up', async (t) => {
  const line = await fakeLine(t);
  const base = await startCarrier(t, line, { speedup: 20 });
  line.tell(voice, doc('<GetDigits numDigits="1" timeout="30"><Say>Press 1</Say></GetDigits>'), doc('<Say>Thanks</Say>'));
  const phone = await TestPhone.on(base, ADVOCATE);
  const answer = await callApi(base, 'call', { username: 'demo', to: ADVOCATE, from: NUMBERS.outgoing, clientRequestId: 'undefined' });
  t.equal(answer.status, 201);
  t.equal(answer.headers.get('x-current-queue-size'), '1');
  const told = await answer.json() as { entries: { sessionId: string }[] };
  t.match(told, { entries: [{ phoneNumber: ADVOCATE, status: 'Queued', sessionId: /^ATVId_[0-9a-f]{32}$/ }], errorMessage: 'None' });
  t.match(await phone.until((seen) => seen.state === 'ringing'), { other: NUMBERS.outgoing, text: `${NUMBERS.outgoing}\nis calling` });
  t.strictSame(line.to(voice), []);
  await phone.press('answer');
  await phone.until((seen) => seen.sounds.length === 1);
  const { form } = line.to(voice)[0]!;
  t.match(form, { direction: 'Outbound', callerNumber: ADVOCATE, destinationNumber: NUMBERS.outgoing, callSessionState: 'Answered', isActive: '1', sessionId: told.entries[0]!.sessionId });
  t.equal(form['clientRequestId'], undefined, 'instructions never carry it');
  await phone.press('key', { key: '1' });
  await phone.until((seen) => seen.state === 'ended');
  await until(() => finals(line).length === 1);
  t.equal(finals(line)[0]!.form['clientRequestId'], undefined);
  t.equal(line.to('/at/voice-events').at(-1)!.form['clientRequestId'], 'undefined', 'events do');
});

t.test('a call that is declined, not answered, busy or to nobody is NotAnswered, once and first', async (t) => {
  const line = await fakeLine(t);
  const base = await startCarrier(t, line, { speedup: 20 });
  const phone = await TestPhone.on(base, ADVOCATE);
  const place = (to: string) => callApi(base, 'call', { username: 'demo', to, from: NUMBERS.outgoing });
  const ended = async (): Promise<Record<string, string>> => { await until(() => line.to(voice).length === 1); const one = line.to(voice)[0]!.form; line.posted.length = 0; return one; };
  await place(ADVOCATE);
  await phone.until((seen) => seen.state === 'ringing');
  await phone.press('decline');
  t.match(await ended(), { isActive: '0', callSessionState: 'NotAnswered', status: 'NotAnswered', hangupCause: 'CALL_REJECTED', callStartTime: 'None', durationInSeconds: '0' });
  await place(ADVOCATE);
  t.match(await ended(), { hangupCause: 'NO_ANSWER', status: 'NotAnswered' });
  await place('+447700900777');
  t.match(await ended(), { hangupCause: 'SUBSCRIBER_ABSENT', callerNumber: '+447700900777', callerCarrierName: 'None' });
  line.tell(voice, doc('<GetDigits timeout="600"/>'));
  await phone.press('dial', { to: NUMBERS.hotline });
  await phone.until((seen) => seen.state === 'call');
  line.posted.length = 0;
  await place(ADVOCATE);
  t.match(await ended(), { hangupCause: 'USER_BUSY' });
});

t.test('a call that comes in while a screen is open takes the screen; later the phone is free again', async (t) => {
  const line = await fakeLine(t);
  const base = await startCarrier(t, line, { speedup: 15 });
  line.tell('/at/ussd', 'CON x');
  line.tell(voice, doc('<GetDigits timeout="20"/>'));
  const phone = await TestPhone.on(base, ADVOCATE);
  await phone.press('dial', { to: '*384*7#' });
  await callApi(base, 'call', { username: 'demo', to: ADVOCATE, from: NUMBERS.outgoing });
  await phone.until((seen) => seen.state === 'ringing');
  await phone.press('answer');
  await phone.until((seen) => seen.state === 'call');
  await phone.press('hangup');
  await phone.until((seen) => seen.state === 'ended');
  t.match(await phone.press('dial', { to: '*384*7#' }), { state: 'screen', text: 'x' });
  await until(() => line.to('/at/ussd-events').length === 1);
  t.match(line.to('/at/ussd-events')[0]!.form, { status: 'Incomplete' });
  const wire = await (await fetch(`${base}/wire`)).json() as { request: string; reply: string }[];
  t.match(wire.find((one) => one.request.includes('/carrier/call')), {
    request: /apiKey: \*\*\*\n\nusername=demo&to=%2B447700900002&from=%2B999800000003$/, reply: /^HTTP\/1\.1 201\n[^]*"status":"Queued"/,
  });
});

t.test('the API refuses as documented', async (t) => {
  const line = await fakeLine(t);
  const base = await startCarrier(t, line, { apiKey: 'demo' });
  const form = { username: 'demo', to: ADVOCATE, from: NUMBERS.outgoing };
  for (const headers of [{}, { apikey: 'wrong' }] as Record<string, string>[]) {
    const refused = await callApi(base, 'call', form, headers);
    t.equal(refused.status, 401);
    t.match(refused.headers.get('content-type'), /^text\/plain/);
    t.equal(await refused.text(), 'The supplied authentication is invalid');
  }
  t.match(await (await callApi(base, 'call', { ...form, from: '+447700900555' })).json(), { entries: [], errorMessage: /^Invalid callerId/ });
  t.match(await (await callApi(base, 'call', { ...form, to: '0770' })).json(), { entries: [{ status: 'InvalidPhoneNumber', sessionId: 'None' }] });
  t.equal((await callApi(base, 'call', { username: 'demo', to: ADVOCATE })).status, 400);
  const json = await fetch(`${base}/carrier/call`, { method: 'POST', headers: { apikey: 'demo', 'content-type': 'application/json' }, body: JSON.stringify({ ...form, to: [ADVOCATE, CALLER] }) });
  t.equal(((await json.json()) as { entries: object[] }).entries.length, 2);
});

t.test('the advocate waits in a queue, the caller takes it out, and both hear each other', async (t) => {
  const line = await fakeLine(t);
  const base = await startCarrier(t, line, { speedup: 20 });
  const advocate = await TestPhone.on(base, ADVOCATE);
  const caller = await TestPhone.on(base, CALLER);
  line.tell(voice, (posted) => posted.form['dequeuedToSessionId'] !== undefined ? '<Response/>' : posted.form['callerNumber'] === ADVOCATE
    ? doc('<Enqueue name="q1"/>') : doc(`<Dequeue phoneNumber="${NUMBERS.outgoing}" name="q1"/>`));
  const place = (to: string) => callApi(base, 'call', { username: 'demo', to, from: NUMBERS.outgoing });
  await place(ADVOCATE);
  await advocate.until((seen) => seen.state === 'ringing');
  await advocate.press('answer');
  await advocate.until((seen) => seen.text.startsWith('Waiting'));
  await place(CALLER);
  await caller.until((seen) => seen.state === 'ringing');
  await caller.press('answer');
  t.match(await advocate.until((seen) => seen.state === 'connected'), { other: NUMBERS.outgoing });
  t.match(await caller.until((seen) => seen.state === 'connected'), { other: NUMBERS.outgoing });
  const noticed = () => line.to(voice).find((one) => one.form['dequeuedToSessionId'] !== undefined);
  await until(() => noticed() !== undefined);
  const notice = noticed()!.form;
  t.match(notice, { isActive: '1', callerNumber: ADVOCATE, dequeuedToPhoneNumber: CALLER, queueDurationInSeconds: /^\d+$/, dequeueTime: /^\d{4}-\d\d-\d\d\+/ });
  t.equal(notice['dequeuedToSessionId'], line.to(voice).find((one) => one.form['callerNumber'] === CALLER)!.form['sessionId']);
  await caller.press('say', { words: 'Can you hear me?' });
  await advocate.press('say', { words: 'Yes' });
  t.match((await advocate.see()).sounds.at(-1), { kind: 'other phone', what: 'Can you hear me?' });
  t.match((await caller.see()).sounds.at(-1), { kind: 'other phone', what: 'Yes' });
  await advocate.press('hangup');
  await caller.until((seen) => seen.state === 'ended');
  await until(() => finals(line).length === 2);
  t.match(finals(line).find((one) => one.form['callerNumber'] === ADVOCATE)!.form, { dequeuedToPhoneNumber: CALLER, status: 'Success' });
  line.posted.length = 0;
  await place(CALLER);
  await caller.until((seen) => seen.state === 'ringing');
  await caller.press('answer');
  t.match(await caller.until((seen) => seen.state === 'ended'), { faults: [/Nobody is waiting/] }, 'with nobody in the queue the caller\'s call ends');
});

t.test('Dial rings all or one after the other, and the next element runs when nobody picks up', async (t) => {
  const line = await fakeLine(t);
  const base = await startCarrier(t, line, { speedup: 15 });
  const caller = await TestPhone.on(base, CALLER);
  const advocate = await TestPhone.on(base, ADVOCATE);
  const third = await TestPhone.on(base, '+447700900003');
  const dialDocument = (more: string) => doc(`<Dial phoneNumbers="x@ke.sip.africastalking.com,${ADVOCATE},+447700900003" callerId="${NUMBERS.outgoing}" ${more}/><Say>Nobody</Say>`);
  line.tell(voice, dialDocument('sequential="false"'));
  await caller.press('dial', { to: NUMBERS.hotline });
  await advocate.until((seen) => seen.state === 'ringing');
  await third.until((seen) => seen.state === 'ringing');
  await third.press('answer');
  await advocate.until((seen) => seen.state === 'ended');
  await caller.until((seen) => seen.state === 'connected');
  await third.press('say', { words: 'Hello' });
  t.match((await caller.see()).sounds.at(-1), { what: 'Hello' });
  await third.press('hangup');
  await caller.until((seen) => seen.state === 'ended');
  await until(() => finals(line).length === 1);
  t.match(finals(line)[0]!.form, { dialDestinationNumber: '+447700900003', dialDurationInSeconds: /^\d+$/, lastBridgeHangupCause: 'NORMAL_CLEARING' });
  line.tell(voice, dialDocument('sequential="true"'));
  await caller.press('dial', { to: NUMBERS.hotline });
  await advocate.until((seen) => seen.state === 'ringing');
  t.not((await third.see()).state, 'ringing');
  await advocate.press('decline');
  await third.until((seen) => seen.state === 'ringing');
  t.match(await caller.until((seen) => seen.state === 'ended'), { sounds: [{ what: 'Nobody' }] });
  line.tell(voice, dialDocument('maxDuration="20"'));
  await caller.press('dial', { to: NUMBERS.hotline });
  await advocate.until((seen) => seen.state === 'ringing');
  await advocate.press('answer');
  await caller.until((seen) => seen.state === 'connected');
  await caller.until((seen) => seen.state === 'ended');
});

t.test('a voice message is recorded until its key, and its address comes with the next request', async (t) => {
  const line = await fakeLine(t);
  const base = await startCarrier(t, line, { speedup: 20 });
  const phone = await TestPhone.on(base);
  const recordDocument = doc(`<Record finishOnKey="#" maxLength="60" timeout="10" playBeep="true" callbackUrl="${line.origin}/at/voice/kept"><Say>Speak</Say></Record>`);
  line.tell(voice, recordDocument);
  line.tell('/at/voice/kept', doc('<Say>Kept</Say>'));
  const leave = async (words: string | undefined, key?: string) => {
    line.posted.length = 0;
    await phone.press('dial', { to: NUMBERS.hotline });
    await phone.until((seen) => seen.sounds.some((one) => one.kind === 'beep'));
    if (words) await phone.press('say', { words });
    if (key) await phone.press('key', { key });
    await phone.until((seen) => seen.state === 'ended');
    return line.to('/at/voice/kept')[0]!.form;
  };
  const kept = await leave('My pay is late', '#');
  t.equal(kept['isActive'], '1');
  const recording = await fetch(kept['recordingUrl']!);
  t.equal(recording.headers.get('content-type'), 'audio/mpeg');
  t.equal((await recording.arrayBuffer()).byteLength % 72, 0);
  t.equal((await leave(undefined))['recordingUrl'], '', 'nothing said, nothing recorded');
  await phone.press('misbehaviour', { recordingInactive: true });
  t.match(await leave('Again', '#'), { isActive: '0', recordingUrl: /\.mp3$/ });
  line.tell(voice, doc('<Record/>'));
  line.posted.length = 0;
  await phone.press('dial', { to: NUMBERS.hotline });
  await phone.until((seen) => seen.state === 'call');
  await phone.press('say', { words: 'Long story' });
  await phone.press('hangup');
  await until(() => finals(line).length === 1);
  t.match(finals(line)[0]!.form, { recordingUrl: /\.mp3$/ });
});

t.test('a carrier that misbehaves in calls on request', async (t) => {
  const line = await fakeLine(t);
  const base = await startCarrier(t, line, { speedup: 25 });
  const phone = await TestPhone.on(base);
  const keys = doc(`<GetDigits timeout="60" numDigits="1" callbackUrl="${line.origin}/at/voice/keys?state=1"/>`);
  const call = async (faults: object): Promise<void> => {
    await phone.press('misbehaviour', { noInput: false, dropQuery: false, caller: 'shown', duplicate: 'off', loseReply: 'off', noPlus: false, ...faults });
    line.posted.length = 0;
    line.tell(voice, keys);
    line.tell('/at/voice/keys', doc(''));
    await phone.press('dial', { to: NUMBERS.hotline });
    await phone.until((seen) => seen.state !== 'calling');
    if ((await phone.see()).state === 'call') await phone.press('key', { key: '1' });
    await phone.until((seen) => seen.state === 'ended' || seen.state === 'error');
  };
  await call({ dropQuery: true });
  t.match(line.to('/at/voice/keys')[0], { query: '' });
  await call({ noInput: true });
  t.equal(line.to('/at/voice/keys').length, 0);
  await call({ caller: 'hidden' });
  t.match(line.to(voice)[0]!.form, { callerNumber: '', callerCountryCode: 'None', callerCarrierName: 'None' });
  await call({ caller: 'sip' });
  t.match(line.to(voice)[0]!.form, { callerNumber: /@ke\.sip\.africastalking\.com$/ });
  await call({ noPlus: true });
  t.match(line.to(voice)[0]!.form, { callerNumber: '447700900001', destinationNumber: '999800000001' });
  await call({ loseReply: 'lost' });
  t.match(await phone.see(), { state: 'error', fault: /lost on its way/ });
  await call({ duplicate: 'concurrent' });
  t.equal(line.to('/at/voice/keys').filter((one) => one.form['isActive'] === '1').length, 2);
  await call({});
  const other = await TestPhone.on(base, ADVOCATE);
  line.tell(voice, doc('<Say>Hello</Say>'));
  line.posted.length = 0;
  await other.press('misbehaviour', { instructionFirst: true });
  let answered = 0;
  const placing = callApi(base, 'call', { username: 'demo', to: ADVOCATE, from: NUMBERS.outgoing }).then((one) => { answered = performance.now(); return one; });
  await other.until((seen) => seen.state === 'ringing');
  await other.press('answer');
  t.equal((await placing).status, 201);
  t.ok(line.to(voice)[0]!.at < answered, 'the instruction request came before the answer to /call');
  await other.press('misbehaviour', { instructionFirst: false, apiSilence: 'never' });
  await other.until((seen) => seen.state === 'ended');
  await t.rejects(fetch(`${base}/carrier/call`, { method: 'POST', signal: AbortSignal.timeout(200), headers: { apikey: 'x', 'content-type': 'application/json' }, body: JSON.stringify({ username: 'demo', to: ADVOCATE, from: NUMBERS.outgoing }) }));
  await other.until((seen) => seen.state === 'ringing');
  await other.press('misbehaviour', { apiSilence: 10 });
  await other.press('decline');
  const began = performance.now();
  t.equal((await callApi(base, 'call', { username: 'demo', to: ADVOCATE, from: NUMBERS.outgoing })).status, 201);
  t.ok(performance.now() - began >= 195, 'ten of the network\'s seconds later');
  await post(`${base}/misbehaviour`, { events: 'on time' });
});
