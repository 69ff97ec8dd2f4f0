import type { CivilDate } from '../domain/dates/civil-date.js';
import type { ChannelVolume } from '../domain/case-volumes.js';
import type { ServiceFacts } from '../domain/service-facts.js';
import type { DemonstrationRule, LevelWeights } from './demonstration-rule.js';
import { demonstrationFacts, silentParts } from './demonstration-facts.js';
import type { OfferedService } from './offered-services.js';
import type { SeedProcedure } from './procedure-lines.js';
import { demonstrationVolumes } from './demonstration-volumes.js';
import { seededFraction, seededNumber, seededPick } from './seeded-draw.js';
import { workingDays } from './working-days.js';

export interface LevelStep {
  level: 1 | 2 | 3;
  effectiveFrom: CivilDate;
}

export interface DemonstratedService extends OfferedService {
  /** `{agencyCode}~{procedureCode}` */
  id: string;
  /** At the end of the rule's year. */
  level: 1 | 2 | 3 | null;
  /** The declarations that lead there, in order of their days; none without a level. */
  steps: LevelStep[];
  /** The service's own facts; what the procedure's content says already is not repeated. */
  facts: ServiceFacts;
  /** Dossiers of the rule's year, for services at level 3. */
  volumes: { period: string; channels: ChannelVolume[] } | null;
}

/**
 * Gives every service its level, days and facts by the rule. What a service gets depends on its id and the rule, and for
 * level 3 also on which other provincial services there are; never on the order of the services or on the communes.
 * @throws RangeError when a service names a procedure that is not among `procedures`.
 */
export function* demonstrate(
  rule: DemonstrationRule,
  services: Iterable<OfferedService>,
  procedures: readonly SeedProcedure[],
): Generator<DemonstratedService> {
  const days = daysOf(rule);
  const parts = partsByProcedure(procedures);
  const levelThreeSteps = chooseLevelThree(rule, services, parts, days);
  for (const service of services) {
    const id = idOf(service);
    const { silent, formCount } = partsOf(parts, service);
    const steps = levelThreeSteps.get(id) ?? stepsBelowThree(rule, service, days);
    const level = steps.at(-1)?.level ?? null;
    const facts = demonstrationFacts(level, silent, formCount, id, rule.addressBase);
    const volumes =
      level === 3 ? { period: String(rule.year), channels: demonstrationVolumes(rule.seed, id) } : null;
    yield { ...service, id, level, steps, facts, volumes };
  }
}

type Days = readonly [CivilDate, ...CivilDate[]];

interface ProcedureParts {
  silent: ServiceFacts;
  formCount: number;
  hasOnlineChannel: boolean;
}

function partsByProcedure(procedures: readonly SeedProcedure[]): Map<string, ProcedureParts> {
  return new Map(
    procedures.map((procedure) => [
      procedure.code,
      {
        silent: silentParts(procedure),
        formCount: procedure.content.components.filter((c) => c.hasForm).length,
        hasOnlineChannel: procedure.content.channels.some((c) => c.channel === 'online'),
      },
    ]),
  );
}

function partsOf(parts: Map<string, ProcedureParts>, service: OfferedService): ProcedureParts {
  const found = parts.get(service.procedureCode);
  if (found === undefined) throw new RangeError(`Unknown procedure ${service.procedureCode}`);
  return found;
}

/** The lowest hashes among the provincial services with a form and an online channel; the lowest comes first in the year. */
function chooseLevelThree(
  rule: DemonstrationRule,
  services: Iterable<OfferedService>,
  parts: Map<string, ProcedureParts>,
  days: Days,
): Map<string, LevelStep[]> {
  const candidates: { id: string; rank: number }[] = [];
  for (const service of services) {
    if (service.governmentLevel !== 'province') continue;
    const { formCount, hasOnlineChannel } = partsOf(parts, service);
    if (formCount === 0 || !hasOnlineChannel) continue;
    const id = idOf(service);
    candidates.push({ id, rank: seededNumber(rule.seed, 'level-3', id) });
  }
  candidates.sort((a, b) => a.rank - b.rank || (a.id < b.id ? -1 : 1));
  const months = rule.levelThree.newPerMonth.flatMap((count, i) => Array<number>(count).fill(i + 1));
  const chosen = candidates.slice(0, rule.levelThree.count);
  return new Map(chosen.map(({ id }, i) => [id, levelThreeSteps(rule, id, months[i] ?? 12, days)]));
}

function levelThreeSteps(rule: DemonstrationRule, id: string, month: number, days: Days): LevelStep[] {
  const inMonth = days.filter((day) => Number(day.slice(5, 7)) === month);
  const third = seededPick(notEmpty(inMonth), rule.seed, 'day', id);
  const before = days.filter((day) => day < third);
  const second = seededPick(notEmpty(before), rule.seed, 'earlier-day', id);
  return [
    { level: 2, effectiveFrom: second },
    { level: 3, effectiveFrom: third },
  ];
}

function stepsBelowThree(rule: DemonstrationRule, service: OfferedService, days: Days): LevelStep[] {
  const id = idOf(service);
  const level = weighedLevel(rule.weights[service.governmentLevel], seededFraction(rule.seed, 'level', id));
  return level === null ? [] : [{ level, effectiveFrom: seededPick(days, rule.seed, 'day', id) }];
}

function weighedLevel(weights: LevelWeights, fraction: number): 1 | 2 | null {
  const share = fraction * (weights.none + weights[1] + weights[2]);
  if (share < weights.none) return null;
  return share < weights.none + weights[1] ? 1 : 2;
}

function daysOf(rule: DemonstrationRule): Days {
  return notEmpty(workingDays(rule.year, rule.closedDays));
}

function notEmpty(days: CivilDate[]): Days {
  const [first, ...rest] = days;
  if (first === undefined) throw new RangeError('The rule leaves no working day');
  return [first, ...rest];
}

function idOf(service: OfferedService): string {
  return `${service.agencyCode}~${service.procedureCode}`;
}
