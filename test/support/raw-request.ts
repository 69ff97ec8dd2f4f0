import { connect } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { PATIENCE_MS } from './patience.js';

export interface RawAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/**
 * Sends bytes as they are and reads until the server closes or has answered, for what no HTTP library would send.
 * @throws Error where nothing is answered
 */
export function sendRaw(server: Server, bytes: string | Buffer): Promise<RawAnswer> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    const chunks: Buffer[] = [];
    const timer = setTimeout(() => {
      socket.destroy();
      reject(new Error(`no whole answer to ${JSON.stringify(String(bytes).slice(0, 80))}`));
    }, PATIENCE_MS);
    const done = () => {
      clearTimeout(timer);
      socket.destroy();
      const answer = parsed(Buffer.concat(chunks).toString('utf8'));
      if (answer) resolve(answer);
      else reject(new Error('the connection was closed without an answer'));
    };
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      const answer = parsed(Buffer.concat(chunks).toString('utf8'));
      const length = answer?.headers['content-length'];
      if (answer && length !== undefined && Buffer.byteLength(answer.body) >= Number(length)) done();
    });
    socket.on('end', done);
    // The server may close while a long request is still being sent.
    socket.on('error', done);
    socket.write(bytes);
  });
}

function parsed(text: string): RawAnswer | undefined {
  const end = text.indexOf('\r\n\r\n');
  const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1];
  if (end < 0 || status === undefined) return undefined;
  const lines = text.slice(0, end).split('\r\n').slice(1);
  const headers = lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return { status: Number(status), headers: Object.fromEntries(headers), body: text.slice(end + 4) };
}
