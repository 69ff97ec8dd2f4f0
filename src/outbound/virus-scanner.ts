import { once } from 'node:events';
import { connect, type NetConnectOpts, type Socket } from 'node:net';

/** `size_limit`: the scanner takes no file so large; `reply`: it did not say what it found. */
export type ScannerProblem = 'connection' | 'timeout' | 'size_limit' | 'reply';

export class ScannerError extends Error {
  constructor(readonly problem: ScannerProblem) {
    super(problem);
  }
}

const IDLE_MS = 60_000;
const REPLY_LIMIT = 1_000;
const NAME_LIMIT = 100;

/** Asks a scanner that speaks the protocol of clamd (clamd(8), INSTREAM) about one file after the other, as a stream. */
export class VirusScanner {
  private readonly target: NetConnectOpts;

  /**
   * @param address `tcp://host:port` or `unix:/path`
   * @param idleMs how long the scanner may say and take nothing
   */
  constructor(
    address: string,
    private readonly idleMs = IDLE_MS,
  ) {
    this.target = targetOf(address);
  }

  /**
   * @returns what the scanner found; null where it found nothing
   * @throws ScannerError; whatever the content throws
   */
  async find(content: AsyncIterable<Buffer>): Promise<string | null> {
    const socket = connect(this.target);
    try {
      const reply = replyOn(socket, this.idleMs);
      // It may come, or fail, while nobody waits for it yet.
      let isOver = false;
      void reply.catch(() => undefined).finally(() => (isOver = true));
      for await (const frame of framesOf(content)) {
        if (isOver) break;
        if (!socket.write(frame)) await Promise.race([once(socket, 'drain'), reply]);
      }
      return foundIn(await reply);
    } finally {
      socket.destroy();
    }
  }
}

/** The command, each piece behind its length, and a piece of no length at the end. */
async function* framesOf(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield Buffer.from('zINSTREAM\0');
  for await (const piece of content) {
    if (piece.length > 0) yield Buffer.concat([lengthOf(piece), piece]);
  }
  yield Buffer.alloc(4);
}

function lengthOf(piece: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(piece.length);
  return length;
}

function replyOn(socket: Socket, idleMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    socket.setEncoding('utf8');
    socket.setTimeout(idleMs, () => reject(new ScannerError('timeout')));
    socket.on('data', (more: string) => {
      text = (text + more).slice(0, REPLY_LIMIT);
      if (text.includes('\0')) resolve(text.split('\0')[0]!);
    });
    socket.on('error', () => reject(new ScannerError('connection')));
    socket.on('close', () => reject(new ScannerError('connection')));
  });
}

function foundIn(reply: string): string | null {
  if (/size limit exceeded/i.test(reply)) throw new ScannerError('size_limit');
  if (/^stream: OK$/.test(reply)) return null;
  const [, name] = /^stream: (.+) FOUND$/.exec(reply) ?? [];
  if (name === undefined) throw new ScannerError('reply');
  return name.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, NAME_LIMIT);
}

function targetOf(address: string): NetConnectOpts {
  if (address.startsWith('unix:')) return { path: address.slice('unix:'.length) };
  const { hostname, port } = new URL(address);
  return { host: hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(port) };
}
