import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../accounts/access.guard.js';
import { actorOf, type Caller, CurrentCaller } from '../../accounts/caller.js';
import { Reader } from '../../database/reader.js';
import { decodeCursor, encodeCursor } from '../../http/cursor.js';
import { Describe } from '../../http/describe.js';
import { nextLink } from '../../http/next-link.js';
import { PublicUrl } from '../../http/public-url.js';
import { difference, keyOf } from './difference.query.js';
import { type EditionAnswer, editionAnswer } from './edition-answer.js';
import { storedEdition, storedEditions } from './edition.query.js';
import {
  CreateEdition,
  DifferenceQuery,
  EDITION_MAX,
  EditionPath,
  ListEditionsQuery,
  TwoEditionsPath,
} from './editions.dto.js';
import { DIFFERENCE, EDITION, EDITION_PAGE, MANIFEST, VERIFICATION } from './editions.schema.js';
import { Editions } from './editions.service.js';

const PAGE_SIZE = 50;
const JSON_TYPE = 'application/json; charset=utf-8';

/** Frozen, numbered lists. */
@Controller('api/v1/editions')
@Access('catalogue.read')
export class EditionsController {
  constructor(
    private readonly editions: Editions,
    private readonly reader: Reader,
    private readonly publicUrl: PublicUrl,
  ) {}

  @Post()
  @Access('edition.create')
  @Describe({
    summary: 'Freeze today’s published list as the next edition',
    more: 'The list, its files and their hashes stay as they are for good; the ledger keeps the hash of the manifest.',
    tag: 'editions',
    answers: { 201: EDITION },
  })
  create(@CurrentCaller() caller: Caller, @Body() body: CreateEdition): Promise<EditionAnswer> {
    return this.editions.create(actorOf(caller), body);
  }

  @Get()
  @Describe({ summary: 'The editions, the latest first', tag: 'editions', answers: { 200: EDITION_PAGE } })
  async list(
    @Query() { limit = PAGE_SIZE, cursor }: ListEditionsQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const before = cursor === undefined ? EDITION_MAX + 1 : Number(decodeCursor('editions', cursor)[0]);
    return this.reader.snapshot(async (queries) => {
      const found = await storedEditions(queries, before, limit + 1);
      const shown = found.slice(0, limit).map(editionAnswer);
      const next = found.length > limit ? encodeCursor('editions', [shown.at(-1)!.edition]) : null;
      const row = await queries.get<{ total: number }>('SELECT COUNT(*) AS total FROM edition');
      if (next !== null) void reply.header('link', nextLink(this.publicUrl, 'editions', { limit }, next));
      return { items: shown, next, total: row!.total };
    });
  }

  @Get(':n')
  @Describe({
    summary: 'One edition with the hashes of its files',
    tag: 'editions',
    answers: { 200: EDITION },
    problems: [404],
    examples: { n: '1' },
  })
  async one(@Param() { n }: EditionPath): Promise<EditionAnswer> {
    return editionAnswer(await storedEdition(this.reader, n));
  }

  @Get(':n/manifest.json')
  @Describe({
    summary: 'The manifest of an edition, byte for byte as it was hashed',
    tag: 'editions',
    answers: { 200: MANIFEST },
    problems: [404],
    examples: { n: '1' },
  })
  async manifest(
    @Param() { n }: EditionPath,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { text } = await storedEdition(this.reader, n);
    void reply.type(JSON_TYPE);
    return text;
  }

  @Get(':n/verify')
  // Not for shared caches, unlike what only reads: every byte is read again.
  @Access('ledger.verify')
  @Describe({
    summary: 'Read every byte of an edition again and hold it against its manifest and the ledger',
    more: 'An edition that was changed behind the catalogue’s back is found here: `firstBad` names the first file that differs.',
    tag: 'editions',
    answers: { 200: VERIFICATION },
    problems: [404],
    examples: { n: '1' },
  })
  verify(@Param() { n }: EditionPath) {
    return this.editions.verify(n);
  }

  @Get(':n/difference/:other')
  @Describe({
    summary: 'What changed from one edition to another',
    tag: 'editions',
    answers: { 200: DIFFERENCE },
    problems: [404],
    examples: { n: '1', other: '2' },
  })
  async difference(
    @Param() { n, other }: TwoEditionsPath,
    @Query() { kind, limit = PAGE_SIZE, cursor }: DifferenceQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const list = `difference ${n} ${other} ${kind ?? ''}`;
    const after = cursor === undefined ? undefined : decodeCursor(list, cursor).map(String);
    return this.reader.snapshot(async (queries) => {
      await storedEdition(queries, n);
      await storedEdition(queries, other);
      const request = { kind, limit, after: after && ([after[0]!, after[1]!] as const) };
      const { counts, items, hasMore } = await difference(queries, n, other, request);
      const next = hasMore ? encodeCursor(list, keyOf(items.at(-1)!)) : null;
      const path = `editions/${n}/difference/${other}`;
      if (next !== null) void reply.header('link', nextLink(this.publicUrl, path, { kind, limit }, next));
      return { from: n, to: other, counts, items, next };
    });
  }
}
