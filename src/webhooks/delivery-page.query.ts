import type { Queries } from '../database/reader.js';
import { badCursor, decodeCursor, encodeCursor } from '../http/cursor.js';
import { countDeliveries, type DeliveryView, deliveryViews } from './webhook-view.query.js';

const DELIVERIES = 'webhook deliveries';
/** What a column of whole numbers holds on PostgreSQL. */
const NO_LATEST = 2 ** 31 - 1;

export interface DeliveryPage {
  items: DeliveryView[];
  next: string | null;
  total: number;
}

/** Deliveries of a webhook, the latest first. @throws Problem 400 where the cursor is none of these lists */
export async function deliveryPage(
  queries: Queries,
  webhook: string,
  cursor: string | undefined,
  limit: number,
): Promise<DeliveryPage> {
  const before = cursor === undefined ? NO_LATEST : Number(decodeCursor(DELIVERIES, cursor)[0]);
  if (!Number.isInteger(before) || before < 1 || before > NO_LATEST) throw badCursor();
  const found = await deliveryViews(queries, webhook, before, limit + 1);
  const items = found.slice(0, limit);
  return {
    items,
    next: found.length > limit ? encodeCursor(DELIVERIES, [items.at(-1)!.no]) : null,
    total: await countDeliveries(queries, webhook),
  };
}
