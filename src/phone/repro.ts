export interface WalkedHop { readonly body: string; readonly reply: string }

/**
 * A tap test that posts the same raw bodies and expects the same screens. The session id is drawn anew, for a line that
 * remembers the session would only repeat itself; references differ from run to run, so their digits are not compared.
 */
export function reproduce(walked: { target: string; code: string; sessionId: string; hops: readonly WalkedHop[]; phrases: readonly string[]; opening?: readonly string[] | undefined }): string {
  const { target, code, sessionId, hops, phrases } = walked;
  const opening = walked.opening ?? [`const target = ${quote(target)};`];
  const seen = phrases.filter((phrase) => hops.some(({ reply }) => reply.includes(phrase)));
  const steps = hops.map(({ body, reply }) => `  [${quote(body.replaceAll(sessionId, 'SESSION'))},\n    ${quote(reply)}],`).join('\n');
  return `import { randomBytes } from 'node:crypto';
import t from 'tap';
${opening.join('\n')}
/** Raw wire bodies, and what the line answered. */
const hops: [string, string][] = [
${steps}
];
const withoutReference = (text: string): string => text.replace(/\\d{4} ?\\d{4}/g, '########');

t.test(${quote(`a caller who dials ${code} sees the same ${hops.length} screens again`)}, async (t) => {
  const session = \`ATUid_\${randomBytes(16).toString('hex')}\`;
  const screens: string[] = [];
  for (const [body, expected] of hops) {
    const reply = await fetch(\`\${target}/ussd\`, {
      method: 'POST', headers: { 'User-Agent': 'at-ussd-api/1.0', 'Content-Type': 'application/x-www-form-urlencoded; charset=UTF-8' },
      body: body.replace('SESSION', session),
    });
    const text = await reply.text();
    screens.push(text);
    t.equal(reply.status, 200);
    t.equal(withoutReference(text), withoutReference(expected));
  }
${seen.map((phrase) => `  t.ok(screens.some((screen) => screen.includes(${quote(phrase)})), ${quote(`some screen says: ${phrase}`)});\n`).join('')}});
`;
}

const quote = (text: string): string => `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
