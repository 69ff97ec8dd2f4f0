import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** What happens to connections, old and new ones. */
export type ProxyMode = 'pass' | 'refuse' | 'reset' | 'hang' | 'slow' | 'hang-after-commit';

const SLOW_MS = 300;

/** Stands between the program and PostgreSQL and does to its connections what networks do. */
export class TcpProxy {
  private mode: ProxyMode = 'pass';
  private readonly pairs = new Set<[Socket, Socket]>();
  /** Whether a COMMIT has passed since the mode was set to wait for one. */
  committed = false;

  private constructor(
    private readonly server: Server,
    private readonly target: { host: string; port: number },
  ) {}

  /** @param url of the database @returns the proxy, and the address through it */
  static async before(url: string): Promise<{ proxy: TcpProxy; url: string }> {
    const through = new URL(url);
    const server = createServer();
    const proxy = new TcpProxy(server, { host: through.hostname, port: Number(through.port) });
    server.on('connection', (client) => proxy.take(client));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    through.port = String((server.address() as AddressInfo).port);
    return { proxy, url: through.href };
  }

  set(mode: ProxyMode): void {
    this.mode = mode;
    this.committed = false;
    if (mode === 'refuse' || mode === 'reset') this.cut();
    // What hung when the network comes back is taken up again.
    for (const [client, upstream] of this.pairs) {
      if (mode === 'hang') [client, upstream].map((socket) => socket.pause());
      else [client, upstream].map((socket) => socket.resume());
    }
  }

  close(): void {
    this.cut();
    this.server.close();
  }

  private cut(): void {
    for (const [client, upstream] of this.pairs) {
      client.resetAndDestroy();
      upstream.destroy();
    }
  }

  private take(client: Socket): void {
    client.on('error', () => undefined);
    if (this.mode === 'refuse' || this.mode === 'reset') {
      client.resetAndDestroy();
      return;
    }
    const upstream = connect(this.target.port, this.target.host);
    const pair: [Socket, Socket] = [client, upstream];
    this.pairs.add(pair);
    this.pass(client, upstream, pair, true);
    this.pass(upstream, client, pair, false);
    if (this.mode === 'hang') pair.map((socket) => socket.pause());
  }

  private pass(from: Socket, to: Socket, pair: [Socket, Socket], toServer: boolean): void {
    from.on('data', (chunk: Buffer) => {
      if (this.mode === 'hang-after-commit' && toServer && chunk.includes('COMMIT\0')) {
        this.committed = true;
        pair[1].pause();
      }
      if (this.mode === 'slow') setTimeout(() => to.write(chunk), SLOW_MS);
      else to.write(chunk);
    });
    from.on('error', () => to.destroy());
    from.on('close', () => {
      this.pairs.delete(pair);
      to.destroy();
    });
  }
}
