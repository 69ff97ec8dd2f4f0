import { Injectable } from '@nestjs/common';
import { requireAgency } from '../accounts/agency-scope.js';
import { actorOf, type Caller } from '../accounts/caller.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Unit } from '../database/unit.js';
import { type Notification, notificationOf } from './notification.query.js';

/** What agencies are told. */
@Injectable()
export class Notifications {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Marks it as read; the first reading stands. @throws Problem 404, 403 */
  read(caller: Caller, id: string): Promise<Notification> {
    return this.unitOfWork.run({ actor: actorOf(caller), action: 'notification.read' }, (unit) =>
      markRead(unit, caller, id),
    );
  }

  /** The same for several, all or none. */
  readAll(caller: Caller, ids: readonly string[]): Promise<Notification[]> {
    return this.unitOfWork.run({ actor: actorOf(caller), action: 'notification.read' }, async (unit) => {
      const read: Notification[] = [];
      for (const id of ids) read.push(await markRead(unit, caller, id));
      return read;
    });
  }
}

async function markRead(unit: Unit, caller: Caller, id: string): Promise<Notification> {
  const before = await notificationOf(unit, id);
  await requireAgency(unit, caller, 'notification.read', before.agencyCode);
  if (before.readAt !== null) return before;
  await unit.run('UPDATE notification SET read_at = :at, read_by = :by WHERE id = :id', {
    id,
    at: unit.at,
    by: unit.actor.name,
  });
  unit.record(`notification:${id}`, { readAt: null }, { readAt: unit.at });
  return notificationOf(unit, id);
}
