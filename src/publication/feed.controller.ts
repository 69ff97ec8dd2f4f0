import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../accounts/access.guard.js';
import type { CallerRequest } from '../accounts/caller.js';
import { Reader } from '../database/reader.js';
import { CatalogueVersion } from '../http/catalogue-version.js';
import { Describe } from '../http/describe.js';
import type { RequestMarks } from '../http/finish.js';
import { badRequest } from '../http/problem.js';
import { ChangesQuery, ChecksumQuery } from './feed.dto.js';
import { feedCursor, placeOfFeedCursor } from './feed-cursor.js';
import { type Checksum, checksum } from './checksum.query.js';
import { FeedReaders } from './feed-readers.service.js';
import { type FeedChange, feedPage, lastChange } from './feed.query.js';
import { CHANGES_PAGE, CHECKSUM } from './feed.schema.js';

const PAGE_SIZE = 500;

/** What a mirror needs: every change in order, and a way to prove that none is missing. */
@Controller('api/v1')
@Access('catalogue.read')
export class FeedController {
  constructor(
    private readonly reader: Reader,
    private readonly version: CatalogueVersion,
    private readonly readers: FeedReaders,
  ) {}

  @Get('changes')
  @Describe({
    summary: 'Changes of the published list in the order in which they were committed',
    more: '`seq` counts the changes without gaps. An `upsert` carries the whole service, a `delete` only its identifier. Begin without `since`, keep `next` together with what came before it, and go on from there; with `wait` the request is held until there is a change.',
    tag: 'feed',
    answers: { 200: CHANGES_PAGE },
  })
  async changes(
    @Query() { since, limit = PAGE_SIZE, wait = 0 }: ChangesQuery,
    @Req() request: CallerRequest & { marks?: RequestMarks },
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const place = since === undefined ? 0 : await this.placeOf(since);
    if (request.caller) this.readers.note(request.caller, place);
    let page = await feedPage(this.reader, place, limit);
    if (page.changes.length === 0 && wait > 0) {
      await this.nextChange(place, wait * 1000, request);
      page = await feedPage(this.reader, place, limit);
    }
    void reply.type('application/json; charset=utf-8');
    // Who waits wants to wait again: an answer kept from before would come at once.
    if (wait > 0) delete request.marks?.version;
    const next = feedCursor(page.last);
    return `{"items":[${page.changes.map(itemOf).join(',')}],"next":"${next}","caughtUp":${page.caughtUp}}`;
  }

  @Get('checksum')
  @Describe({
    summary: 'Count and SHA-256 of the published list, for mirrors to compare',
    more: 'What is hashed: every service as canonical JSON (RFC 8785), in the byte order of the identifiers, between `[` and `]`, divided by `,`. A mirror that stands at the same `seq` has to come to the same hash.',
    tag: 'feed',
    answers: { 200: CHECKSUM },
  })
  checksum(@Query() about: ChecksumQuery): Promise<Checksum> {
    return checksum(this.reader, about);
  }

  private async placeOf(since: string): Promise<number> {
    const place = placeOfFeedCursor(since);
    // A place that has not come yet was given out by another catalogue, or by this one before it was restored.
    if (place !== undefined && place <= (await lastChange(this.reader))) return place;
    throw badRequest([{ in: 'query', pointer: '/since', code: 'bad_cursor' }]);
  }

  /** Waits until the feed goes beyond `place`, the time is over or the caller has gone. */
  private async nextChange(place: number, ms: number, request: FastifyRequest): Promise<void> {
    const gone = new AbortController();
    request.raw.once('close', () => gone.abort());
    const end = performance.now() + ms;
    while (this.version.lastChange <= place && !gone.signal.aborted) {
      const left = end - performance.now();
      if (left <= 0 || this.version.isStopping) return;
      await this.version.nextCommit(left, gone.signal);
    }
  }
}

function itemOf({ seq, op, id, at, doc }: FeedChange): string {
  const head = JSON.stringify({ seq, op, id, at });
  return doc === null ? head : `${head.slice(0, -1)},"service":${doc}}`;
}
