// Traffic as a province has it: lists and pages from memory and not, searches, reports, a declaration, somebody who signs in.
import { Client, NOT_FROM_MEMORY } from './client.mjs';
import { PASSWORD } from './databases.mjs';

const COLD = { headers: NOT_FROM_MEMORY };
const WORDS = [
  'khai sinh',
  'dat dai',
  'xay dung',
  'ho tich',
  'kinh doanh',
  'giay phep',
  'chung thuc',
  'bao hiem',
];
const AGENCIES = ['02635', '080', 'STP', 'STTTT', '082', '085'];
const DAY_MS = 86_400_000;

/** What is asked, by its kind: each answers path and options of the `n`th request. */
export const READS = {
  'list from memory': () => ['/api/v1/services?limit=50'],
  'list with filters': (n) => [
    `/api/v1/services?agency=${AGENCIES[n % AGENCIES.length]}&minLevel=1&limit=50`,
    COLD,
  ],
  search: (n) => [`/api/v1/services?q=${encodeURIComponent(WORDS[n % WORDS.length])}&limit=20`, COLD],
  coverage: () => ['/api/v1/reports/coverage?by=agency', COLD],
  page: () => ['/services?limit=50', COLD],
};

/** Asks one kind after the other on one connection, and on another where the server has closed it. */
export class Visitor {
  #url;
  #client;
  #n;

  constructor(url, start) {
    this.#url = url;
    this.#n = start;
  }

  /** @returns the kind, its status and milliseconds */
  async read(kinds = Object.keys(READS)) {
    this.#n += 1;
    const kind = kinds[this.#n % kinds.length];
    const { status, ms } = await this.ask(...READS[kind](this.#n));
    return { kind, status, ms };
  }

  async ask(path, options) {
    this.#client ??= await Client.to(this.#url);
    try {
      return await this.#client.request(path, options);
    } catch (error) {
      // The server may close a connection between two requests.
      this.#client.close();
      this.#client = undefined;
      throw error;
    }
  }

  /** Signs in and out again, which costs a hash of a password. */
  async signInAndOut() {
    const started = performance.now();
    const body = JSON.stringify({ username: 'admin', password: PASSWORD });
    const json = { 'content-type': 'application/json' };
    const answer = await this.ask('/api/v1/session', { method: 'POST', headers: json, body });
    if (answer.status !== 201) return { kind: 'sign-in', status: answer.status, ms: answer.ms };
    const authorization = `Bearer ${JSON.parse(answer.body).token}`;
    const { status } = await this.ask('/api/v1/session', { method: 'DELETE', headers: { authorization } });
    return { kind: 'sign-in', status, ms: performance.now() - started };
  }

  /** Declares the `n`th of these services, which support level 2, at level 1 and 2 in turn. */
  async declare(token, services, n) {
    const id = services[n % services.length];
    const level = 1 + (Math.floor(n / services.length) % 2);
    const effectiveFrom = new Date(Date.now() - DAY_MS).toISOString().slice(0, 10);
    const { status, ms } = await this.ask(`/api/v1/services/${encodeURIComponent(id)}/declarations`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ level, effectiveFrom }),
    });
    return { kind: 'declaration', status, ms };
  }

  close() {
    this.#client?.close();
  }
}
