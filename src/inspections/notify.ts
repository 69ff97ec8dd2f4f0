import type { Unit } from '../database/unit.js';
import { type NotificationRow, NotificationTable } from './inspection.table.js';

/** Leaves word for an agency. */
export async function notify(
  unit: Unit,
  about: Pick<NotificationRow, 'agencyCode' | 'kind' | 'serviceId' | 'subject'>,
): Promise<void> {
  const last = await unit.get<{ no: number | null }>(
    'SELECT MAX(no) AS no FROM notification WHERE agency_code = :agencyCode',
    { agencyCode: about.agencyCode },
  );
  const no = (last?.no ?? 0) + 1;
  const id = `${about.agencyCode}~n${no}`;
  await unit.insertMany(NotificationTable, [{ id, no, ...about, at: unit.at, readAt: null, readBy: null }]);
  unit.record(`notification:${id}`, null, { ...about, readAt: null });
}
