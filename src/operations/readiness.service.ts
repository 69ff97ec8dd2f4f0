import { Injectable } from '@nestjs/common';
import { MIGRATIONS } from '../database/migrations/index.js';
import { Reader } from '../database/reader.js';
import { UnavailableError, UnitOfWork } from '../database/unit-of-work.js';

/** A database that says nothing for so long counts as away. */
const PATIENCE_MS = 2_500;

/** Whether requests can be served: the database answers, is where it was, and has the schema of this program. */
@Injectable()
export class Readiness {
  /** Probes share one question, so that they do not use up the connections of a database that hangs. */
  private asking: Promise<void> | undefined;

  constructor(
    private readonly reader: Reader,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws UnavailableError */
  async check(): Promise<void> {
    this.asking ??= this.ask().finally(() => (this.asking = undefined));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new UnavailableError('The database does not answer')), PATIENCE_MS);
    });
    try {
      await Promise.race([this.asking, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  private async ask(): Promise<void> {
    this.unitOfWork.refuseLostFile();
    const row = await this.reader.get<{ applied: number }>('SELECT COUNT(*) AS applied FROM migrations');
    if ((row?.applied ?? 0) < MIGRATIONS.length) throw new UnavailableError('The schema is not up to date');
  }
}
