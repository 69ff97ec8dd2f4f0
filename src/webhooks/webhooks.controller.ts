import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../accounts/access.guard.js';
import { actorOf, type Caller, CurrentCaller } from '../accounts/caller.js';
import { Reader } from '../database/reader.js';
import { Describe, HoldsSecrets } from '../http/describe.js';
import { nextLink } from '../http/next-link.js';
import { type Page, stateOf } from '../http/pages.js';
import { etagOfJson } from '../http/preconditions.js';
import { notFound } from '../http/problem.js';
import { PublicUrl } from '../http/public-url.js';
import { deliveryPage } from './delivery-page.query.js';
import { type DeliveryView, type WebhookView, webhookView, webhookViews } from './webhook-view.query.js';
import {
  ChangeWebhookBody,
  ListDeliveriesQuery,
  NewWebhookBody,
  ReplayBody,
  WebhookPath,
} from './webhooks.dto.js';
import { DELIVERY, DELIVERY_PAGE, NEW_WEBHOOK, REPLAY, WEBHOOK, WEBHOOK_PAGE } from './webhooks.schema.js';
import { Webhooks } from './webhooks.service.js';

const PAGE_SIZE = 50;
const tag = 'webhooks';
const examples = { id: '1' };

/** Addresses that are told when the published list changes. */
@Controller('api/v1/webhooks')
@Access('webhook.manage')
export class WebhooksController {
  constructor(
    private readonly reader: Reader,
    private readonly webhooks: Webhooks,
    private readonly publicUrl: PublicUrl,
  ) {}

  @Get()
  @Describe({ summary: 'Webhooks, the oldest first', tag, answers: { 200: WEBHOOK_PAGE } })
  list(): Promise<Page<WebhookView>> {
    return this.reader.snapshot(async (queries) => {
      const items = await webhookViews(queries);
      return { items, next: null, total: items.length, ...(await stateOf(queries)) };
    });
  }

  @Post()
  @HoldsSecrets()
  @Describe({
    summary: 'Add a webhook for changes from now on; its secret is shown this once',
    tag,
    answers: { 201: NEW_WEBHOOK },
    problems: [409],
  })
  async create(
    @Body() { url, description = null }: NewWebhookBody,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WebhookView & { secret: string }> {
    const webhook = await this.webhooks.create(actorOf(caller), url, description);
    void reply.headers({
      'cache-control': 'no-store',
      location: this.publicUrl.api(`webhooks/${webhook.id}`),
    });
    return webhook;
  }

  @Get(':id')
  @Describe({ summary: 'One webhook', tag, answers: { 200: WEBHOOK }, examples })
  async one(@Param() { id }: WebhookPath): Promise<WebhookView> {
    const webhook = await webhookView(this.reader, id);
    if (!webhook) throw notFound();
    return webhook;
  }

  @Patch(':id')
  @Describe({
    summary: 'Change a webhook, pause it, or bring a dead one back',
    tag,
    answers: { 200: WEBHOOK },
    ifMatch: 'required',
    examples,
  })
  async change(
    @Param() { id }: WebhookPath,
    @Body() change: ChangeWebhookBody,
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WebhookView> {
    const webhook = await this.webhooks.change(actorOf(caller), request, id, change);
    void reply.header('etag', etagOfJson(webhook));
    return webhook;
  }

  @Delete(':id')
  @HttpCode(204)
  @Describe({ summary: 'Remove a webhook and its log', tag, answers: { 204: null }, examples })
  async remove(@Param() { id }: WebhookPath, @CurrentCaller() caller: Caller): Promise<void> {
    await this.webhooks.remove(actorOf(caller), id);
  }

  @Get(':id/deliveries')
  @Describe({
    summary: 'What was sent to a webhook and what came of it, the latest first',
    tag,
    answers: { 200: DELIVERY_PAGE },
    examples,
  })
  async deliveries(
    @Param() { id }: WebhookPath,
    @Query() query: ListDeliveriesQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<DeliveryView>> {
    const { limit = PAGE_SIZE, cursor } = query;
    return this.reader.snapshot(async (queries) => {
      if (!(await webhookView(queries, id))) throw notFound();
      const page = await deliveryPage(queries, id, cursor, limit);
      if (page.next !== null)
        void reply.header('link', nextLink(this.publicUrl, `webhooks/${id}/deliveries`, query, page.next));
      return { ...page, ...(await stateOf(queries)) };
    });
  }

  @Post(':id/test')
  @HttpCode(202)
  @Describe({
    summary: 'Send a message without changes once; what comes of it is in the deliveries',
    tag,
    answers: { 202: DELIVERY },
    examples,
  })
  test(@Param() { id }: WebhookPath, @CurrentCaller() caller: Caller): Promise<DeliveryView> {
    return this.webhooks.test(actorOf(caller), id);
  }

  @Post(':id/replay')
  @HttpCode(202)
  @Describe({
    summary: 'Send the changes after a number again',
    tag,
    answers: { 202: REPLAY },
    problems: [409],
    examples,
  })
  replay(
    @Param() { id }: WebhookPath,
    @Body() { after = 0 }: ReplayBody,
    @CurrentCaller() caller: Caller,
  ): Promise<{ afterSeq: number; lastSeq: number }> {
    return this.webhooks.replay(actorOf(caller), id, after);
  }
}
