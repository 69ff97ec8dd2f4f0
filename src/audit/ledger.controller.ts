import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../accounts/access.guard.js';
import { Reader } from '../database/reader.js';
import { Describe } from '../http/describe.js';
import { nextLink } from '../http/next-link.js';
import { badRequest, notFound } from '../http/problem.js';
import { PublicUrl } from '../http/public-url.js';
import type { LedgerEntry } from '../ledger/entry.js';
import type { KnownHead } from '../ledger/verify-chain.js';
import type { LedgerHead, LedgerVerdict } from '../ledger/verify-ledger.js';
import { LedgerChecks } from './ledger-checks.service.js';
import {
  type LedgerEntryAnswer,
  type LedgerPage,
  ledgerPage,
  sealedRowsOf,
  storedEntry,
} from './ledger-entries.query.js';
import { LedgerEntryPath, ListLedgerQuery, VerifyLedgerQuery } from './ledger.dto.js';
import { LEDGER_ENTRY, LEDGER_HEAD, LEDGER_PAGE, LEDGER_VERDICT } from './ledger.schema.js';

const PAGE_SIZE = 50;

/** The ledger, for those who audit: what was changed, and whether the record of it was. */
@Controller('api/v1/ledger')
export class LedgerController {
  constructor(
    private readonly reader: Reader,
    private readonly checks: LedgerChecks,
    private readonly publicUrl: PublicUrl,
  ) {}

  @Get()
  @Access('ledger.read')
  @Describe({
    summary: 'Entries of the ledger, the newest first, filtered and paged',
    tag: 'ledger',
    answers: { 200: LEDGER_PAGE },
  })
  async list(
    @Query() query: ListLedgerQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LedgerPage> {
    const { limit = PAGE_SIZE, cursor, ...filter } = query;
    if (filter.from !== undefined && filter.to !== undefined && filter.to < filter.from) {
      throw badRequest([{ in: 'query', pointer: '/to', code: 'ends_before_start' }]);
    }
    const page = await this.reader.snapshot((queries) => ledgerPage(queries, filter, limit, cursor));
    if (page.next !== null) void reply.header('link', nextLink(this.publicUrl, 'ledger', query, page.next));
    return page;
  }

  @Get('head')
  @Access('ledger.verify')
  @Describe({
    summary: 'Number, hash and instant of the last entry, to be noted and compared later',
    more: 'Whoever keeps a head can later ask `ledger/verify` whether the ledger of that day is still the beginning of the ledger of today.',
    tag: 'ledger',
    answers: { 200: LEDGER_HEAD },
  })
  async head(): Promise<LedgerHead> {
    return (await this.reader.get<LedgerHead>('SELECT seq, hash, at FROM ledger_head WHERE id = 1'))!;
  }

  @Get('verify')
  @Access('ledger.verify')
  @Describe({
    summary:
      'Whether the whole chain and the rows that it seals hold, and still have a head noted earlier; the first that does not',
    more: 'Every hash is computed again from the bytes of its entry and of the one before. With `seq` and `hash` of a head noted earlier it is also seen whether the ledger was cut off or written anew since.',
    tag: 'ledger',
    answers: { 200: LEDGER_VERDICT },
  })
  verify(@Query() query: VerifyLedgerQuery): Promise<LedgerVerdict> {
    return this.checks.verdict(knownHeadsOf(query));
  }

  @Get(':seq')
  @Access('ledger.read')
  @Describe({
    summary: 'One entry with the bytes that were hashed',
    more: 'The SHA-256 of the UTF-8 bytes of `body` is `hash`, and `body` names the hash of the entry before: the chain can be checked without the catalogue.',
    tag: 'ledger',
    answers: { 200: LEDGER_ENTRY },
    problems: [404],
    examples: { seq: '1' },
  })
  async one(@Param() { seq }: LedgerEntryPath): Promise<LedgerEntryAnswer> {
    const stored = await storedEntry(this.reader, seq);
    if (!stored) throw notFound();
    const { at, actor, actorAgency, action, why, items, rows, prev } = JSON.parse(stored.body) as LedgerEntry;
    const { hash, body } = stored;
    const sealed = rows === undefined ? null : sealedRowsOf(rows);
    return { seq, at, actor, actorAgency, action, why, items, rows: sealed, prev, hash, body };
  }
}

function knownHeadsOf({ seq, hash, knownSeq, knownHash }: VerifyLedgerQuery): KnownHead[] {
  return [...headOf('seq', seq, 'hash', hash), ...headOf('knownSeq', knownSeq, 'knownHash', knownHash)];
}

/** @throws Problem 400 where one is given without the other */
function headOf(seqName: string, seq: number | undefined, hashName: string, hash: string | undefined) {
  if (seq !== undefined && hash !== undefined) return [{ seq, hash }];
  if (seq === undefined && hash === undefined) return [];
  const pointer = `/${seq === undefined ? seqName : hashName}`;
  throw badRequest([{ in: 'query', pointer, code: 'required' }]);
}
