import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../../accounts/access.guard.js';
import { actorOf, type Caller, type CallerRequest, CurrentCaller } from '../../../accounts/caller.js';
import { Reader } from '../../../database/reader.js';
import type { FormValues } from '../../../http/form-body.js';
import { etagOfJson } from '../../../http/preconditions.js';
import { notFound, Problem } from '../../../http/problem.js';
import { deliveryPage } from '../../../webhooks/delivery-page.query.js';
import { type WebhookView, webhookView, webhookViews } from '../../../webhooks/webhook-view.query.js';
import {
  ChangeWebhookBody,
  NewWebhookBody,
  ReplayBody,
  WebhookPath,
} from '../../../webhooks/webhooks.dto.js';
import { Webhooks } from '../../../webhooks/webhooks.service.js';
import { goTo } from '../../go-to.js';
import { Views } from '../../views.service.js';
import { checked } from '../checked-input.js';
import { type PageFault, pageFaults } from '../page-faults.js';
import { SentForm } from '../sent-form.js';

const PATH = '/desk/webhooks';
const DELIVERIES_SHOWN = 50;
const DONE = ['saved', 'tested', 'replayed', 'removed'];

interface Shown {
  faults?: PageFault[];
  typed?: { url: string; description: string; after?: string };
}

/** Keeping of webhooks by pages, over the same use cases as the API. */
@Controller('desk/webhooks')
@Access('webhook.manage')
export class WebhookPagesController {
  constructor(
    private readonly reader: Reader,
    private readonly webhooks: Webhooks,
    private readonly views: Views,
  ) {}

  @Get()
  list(@Req() request: CallerRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return this.listPage(request, reply, {});
  }

  /** The answer itself shows the secret: there is no address at which it could be read again. */
  @Post()
  async create(
    @CurrentCaller() caller: Caller,
    @SentForm() form: FormValues,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const typed = { url: form.text('url'), description: form.text('description') };
    try {
      const { url, description = null } = await checked(NewWebhookBody, {
        url: typed.url,
        ...(typed.description === '' ? {} : { description: typed.description }),
      });
      const webhook = await this.webhooks.create(actorOf(caller), url, description);
      void reply.status(201).header('cache-control', 'no-store');
      return this.views.page(request, reply, 'desk/operator/webhook-created', {
        title: this.views.text(request, 'deskWebhooks:createdTitle'),
        desk: PATH,
        webhook,
      });
    } catch (error) {
      return this.listPage(request, reply, { typed, faults: this.faults(request, reply, error) });
    }
  }

  @Get(':id')
  one(
    @Param() { id }: WebhookPath,
    @Query('cursor') cursor: string | undefined,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.onePage(request, reply, id, {}, cursor);
  }

  /** Its address and purpose, or whether it is active. */
  @Post(':id')
  async change(
    @Param() { id }: WebhookPath,
    @CurrentCaller() caller: Caller,
    @SentForm() form: FormValues,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const typed = { url: form.text('url'), description: form.text('description') };
    try {
      const change = await checked(
        ChangeWebhookBody,
        form.has('active')
          ? { active: form.raw('active') === 'true' }
          : { url: typed.url, description: typed.description || null },
      );
      const seen = { headers: { 'if-match': form.raw('version') } };
      await this.webhooks.change(actorOf(caller), seen, id, change);
      return goTo(request, reply, `${PATH}/${id}?done=saved`);
    } catch (error) {
      const faults = this.faults(request, reply, error);
      return this.onePage(request, reply, id, form.has('active') ? { faults } : { typed, faults });
    }
  }

  @Post(':id/test')
  async test(
    @Param() { id }: WebhookPath,
    @CurrentCaller() caller: Caller,
    @SentForm() _: FormValues,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    await this.webhooks.test(actorOf(caller), id);
    return goTo(request, reply, `${PATH}/${id}?done=tested`);
  }

  @Post(':id/replay')
  async replay(
    @Param() { id }: WebhookPath,
    @CurrentCaller() caller: Caller,
    @SentForm() form: FormValues,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const typed = form.text('after');
    try {
      const body = typed === '' ? {} : { after: /^\d{1,15}$/.test(typed) ? Number(typed) : typed };
      const { after = 0 } = await checked(ReplayBody, body);
      await this.webhooks.replay(actorOf(caller), id, after);
      return goTo(request, reply, `${PATH}/${id}?done=replayed`);
    } catch (error) {
      const faults = this.faults(request, reply, error);
      const webhook = await this.read(id);
      const { url, description } = webhook;
      return this.onePage(request, reply, id, {
        typed: { url, description: description ?? '', after: typed },
        faults,
      });
    }
  }

  @Post(':id/remove')
  async remove(
    @Param() { id }: WebhookPath,
    @CurrentCaller() caller: Caller,
    @SentForm() form: FormValues,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    if (form.raw('sure') !== 'yes') {
      void reply.status(400);
      const title = this.views.text(request, 'deskWebhooks:removeSure');
      const text = `${title}: ${this.views.text(request, 'desk:fault_required')}`;
      return this.onePage(request, reply, id, { faults: [{ field: 'sure', text }] });
    }
    await this.webhooks.remove(actorOf(caller), id);
    return goTo(request, reply, `${PATH}?done=removed`);
  }

  private async listPage(request: CallerRequest, reply: FastifyReply, shown: Shown): Promise<string> {
    return this.views.page(request, reply, 'desk/operator/webhooks', {
      title: this.views.text(request, 'deskWebhooks:title'),
      desk: PATH,
      done: this.done(request),
      webhooks: await webhookViews(this.reader),
      typed: { url: '', description: '' },
      ...shown,
    });
  }

  private async onePage(
    request: CallerRequest,
    reply: FastifyReply,
    id: string,
    shown: Shown,
    cursor?: string,
  ): Promise<string> {
    const webhook = await this.read(id);
    return this.views.page(request, reply, 'desk/operator/webhook', {
      title: webhook.url,
      desk: PATH,
      done: this.done(request),
      webhook,
      version: etagOfJson(webhook),
      typed: { url: webhook.url, description: webhook.description ?? '' },
      deliveries: await this.reader.snapshot((queries) =>
        deliveryPage(queries, id, cursor, DELIVERIES_SHOWN),
      ),
      isOlder: cursor !== undefined,
      ...shown,
    });
  }

  private async read(id: string): Promise<WebhookView> {
    const webhook = await webhookView(this.reader, id);
    if (!webhook) throw notFound();
    return webhook;
  }

  private done(request: CallerRequest): string {
    const done = new URLSearchParams(request.url.split('?')[1]).get('done') ?? '';
    return DONE.includes(done) ? this.views.text(request, `deskWebhooks:done_${done}`) : '';
  }

  /** @throws whatever is no refusal that the form can show */
  private faults(request: CallerRequest, reply: FastifyReply, error: unknown): PageFault[] {
    if (!(error instanceof Problem) || ![400, 409, 412, 428].includes(error.status)) throw error;
    void reply.status(error.status);
    if (error.status === 412 || error.status === 428)
      return [{ field: 'main-content', text: this.views.text(request, 'deskWebhooks:stale') }];
    return pageFaults(this.views, request, error, (pointer) => {
      const field = pointer.slice(1);
      const key = field === 'after' ? 'replayAfter' : field;
      return { field, title: this.views.text(request, `deskWebhooks:${key}`) };
    });
  }
}
