import { randomUUID } from 'node:crypto';
import type { BuiltCatalogue } from './built-catalogue.js';
import { declarationNo, WRITTEN_SERVICES } from './declaring-clerk.js';
import { until } from './patience.js';
import { rowsOf } from './prepared.js';

interface Sent {
  note: string;
  key: string;
  service: string;
  body: object;
  isAnswered: boolean;
}

/** A clerk who was refused waits for so long. */
const REFUSED_MS = 200;

/** Four clerks who declare without pause, and know what they were answered. */
export class FourWriters {
  readonly sent: Sent[] = [];
  /** Answers other than a success, by their status. */
  readonly refusals = new Map<number, number>();
  private count = 0;

  constructor(private readonly token: string) {}

  get answered(): number {
    return this.sent.filter(({ isAnswered }) => isAnswered).length;
  }

  /** Waits until so many writes were answered with success. @throws Error where that does not come */
  async until(answered: number): Promise<void> {
    await until(
      () => this.answered >= answered,
      () => `${this.answered} of ${answered} answers, refused: ${JSON.stringify([...this.refusals])}`,
      2,
    );
  }

  /** Writes until the program is gone, or `enough`. */
  async write(catalogue: BuiltCatalogue, enough: AbortSignal): Promise<void> {
    await Promise.all(
      WRITTEN_SERVICES.map(async (service, writer) => {
        while (!enough.aborted) {
          this.count += 1;
          const note = `${writer}-${this.count}`;
          const write = {
            note,
            key: randomUUID(),
            service,
            body: declarationNo(this.count, note),
            isAnswered: false,
          };
          this.sent.push(write);
          if (!(await this.send(catalogue, write))) return;
          if (!write.isAnswered) await new Promise((resolve) => setTimeout(resolve, REFUSED_MS));
        }
      }),
    );
  }

  /** Sends what was never answered once more, each with its own key. */
  async sendAgain(catalogue: BuiltCatalogue): Promise<void> {
    for (const write of this.sent) if (!write.isAnswered) await this.send(catalogue, write);
  }

  /** @returns false where there was no answer */
  private async send(catalogue: BuiltCatalogue, write: Sent): Promise<boolean> {
    const answer = await catalogue
      .ask('POST', `/api/v1/services/${write.service}/declarations`, {
        token: this.token,
        body: write.body,
        headers: { 'idempotency-key': write.key },
      })
      .catch(() => undefined);
    if (!answer) return false;
    if (answer.status === 201) write.isAnswered = true;
    else this.refusals.set(answer.status, (this.refusals.get(answer.status) ?? 0) + 1);
    return true;
  }

  /** What is wrong with what the database kept of it all; nothing is as it should be. */
  async faults(databaseUrl: string): Promise<string[]> {
    const times = (texts: string[]) => {
      const counted = new Map<string, number>();
      for (const text of texts) counted.set(text, (counted.get(text) ?? 0) + 1);
      return counted;
    };
    const declared = times(
      (
        await rowsOf<{ note: string }>(
          databaseUrl,
          `SELECT note FROM declaration WHERE actor = 'clerk' AND note IS NOT NULL`,
        )
      ).map(({ note }) => note),
    );
    const stated = times(
      (
        await rowsOf<{ facts: string }>(databaseUrl, `SELECT facts FROM service_facts WHERE actor = 'clerk'`)
      ).map(({ facts }) => /thu-tuc\/(\d+-\d+)/.exec(facts)?.[1] ?? ''),
    );
    const [ledger] = await rowsOf<{ n: number | string }>(
      databaseUrl,
      `SELECT COUNT(*) AS n FROM ledger_entry WHERE actor = 'clerk' AND action = 'declaration.create'`,
    );
    const faults: string[] = [];
    for (const { note, isAnswered } of this.sent) {
      const [a, b] = [declared.get(note) ?? 0, stated.get(note) ?? 0];
      if (isAnswered && a !== 1) faults.push(`${note} was answered and is there ${a} times`);
      if (a !== b || a > 1) faults.push(`${note} is half there: ${a} declarations, ${b} facts`);
    }
    if (Number(ledger!.n) !== declared.size)
      faults.push(`${ledger!.n} entries of the ledger for ${declared.size} declarations`);
    return faults;
  }
}
