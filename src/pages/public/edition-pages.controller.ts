import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../accounts/access.guard.js';
import type { CallerRequest } from '../../accounts/caller.js';
import { Reader } from '../../database/reader.js';
import { difference, DIFFERENCES, keyOf } from '../../exports/editions/difference.query.js';
import { editionAnswer } from '../../exports/editions/edition-answer.js';
import { storedEdition, storedEditions } from '../../exports/editions/edition.query.js';
import { DifferenceQuery, EDITION_MAX, EditionPath } from '../../exports/editions/editions.dto.js';
import { decodeCursor, encodeCursor } from '../../http/cursor.js';
import { WholeNumber } from '../../http/input.js';
import { PublicUrl } from '../../http/public-url.js';
import { Form } from '../form.js';
import { languageOfPage } from '../language.js';
import { Views } from '../views.service.js';

const PAGE_SIZE = 50;
const EDITIONS_AT_MOST = 500;
const SECTION = '/editions';

class DifferencePageQuery extends DifferenceQuery {
  @WholeNumber({ min: 1, max: EDITION_MAX }) other: number;
}

/** Frozen, numbered lists, and what changed from one to another. */
@Controller('editions')
@Access('catalogue.read')
export class EditionPages {
  constructor(
    private readonly reader: Reader,
    private readonly views: Views,
    private readonly publicUrl: PublicUrl,
  ) {}

  @Get()
  async list(
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.views.page(request, reply, 'editions/list', {
      title: this.views.text(request, 'editions:title'),
      section: SECTION,
      data: { json: '/api/v1/editions' },
      editions: await this.editions(),
    });
  }

  @Get(':n')
  async one(
    @Param() { n }: EditionPath,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const edition = editionAnswer(await storedEdition(this.reader, n));
    return this.views.page(request, reply, 'editions/one', {
      title: this.views.text(request, 'editions:one', { n }),
      section: SECTION,
      data: { json: `/api/v1/editions/${n}`, csv: `/api/v1/editions/${n}/services.csv` },
      edition,
      others: (await this.editions()).filter((other) => other.edition !== n),
      base: this.publicUrl.base,
    });
  }

  @Get(':n/difference')
  async difference(
    @Param() { n }: EditionPath,
    @Query() sent: object,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const form = await Form.of(DifferencePageQuery, sent, languageOfPage(request.raw));
    await storedEdition(this.reader, n);
    const found = await form.ask(({ other, kind, limit = PAGE_SIZE, cursor }) =>
      this.reader.snapshot(async (queries) => {
        await storedEdition(queries, other);
        // The cursors are those of the API, so that its list goes on where the page does.
        const list = `difference ${n} ${other} ${kind ?? ''}`;
        const after = cursor === undefined ? undefined : decodeCursor(list, cursor).map(String);
        const asked = { kind, limit, after: after && ([after[0]!, after[1]!] as const) };
        const { counts, items, hasMore } = await difference(queries, n, other, asked);
        return { other, counts, items, next: hasMore ? encodeCursor(list, keyOf(items.at(-1)!)) : null };
      }),
    );
    const { other: _, ...words } = form.typed;
    void reply.status(form.status);
    return this.views.page(request, reply, 'editions/difference', {
      title: this.views.text(request, 'editions:difference', {
        n,
        other: found?.other ?? form.typed['other'],
      }),
      section: SECTION,
      data: {
        json: found
          ? `/api/v1/editions/${n}/difference/${found.other}?${new URLSearchParams(words).toString()}`
          : `/api/v1/editions/${n}`,
      },
      form,
      n,
      found,
      kinds: DIFFERENCES,
      others: (await this.editions()).filter(({ edition }) => edition !== n),
    });
  }

  private async editions() {
    return (await storedEditions(this.reader, EDITION_MAX + 1, EDITIONS_AT_MOST)).map(editionAnswer);
  }
}
