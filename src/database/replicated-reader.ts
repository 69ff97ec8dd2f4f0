import { AsyncLocalStorage } from 'node:async_hooks';
import { isUnavailable } from './dialect.js';
import { type KnownHead, type Queries, Reader, type Snapshot } from './reader.js';
import type { PostgresReader } from './postgres-reader.js';
import type { Replica } from './replica.js';
import type { SqlParams } from './sql.js';

/** A request whose reads replicas may answer. */
interface Question {
  mayAskReplica(): boolean;
  /** The replica that answered its first read: another one may stand elsewhere. */
  asked?: Replica;
}

/**
 * Reads on PostgreSQL with replicas. They answer what anybody may ask; whatever concerns a caller, a write or a job is read from the
 * primary, as is everything while no replica shows all that this process knows to be committed. So an answer is never made of an
 * older state than the one it is kept under, and whoever has seen a write sees it again (docs/decisions/0011).
 */
export class ReplicatedReader extends Reader {
  readonly engine = 'postgres' as const;
  private readonly questions = new AsyncLocalStorage<Question>();
  private turn = 0;

  constructor(
    private readonly primary: PostgresReader,
    private readonly replicas: readonly Replica[],
  ) {
    super();
  }

  override allowReplicas(mayAskReplica: () => boolean, work: () => void): void {
    this.questions.run({ mayAskReplica }, work);
  }

  override follow(head: KnownHead): void {
    for (const replica of this.replicas) replica.follow(head);
  }

  all<Row>(sql: string, params?: SqlParams): Promise<Row[]> {
    return this.ask(
      (reader) => reader.all<Row>(sql, params),
      () => true,
    );
  }

  get<Row>(sql: string, params?: SqlParams): Promise<Row | undefined> {
    return this.ask(
      (reader) => reader.get<Row>(sql, params),
      () => true,
    );
  }

  snapshot<Result>(read: (queries: Snapshot) => Promise<Result>): Promise<Result> {
    let isBegun = false;
    return this.ask(
      (reader) =>
        reader.snapshot((queries) => {
          isBegun = true;
          return read(queries);
        }),
      // What was read so far may be on its way to the caller already.
      () => !isBegun,
    );
  }

  longSnapshot<Result>(read: (queries: Queries) => Promise<Result>): Promise<Result> {
    return this.snapshot(read);
  }

  async *stream<Row>(sql: string, params?: SqlParams, slice?: number): AsyncGenerator<Row[]> {
    for (const replica of this.usable()) {
      let isBegun = false;
      try {
        for await (const rows of replica.reader.stream<Row>(sql, params, slice)) {
          isBegun = true;
          yield rows;
        }
        return;
      } catch (error) {
        if (isBegun || !isUnavailable(error)) throw error;
        replica.isAway();
      }
    }
    yield* this.primary.stream<Row>(sql, params, slice);
  }

  async close(): Promise<void> {
    await Promise.all([this.primary, ...this.replicas].map((one) => one.close()));
  }

  private async ask<Result>(
    read: (reader: PostgresReader) => Promise<Result>,
    mayBeAskedAgain: () => boolean,
  ): Promise<Result> {
    for (const replica of this.usable()) {
      try {
        return await read(replica.reader);
      } catch (error) {
        if (!isUnavailable(error) || !mayBeAskedAgain()) throw error;
        replica.isAway();
      }
    }
    return read(this.primary);
  }

  /** Replicas that may answer now, in the order in which they are asked. */
  private *usable(): Generator<Replica> {
    const question = this.questions.getStore();
    if (!question?.mayAskReplica()) return;
    if (question.asked?.hasAll === true) yield question.asked;
    this.turn += 1;
    for (let index = 0; index < this.replicas.length; index += 1) {
      const replica = this.replicas[(this.turn + index) % this.replicas.length]!;
      if (replica === question.asked || !replica.hasAll) continue;
      question.asked = replica;
      yield replica;
    }
  }
}
