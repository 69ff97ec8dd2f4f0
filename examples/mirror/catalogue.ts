import type { paths } from './api.js';

type Answer<Path extends keyof paths> = paths[Path]['get']['responses'][200]['content']['application/json'];

export type ChangesPage = Answer<'/api/v1/changes'>;
export type Checksum = Answer<'/api/v1/checksum'>;

/** The catalogue refused the request: asking again would not help. */
export class Refused extends Error {}

const ANSWER_WITHIN_MS = 60_000;
const PAUSES_MS = [1_000, 2_000, 5_000, 15_000, 60_000];

/** The two routes of the catalogue that a mirror needs. */
export class Catalogue {
  /**
   * @param address of the catalogue, such as `http://127.0.0.1:3000`
   * @param attempts how often a request is sent while the catalogue is away
   */
  constructor(
    private readonly address: string,
    private readonly attempts: number,
  ) {}

  /**
   * Changes after the cursor; from the beginning where there is none.
   * @param wait seconds that the catalogue may wait for a change, where there is none yet
   */
  changes(since: string | undefined, limit: number, wait: number): Promise<ChangesPage> {
    const query = new URLSearchParams({ limit: String(limit), wait: String(wait) });
    if (since !== undefined) query.set('since', since);
    return this.get<ChangesPage>(`/api/v1/changes?${query}`);
  }

  checksum(): Promise<Checksum> {
    return this.get<Checksum>('/api/v1/checksum');
  }

  private async get<Body>(path: string): Promise<Body> {
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.attempt<Body>(path);
      if ('body' in outcome) return outcome.body;
      if (attempt >= this.attempts) throw new Error(outcome.away);
      const pause = PAUSES_MS[Math.min(attempt, PAUSES_MS.length) - 1]!;
      await new Promise((resolve) => setTimeout(resolve, Math.max(pause, outcome.retryAfterMs)));
    }
  }

  private async attempt<Body>(
    path: string,
  ): Promise<{ body: Body } | { away: string; retryAfterMs: number }> {
    const url = `${this.address.replace(/\/+$/, '')}${path}`;
    let response: Response;
    let text: string;
    try {
      response = await fetch(url, {
        headers: { accept: 'application/json', 'accept-language': 'en' },
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      text = await response.text();
    } catch (error) {
      const { message, cause } = error as Error;
      return { away: `${url}: ${cause instanceof Error ? cause.message : message}`, retryAfterMs: 0 };
    }
    if (response.ok) return { body: JSON.parse(text) as Body };
    if (response.status >= 500 || response.status === 429) {
      const seconds = Number(response.headers.get('retry-after') ?? 0);
      return {
        away: `${url} answered ${response.status}`,
        retryAfterMs: Number.isFinite(seconds) ? seconds * 1000 : 0,
      };
    }
    throw new Refused(`${url} answered ${response.status}: ${text}`);
  }
}
