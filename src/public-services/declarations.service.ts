import { Injectable } from '@nestjs/common';
import { requireAgency } from '../accounts/agency-scope.js';
import { actorOf, type Caller } from '../accounts/caller.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Unit } from '../database/unit.js';
import { assess } from '../domain/level-scheme/assess.js';
import type { Level } from '../domain/level-scheme/scheme.js';
import { badRequest, Problem } from '../http/problem.js';
import { levelSchemes } from '../schemes/level-schemes.query.js';
import { assessmentOf, inTheWayOf } from './assessment.query.js';
import { checkDeclaration } from './declaration-faults.js';
import { saveFacts } from './facts-save.js';
import { factsOnDay } from './facts.query.js';
import { type DeclarationRow, DeclarationTable, type PublicServiceRow } from './public-service.table.js';
import type { DeclareLevel } from './public-services.dto.js';
import { type Conditional, requireIfCurrent } from './require-current.js';
import { settleDemonstration } from './settle-demonstration.js';
import { publishedDocument, refuseEnded, serviceRow } from './standing.query.js';

export interface Declaration {
  no: number;
  level: number;
  effectiveFrom: string;
  /** Number of the facts that stood behind it. */
  factsRevision: number;
  note: string | null;
  recordedAt: string;
}

export interface Declared {
  /** False: the very same declaration was there already, and nothing was written. */
  created: boolean;
  declaration: Declaration;
  /** The published service; null where it is not in today's list. */
  service: unknown;
}

/** The agency's own statement of a level. */
@Injectable()
export class DeclarationsService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  declare(caller: Caller, id: string, input: DeclareLevel, request: Conditional): Promise<Declared> {
    const intent = { actor: actorOf(caller), action: 'declaration.create', why: input.note ?? null };
    return this.unitOfWork.run(intent, async (unit) => {
      const [before, earlier] = await Promise.all([serviceRow(unit, id), declarationsOf(unit, id)]);
      await requireAgency(unit, caller, 'service.declare', before.agencyCode);
      await requireIfCurrent(unit, id, request);
      refuseEnded(before, unit.today);
      const service = await withFacts(unit, before, input);
      await refuseUnsupported(unit, service, input);

      const note = input.note ?? null;
      const last = earlier.find(({ effectiveFrom }) => effectiveFrom === input.effectiveFrom);
      const isSame =
        last?.level === input.level && last.factsRevision === service.factsNo && last.note === note;
      const no = (earlier[0]?.no ?? 0) + 1;
      const declaration = isSame ? last : await append(unit, service, no, input, note);
      await unit.flush();
      const doc = await publishedDocument(unit, id);
      return { created: !isSame, declaration, service: doc === null ? null : (JSON.parse(doc) as unknown) };
    });
  }
}

/** Checks the day and the facts, and saves the facts where some were sent. */
async function withFacts(
  unit: Unit,
  service: PublicServiceRow,
  input: DeclareLevel,
): Promise<PublicServiceRow> {
  const { facts, faults } = await checkDeclaration(unit, service, input, unit.today);
  if (faults.length > 0) throw badRequest(faults);
  return facts ? saveFacts(unit, service, facts) : service;
}

/** @throws Problem 422 with everything that is missing for the level, not for the next level alone */
async function refuseUnsupported(
  unit: Unit,
  service: PublicServiceRow,
  { level, effectiveFrom }: DeclareLevel,
) {
  const [{ own }, facts] = await Promise.all([levelSchemes(unit), factsOnDay(unit, service, effectiveFrom)]);
  const { supportedLevel } = assess(own, facts);
  if ((supportedLevel ?? 0) >= level) return;
  const assessment = await assessmentOf(unit, service.id, effectiveFrom);
  const criteria = inTheWayOf(level, assessment);
  throw new Problem(422, 'level_not_supported', {
    params: { declared: level },
    extra: { supportedLevel, heldBackBy: criteria.map((criterion) => criterion.id), criteria },
  });
}

/** The latest first. */
function declarationsOf(unit: Unit, id: string): Promise<Declaration[]> {
  return unit.all<Declaration>(
    `SELECT no, level, effective_from AS "effectiveFrom", facts_no AS "factsRevision", note,
            recorded_at AS "recordedAt"
     FROM declaration WHERE service_id = :id ORDER BY no DESC`,
    { id },
  );
}

async function append(
  unit: Unit,
  service: PublicServiceRow,
  no: number,
  { level, effectiveFrom }: { level: Level; effectiveFrom: string },
  note: string | null,
): Promise<Declaration> {
  const row: DeclarationRow = {
    serviceId: service.id,
    no,
    level,
    effectiveFrom,
    factsNo: service.factsNo,
    note,
    demonstration: 0,
    actor: unit.actor.name,
    actorAgency: unit.actor.agencyCode,
    recordedAt: unit.at,
  };
  await Promise.all([
    unit.insertMany(DeclarationTable, [row]),
    service.demonstration === 1 ? settleDemonstration(unit, [service.id]) : undefined,
  ]);
  const { factsNo: factsRevision, recordedAt } = row;
  unit.record(`service:${service.id}`, null, { declaration: { no, level, effectiveFrom, factsRevision } });
  unit.touch(service.id);
  return { no, level, effectiveFrom, factsRevision, note, recordedAt };
}
