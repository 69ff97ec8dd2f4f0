import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A site on this machine, whose pages a test changes as it goes. */
export class Site {
  /** How often each path was asked for. */
  readonly hits = new Map<string, number>();
  /** What a path answers with; any other path answers 404. */
  readonly pages: Record<string, RequestListener> = {};

  private constructor(private readonly server: Server) {}

  static async start(): Promise<Site> {
    const server = createServer();
    const site = new Site(server);
    server.on('request', (request, response) => {
      const path = request.url!;
      site.hits.set(path, (site.hits.get(path) ?? 0) + 1);
      const page = site.pages[path];
      if (page) page(request, response);
      else response.writeHead(404).end();
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return site;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Has the path answer with this page of HTML. */
  shows(path: string, html: string): void {
    this.pages[path] = (_request, response) =>
      void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
  }

  leadsTo(path: string, target: string): void {
    this.pages[path] = (_request, response) => void response.writeHead(302, { location: target }).end();
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}
