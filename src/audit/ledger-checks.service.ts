import { Injectable } from '@nestjs/common';
import { Reader } from '../database/reader.js';
import type { FirstBad, KnownHead } from '../ledger/verify-chain.js';
import { type LedgerVerdict, verifyLedger } from '../ledger/verify-ledger.js';

/** Where the ledger has written more rows, the command line alone holds them against it. */
const ROWS_AT_MOST = 3_000_000;
/** A reading that took longer is followed by a rest of what it took beyond that. */
const WITHOUT_REST_MS = 500;
const REST_AT_MOST_MS = 60_000;

/**
 * Readings of the whole chain and of all rows that it seals. Anybody may ask, and each reads everything: those who ask at the same
 * time share one, whatever heads they noted, and no more than half of the time goes into it.
 */
@Injectable()
export class LedgerChecks {
  private running: Promise<LedgerVerdict> | undefined;
  private restUntil = 0;

  constructor(private readonly reader: Reader) {}

  /** @param known heads noted earlier, which the chain must still have */
  async verdict(known: readonly KnownHead[]): Promise<LedgerVerdict> {
    this.running ??= this.check().finally(() => (this.running = undefined));
    const verdict = await this.running;
    for (const head of [...known].sort((a, b) => a.seq - b.seq)) {
      const firstBad = await this.faultOf(head, verdict);
      if (firstBad) return { ...verdict, ok: false, entries: firstBad.seq - 1, rows: null, firstBad };
    }
    return verdict;
  }

  private async check(): Promise<LedgerVerdict> {
    const rest = this.restUntil - performance.now();
    if (rest > 0) await new Promise((resolve) => setTimeout(resolve, rest));
    const began = performance.now();
    try {
      return await verifyLedger(this.reader, { rowsAtMost: ROWS_AT_MOST });
    } finally {
      const ended = performance.now();
      this.restUntil = ended + Math.min(Math.max(0, ended - began - WITHOUT_REST_MS), REST_AT_MOST_MS);
    }
  }

  private async faultOf(
    { seq, hash }: KnownHead,
    { entries, firstBad }: LedgerVerdict,
  ): Promise<FirstBad | undefined> {
    if (seq > entries) return firstBad ? undefined : { seq: entries + 1, reason: 'missing' };
    const entry = await this.reader.get<{ hash: string }>('SELECT hash FROM ledger_entry WHERE seq = :seq', {
      seq,
    });
    return entry?.hash === hash ? undefined : { seq, reason: 'known_head_differs' };
  }
}
