import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Observable } from 'rxjs';
import type { CallerRequest } from '../../../accounts/caller.js';
import { reachOf } from '../../../accounts/access-rules.js';
import { Reader } from '../../../database/reader.js';
import { unreadNotifications } from '../../../inspections/notification.query.js';
import { whereAgencies } from '../../../inspections/visible-agencies.query.js';

/** Counts for every page of the desk what the caller's agency has been told and nobody has read. */
@Injectable()
export class UnreadInterceptor implements NestInterceptor {
  constructor(private readonly reader: Reader) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<CallerRequest & { unread?: number }>();
    if (/^\/desk(\/|\?|$)/.test(request.url)) request.unread = await this.unreadBy(request);
    return next.handle();
  }

  /** Nothing for those who stand above all agencies: what an agency was told is not theirs to read for it. */
  private async unreadBy({ caller }: CallerRequest): Promise<number> {
    if (!caller || reachOf('notification.read', caller.role) !== 'ownAgencies') return 0;
    const within = await whereAgencies(this.reader, caller, 'notification.read', undefined, 'n.agency_code');
    return unreadNotifications(this.reader, within);
  }
}
