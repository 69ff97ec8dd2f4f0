import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../../accounts/access.guard.js';
import type { CallerRequest } from '../../../accounts/caller.js';
import { ledgerPage, storedEntry } from '../../../audit/ledger-entries.query.js';
import { LedgerChecks } from '../../../audit/ledger-checks.service.js';
import { LedgerEntryPath, ListLedgerQuery } from '../../../audit/ledger.dto.js';
import { Reader } from '../../../database/reader.js';
import { badRequest, notFound } from '../../../http/problem.js';
import type { EntryItem, LedgerEntry } from '../../../ledger/entry.js';
import { headOf } from '../../../ledger/verify-ledger.js';
import { Form } from '../../form.js';
import { languageOfPage } from '../../language.js';
import { Views } from '../../views.service.js';
import { type Difference, differences } from './ledger-diff.js';

const PATH = '/desk/ledger';
const PAGE_SIZE = 30;
/** Of a list that is new, the beginning tells what it is; the entry by itself shows all. */
const SHOWN_IN_LIST = 8;

/** The ledger as people can read it: who changed what and why, and whether the chain holds. */
@Controller('desk/ledger')
@Access('ledger.read')
export class LedgerPagesController {
  constructor(
    private readonly reader: Reader,
    private readonly checks: LedgerChecks,
    private readonly views: Views,
  ) {}

  @Get()
  async list(
    @Query() sent: object,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const filter = await Form.of(ListLedgerQuery, sent, languageOfPage(request.raw));
    const page = await filter.ask(({ limit = PAGE_SIZE, cursor, ...which }) => {
      if (which.from !== undefined && which.to !== undefined && which.to < which.from)
        throw badRequest([{ in: 'query', pointer: '/to', code: 'ends_before_start' }]);
      return this.reader.snapshot((queries) => ledgerPage(queries, which, limit, cursor));
    });
    void reply.status(filter.status);
    return this.views.page(request, reply, 'desk/admin/ledger', {
      title: this.views.text(request, 'deskLedger:title'),
      desk: PATH,
      data: { json: `/api/v1/ledger?${filter.query()}` },
      head: await headOf(this.reader),
      filter,
      page: page && {
        ...page,
        items: page.items.map((entry) => ({ ...entry, items: entry.items.map(shown) })),
      },
      shownInList: SHOWN_IN_LIST,
    });
  }

  @Get('verify')
  async verify(
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.views.page(request, reply, 'desk/admin/ledger-verdict', {
      title: this.views.text(request, 'deskLedger:verdictTitle'),
      desk: PATH,
      data: { json: '/api/v1/ledger/verify' },
      verdict: await this.checks.verdict([]),
    });
  }

  @Get(':seq')
  async one(
    @Param() { seq }: LedgerEntryPath,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const stored = await storedEntry(this.reader, seq);
    if (!stored) throw notFound();
    const entry = JSON.parse(stored.body) as LedgerEntry;
    return this.views.page(request, reply, 'desk/admin/ledger-entry', {
      title: this.views.text(request, 'deskLedger:entryTitle', { seq }),
      desk: PATH,
      data: { json: `/api/v1/ledger/${seq}` },
      entry: { ...entry, items: entry.items.slice(0, ITEMS_AT_MOST).map(shown) },
      left: Math.max(0, entry.items.length - ITEMS_AT_MOST),
      hash: stored.hash,
    });
  }
}

/** A bulk load changes thousands of things at once: the API gives all of them. */
const ITEMS_AT_MOST = 50;

function shown({ subject, before, after }: EntryItem): {
  subject: string;
  isNew: boolean;
  hasEnded: boolean;
  changes: Difference[];
} {
  return {
    subject,
    isNew: before === null,
    hasEnded: after === null,
    changes: differences(before, after),
  };
}
