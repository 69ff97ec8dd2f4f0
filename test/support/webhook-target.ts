import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  headers: IncomingHttpHeaders;
  text: string;
  body: { type: string; timestamp: string; data: { items: { seq: number; id: string }[]; next: string } };
}

/** A portal that receives webhooks: a real server on this machine, which answers as the test has it answer. */
export class WebhookTarget {
  readonly received: Received[] = [];
  /** The status of each answer; the last one stays. */
  statuses: number[] = [204];
  /** Takes requests and never answers. */
  hangs = false;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<WebhookTarget> {
    const server = createServer();
    const target = new WebhookTarget(server);
    server.on('request', (request, response: ServerResponse) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        target.received.push({ headers: request.headers, text, body: JSON.parse(text) as Received['body'] });
        if (target.hangs) return;
        const status = target.statuses.length > 1 ? target.statuses.shift()! : target.statuses[0]!;
        response.writeHead(status, status === 302 ? { location: target.url } : {}).end();
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return target;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hooks`;
  }

  /** Numbers of the changes in every message, in the order in which they came. */
  get seqs(): number[] {
    return this.received.flatMap(({ body }) => body.data.items.map(({ seq }) => seq));
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}
