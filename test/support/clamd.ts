import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** The file by which every scanner is tried (EICAR), in two halves, so that none takes this source for it. */
export const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

/** How the scanner behaves from now on. */
export type Mood = 'works' | 'silent' | 'confused';

/** A server that speaks the protocol of clamd, finds EICAR, and takes no stream over its limit. */
export class Clamd {
  mood: Mood = 'works';
  /** Sizes of the streams that were scanned, in bytes. */
  readonly scanned: number[] = [];
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly limit: number,
  ) {
    server.on('connection', (socket) => this.serve(socket));
  }

  /** @param path of a Unix socket; undefined: a free TCP port */
  static async start(limit: number, path?: string): Promise<Clamd> {
    const server = createServer();
    const clamd = new Clamd(server, limit);
    await new Promise<void>((done) => {
      if (path === undefined) server.listen(0, '127.0.0.1', done);
      else server.listen(path, done);
    });
    return clamd;
  }

  get url(): string {
    const address = this.server.address() as AddressInfo | string;
    return typeof address === 'string' ? `unix:${address}` : `tcp://127.0.0.1:${address.port}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((done) => this.server.close(done));
  }

  private serve(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.sockets.delete(socket));
    let bytes = Buffer.alloc(0);
    socket.on('data', (more) => {
      // It has answered already: a second answer would end the connection before the first is read.
      if (socket.writableEnded) return;
      bytes = Buffer.concat([bytes, more]);
      const content = streamIn(bytes);
      if (content.size > this.limit) socket.end('INSTREAM size limit exceeded. ERROR\0');
      else if (content.whole) this.answer(socket, content.whole);
    });
  }

  private answer(socket: Socket, content: Buffer): void {
    this.scanned.push(content.length);
    if (this.mood === 'silent') return;
    if (this.mood === 'confused') socket.end('UNKNOWN COMMAND\0');
    else socket.end(`stream: ${content.includes(EICAR) ? 'Eicar-Test-Signature FOUND' : 'OK'}\0`);
  }
}

/** What of a stream has come: its size so far, and all of it once it has ended. */
function streamIn(bytes: Buffer): { size: number; whole?: Buffer } {
  const command = Buffer.from('zINSTREAM\0');
  if (bytes.length < command.length) return { size: 0 };
  if (!bytes.subarray(0, command.length).equals(command)) throw new Error('No command of clamd');
  const pieces: Buffer[] = [];
  let size = 0;
  for (let at = command.length; at + 4 <= bytes.length;) {
    const length = bytes.readUInt32BE(at);
    if (length === 0) return { size, whole: Buffer.concat(pieces) };
    pieces.push(bytes.subarray(at + 4, at + 4 + length));
    size += length;
    at += 4 + length;
  }
  return { size };
}
