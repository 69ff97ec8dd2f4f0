import { Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../accounts/access.guard.js';
import { type Caller, CurrentCaller } from '../accounts/caller.js';
import { Reader } from '../database/reader.js';
import { Describe } from '../http/describe.js';
import { nextLink } from '../http/next-link.js';
import type { Page } from '../http/pages.js';
import { PublicUrl } from '../http/public-url.js';
import { ListNotificationsQuery, RecordPath } from './inspections.dto.js';
import { NOTIFICATION, NOTIFICATION_PAGE } from './inspections.schema.js';
import { type Notification, notificationPage } from './notification.query.js';
import { Notifications } from './notifications.service.js';
import { whereAgencies } from './visible-agencies.query.js';

const PAGE_SIZE = 50;

/** What the caller's agency, and those under it, have been told. */
@Controller('api/v1/notifications')
@Access('notification.read')
export class NotificationsController {
  constructor(
    private readonly notifications: Notifications,
    private readonly reader: Reader,
    private readonly publicUrl: PublicUrl,
  ) {}

  @Get()
  @Describe({
    summary: 'Notifications of the caller’s agency and of those under it, the latest first',
    tag: 'inspections',
    answers: { 200: NOTIFICATION_PAGE },
  })
  async list(
    @CurrentCaller() caller: Caller,
    @Query() query: ListNotificationsQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<Notification>> {
    const { limit = PAGE_SIZE, cursor, unread } = query;
    const page = await this.reader.snapshot(async (queries) => {
      const within = await whereAgencies(queries, caller, 'notification.read', undefined, 'n.agency_code');
      return notificationPage(queries, within, unread, limit, cursor);
    });
    if (page.next !== null)
      void reply.header('link', nextLink(this.publicUrl, 'notifications', query, page.next));
    return page;
  }

  @Post(':id/read')
  @HttpCode(200)
  @Describe({
    summary: 'Mark a notification as read for its agency',
    tag: 'inspections',
    answers: { 200: NOTIFICATION },
    problems: [404],
    examples: { id: 'STP~n1' },
  })
  read(@CurrentCaller() caller: Caller, @Param() { id }: RecordPath): Promise<Notification> {
    return this.notifications.read(caller, id);
  }
}
