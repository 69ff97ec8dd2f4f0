import { perList } from '../database/sql.js';
import type { Unit } from '../database/unit.js';

const IS_OWN = `demonstration = 1
  AND NOT EXISTS (SELECT 1 FROM service_facts f
    WHERE f.service_id = public_service.id AND f.demonstration = 1
      AND f.no = (SELECT MAX(last.no) FROM service_facts last WHERE last.service_id = public_service.id))
  AND NOT EXISTS (SELECT 1 FROM declaration d
    WHERE d.service_id = public_service.id AND d.demonstration = 1
      AND d.no = (SELECT MAX(last.no) FROM declaration last WHERE last.service_id = public_service.id))`;

/** What becomes of the mark of demonstration of a row of `public_service` that is written for another reason too. */
export const SETTLED_MARK = `CASE WHEN ${IS_OWN} THEN 0 ELSE demonstration END`;

const SETTLE = perList(
  'ids',
  (ids) => `UPDATE public_service SET demonstration = 0 WHERE id IN ${ids} AND ${IS_OWN}`,
);

/** Takes the mark of demonstration off the services whose latest facts and whose latest declaration are an agency's own. */
export async function settleDemonstration(unit: Unit, serviceIds: readonly string[]): Promise<void> {
  await unit.run(...SETTLE(unit.engine, serviceIds));
}
