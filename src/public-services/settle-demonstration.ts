import type { Unit } from '../database/unit.js';

/** Takes the mark of demonstration off a service whose facts and whose latest declaration are an agency's own. */
export async function settleDemonstration(unit: Unit, serviceId: string): Promise<void> {
  await unit.run(
    `UPDATE public_service SET demonstration = 0
     WHERE id = :serviceId AND demonstration = 1
       AND NOT EXISTS (SELECT 1 FROM service_facts f
         WHERE f.service_id = :serviceId AND f.no = public_service.facts_no AND f.demonstration = 1)
       AND NOT EXISTS (SELECT 1 FROM declaration d
         WHERE d.service_id = :serviceId AND d.demonstration = 1
           AND d.no = (SELECT MAX(no) FROM declaration WHERE service_id = :serviceId))`,
    { serviceId },
  );
}
