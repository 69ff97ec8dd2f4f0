import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  /** Of the envelope. */
  from: string;
  recipients: string[];
  /** As it came, its lines unfolded. */
  headers: string[];
  subject: string;
  text: string;
}

/** A real mail server on this machine, which can be stopped and started again at its port. */
export class MailServer {
  readonly received: ReceivedMail[] = [];
  /** Recipients that do not exist here. */
  readonly unknown = new Set<string>();
  private server: SMTPServer | undefined;
  private port = 0;

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  async start(): Promise<this> {
    const server = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      onRcptTo: ({ address }, _session, done) =>
        done(
          this.unknown.has(address) ? Object.assign(new Error('No such user'), { responseCode: 550 }) : null,
        ),
      onData: (stream, { envelope }, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
          const recipients = envelope.rcptTo.map(({ address }) => address);
          this.received.push({ from, recipients, ...read(Buffer.concat(chunks).toString('latin1')) });
          done();
        });
      },
    });
    server.on('error', () => undefined);
    await new Promise<void>((done) => server.listen(this.port, '127.0.0.1', done));
    this.port = (server.server.address() as AddressInfo).port;
    this.server = server;
    return this;
  }

  async stop(): Promise<void> {
    await new Promise<void>((done) => this.server!.close(done));
  }
}

/** Reads a message of one part (RFC 5322, RFC 2045, RFC 2047). */
function read(raw: string): Omit<ReceivedMail, 'from' | 'recipients'> {
  const [head = '', body = ''] = raw.split(/\r\n\r\n(.*)/s);
  const headers = head.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n');
  const valueOf = (name: string) =>
    headers.find((header) => header.toLowerCase().startsWith(`${name}:`))?.replace(/^[^:]*:\s*/, '') ?? '';
  const bytes =
    valueOf('content-transfer-encoding') === 'base64'
      ? Buffer.from(body, 'base64')
      : unquoted(body.replaceAll(/=\r\n/g, ''));
  return { headers, subject: decodedWords(valueOf('subject')), text: bytes.toString('utf8') };
}

function unquoted(text: string): Buffer {
  return Buffer.from(
    text.replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
}

function decodedWords(text: string): string {
  return text
    .replaceAll(/\?= =\?/g, '?==?')
    .replaceAll(/=\?utf-8\?([QB])\?([^?]*)\?=/gi, (_, encoding: string, word: string) =>
      (encoding.toUpperCase() === 'B'
        ? Buffer.from(word, 'base64')
        : unquoted(word.replaceAll('_', ' '))
      ).toString('utf8'),
    );
}
