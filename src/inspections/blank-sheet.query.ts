import type { Queries } from '../database/reader.js';
import { effectiveFacts } from '../domain/facts-of-procedure.js';
import { assess } from '../domain/level-scheme/assess.js';
import { serviceOnDay } from '../public-services/facts.query.js';
import { levelSchemes } from '../schemes/level-schemes.query.js';
import { declarationInEffect } from './inspectable.query.js';
import { declarationOf, type InspectionView, sideBySide } from './inspection-view.query.js';

/** What an inspector takes along to a service that nobody has begun to inspect. */
export interface BlankSheet extends Pick<
  InspectionView,
  'serviceId' | 'agencyCode' | 'procedureCode' | 'procedureName' | 'supportedLevel' | 'criteria'
> {
  /** Null where no declaration is in effect. */
  declaration: InspectionView['declaration'] | null;
  facts: InspectionView['facts']['facts'];
}

/** @throws Problem 404 */
export async function blankSheet(queries: Queries, serviceId: string, today: string): Promise<BlankSheet> {
  const { record, version } = await serviceOnDay(queries, serviceId, today);
  const { own } = await levelSchemes(queries);
  const facts = effectiveFacts(version.facts, record.facts);
  const { supportedLevel, criteria } = assess(own, facts);
  const declarationNo = await declarationInEffect(queries, serviceId, today);
  return {
    serviceId,
    agencyCode: record.agency.code,
    procedureCode: record.procedureCode,
    procedureName: version.procedure.name,
    supportedLevel,
    criteria: own.criteria.map((criterion, i) => sideBySide(criterion, criteria[i]!, [])),
    declaration:
      declarationNo === undefined ? null : await declarationOf(queries, { serviceId, declarationNo }),
    facts,
  };
}
