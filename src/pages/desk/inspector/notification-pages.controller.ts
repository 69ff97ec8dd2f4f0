import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../../accounts/access.guard.js';
import { type Caller, type CallerRequest, CurrentCaller } from '../../../accounts/caller.js';
import { Reader } from '../../../database/reader.js';
import type { FormValues } from '../../../http/form-body.js';
import { ListNotificationsQuery, RecordPath } from '../../../inspections/inspections.dto.js';
import { notificationPage } from '../../../inspections/notification.query.js';
import { Notifications } from '../../../inspections/notifications.service.js';
import { whereAgencies } from '../../../inspections/visible-agencies.query.js';
import { Form } from '../../form.js';
import { goTo } from '../../go-to.js';
import { languageOfPage } from '../../language.js';
import { Views } from '../../views.service.js';
import { SentForm } from '../sent-form.js';
import { serviceNames } from './service-names.query.js';

const PAGE_SIZE = 30;
const PATH = '/desk/notifications';

/** What the caller's agency, and those under it, have been told. */
@Controller('desk/notifications')
@Access('notification.read')
export class NotificationPagesController {
  constructor(
    private readonly reader: Reader,
    private readonly notifications: Notifications,
    private readonly views: Views,
  ) {}

  @Get()
  async list(
    @CurrentCaller() caller: Caller,
    @Query() sent: object,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const filter = await Form.of(ListNotificationsQuery, sent, languageOfPage(request.raw));
    const page = await filter.ask(({ unread, limit = PAGE_SIZE, cursor }) =>
      this.reader.snapshot(async (queries) => {
        const within = await whereAgencies(queries, caller, 'notification.read', undefined, 'n.agency_code');
        const found = await notificationPage(queries, within, unread, limit, cursor);
        return {
          ...found,
          names: await serviceNames(
            queries,
            found.items.map((item) => item.serviceId),
          ),
        };
      }),
    );
    void reply.status(filter.status);
    return this.views.page(request, reply, 'desk/inspector/notifications', {
      title: this.views.text(request, 'deskNotifications:title'),
      desk: PATH,
      filter,
      // Whoever stands above all agencies reads for none of them.
      mayMark: caller.agencyCode !== null,
      items: page?.items.map((item) => ({ ...item, about: pageOf(item.subject) })) ?? [],
      names: page?.names ?? {},
      next: page?.next,
    });
  }

  @Post('read')
  async readAll(
    @CurrentCaller() caller: Caller,
    @SentForm() form: FormValues,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    await this.notifications.readAll(caller, form.all('id').slice(0, PAGE_SIZE));
    return goTo(request, reply, PATH);
  }

  /** Opens what it is about. */
  @Post(':id/read')
  async read(
    @CurrentCaller() caller: Caller,
    @Param() { id }: RecordPath,
    @SentForm() _: FormValues,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { subject } = await this.notifications.read(caller, id);
    return goTo(request, reply, pageOf(subject));
  }
}

/** Inspections and findings have pages of their own. */
function pageOf(subject: string): string {
  const [kind, id] = subject.split(/:(.*)/s);
  return kind === 'inspection' || kind === 'finding' ? `/desk/${kind}s/${id}` : PATH;
}
