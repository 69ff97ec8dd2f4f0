import { Injectable } from '@nestjs/common';
import { Reader } from '../database/reader.js';
import type { KnownHead } from '../ledger/verify-chain.js';
import { type LedgerVerdict, verifyLedger } from '../ledger/verify-ledger.js';

/** Readings of the whole chain. Each reads everything: those who ask the same at the same time share one. */
@Injectable()
export class LedgerChecks {
  /** Checks under way, by what they were asked. */
  private readonly running = new Map<string, Promise<LedgerVerdict>>();

  constructor(private readonly reader: Reader) {}

  /** @param known heads noted earlier, which the chain must still have */
  verdict(known: readonly KnownHead[]): Promise<LedgerVerdict> {
    const key = JSON.stringify(known);
    const running = this.running.get(key);
    if (running) return running;
    const check = verifyLedger(this.reader, known).finally(() => this.running.delete(key));
    this.running.set(key, check);
    return check;
  }
}
