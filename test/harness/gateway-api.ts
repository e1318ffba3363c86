import { createServer } from 'node:http';
import { freePort } from './line.ts';

/** The gateway's own address, as far as the line posts to it: takes every text and call, and tells what came. */
export interface GatewayApi {
  readonly url: string;
  readonly texts: { readonly to: string; readonly message: string }[];
  readonly calls: string[];
  /** The next text to this number. */
  next(number: string): Promise<string>;
  close(): Promise<void>;
}

/** `rings` looks about when a phone is about to ring. */
export async function gatewayApi(rings: (to: string) => void = () => undefined): Promise<GatewayApi> {
  const texts: { to: string; message: string }[] = [];
  const calls: string[] = [];
  const waiting = new Map<string, ((text: string) => void)[]>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const fields = new URLSearchParams(Buffer.concat(chunks).toString());
      response.setHeader('content-type', 'application/json');
      response.statusCode = 201;
      if (request.url?.includes('messaging')) {
        const [to, message] = [fields.get('to') ?? '', fields.get('message') ?? ''];
        texts.push({ to, message });
        response.end(JSON.stringify({ SMSMessageData: { Message: 'Sent to 1/1', Recipients: [{ statusCode: 101, number: to, status: 'Success', cost: 'KES 0.8000', messageId: `ATXid_${texts.length}` }] } }));
        waiting.get(to)?.shift()?.(message);
      } else {
        const to = fields.get('to') ?? fields.get('callTo') ?? '';
        calls.push(to);
        rings(to);
        response.end(JSON.stringify({ entries: [{ phoneNumber: to, status: 'Queued', sessionId: `ATVId_out${calls.length}` }], errorMessage: 'None' }));
      }
    });
  });
  const port = await freePort();
  await new Promise<void>((resolve) => { server.listen(port, '127.0.0.1', resolve); });
  return {
    url: `http://127.0.0.1:${port}`, texts, calls,
    next: (number) => new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('no text came')), 5_000);
      waiting.set(number, [...(waiting.get(number) ?? []), (text) => { clearTimeout(late); resolve(text); }]);
    }),
    close: () => new Promise((resolve) => { server.closeAllConnections(); server.close(() => resolve()); }),
  };
}
