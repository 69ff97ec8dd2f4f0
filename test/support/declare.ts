import { UnitOfWork } from '../../src/database/unit-of-work.js';
import { DeclarationTable } from '../../src/public-services/public-service.table.js';
import type { Catalogue } from './catalogue.js';

const SYSTEM = { actor: { name: 'system', agencyCode: null }, action: 'test.prepare' };

/** Records a declaration as it is, whether or not the facts support it. */
export async function declare(
  catalogue: Catalogue,
  serviceId: string,
  level: number,
  effectiveFrom: string,
): Promise<void> {
  await catalogue.app.get(UnitOfWork).run(SYSTEM, async (unit) => {
    const last = await unit.get<{ no: number | null }>(
      'SELECT MAX(no) AS no FROM declaration WHERE service_id = :serviceId',
      { serviceId },
    );
    await unit.insertMany(DeclarationTable, [
      {
        serviceId,
        no: (last?.no ?? 0) + 1,
        level,
        effectiveFrom,
        factsNo: 1,
        note: null,
        demonstration: 0,
        actor: 'system',
        actorAgency: null,
        recordedAt: unit.at,
      },
    ]);
    unit.record(`service:${serviceId}`, null, { level, effectiveFrom });
    unit.touch(serviceId);
  });
}
