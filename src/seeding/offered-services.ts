import type { SeedProcedure } from './procedure-lines.js';
import type { SeedAgency } from './reference-tables.js';

export type SeedScope = 'demo' | 'province';

export interface OfferedService {
  agencyCode: string;
  procedureCode: string;
  governmentLevel: 'province' | 'commune';
}

/** A provincial procedure that no agency of the seed offers. */
export interface NotOffered {
  procedureCode: string;
  /** The suggestion that names no known agency; `null` where there is none. */
  offeredBy: string | null;
}

export interface OfferedServices {
  /** May be walked more than once. */
  services: Iterable<OfferedService>;
  notOffered: NotOffered[];
}

/** The district (thành phố Lào Cai) whose communes are enough to show the product; all 164 make 108,000 services. */
const DEMO_DISTRICT = '080';

/**
 * Which agency offers which procedure: a provincial one its suggested department, a communal one every commune of the
 * scope. A procedure of both levels is offered by both.
 */
export function offeredServices(
  procedures: readonly SeedProcedure[],
  agencies: readonly SeedAgency[],
  scope: SeedScope,
): OfferedServices {
  const known = new Set(agencies.map((a) => a.code));
  const communes = agencies.filter(
    (a) => a.level === 'commune' && (scope === 'province' || a.parentCode === DEMO_DISTRICT),
  );
  const departmentOf = ({ offeredBy }: SeedProcedure): string | null =>
    offeredBy !== null && known.has(offeredBy) ? offeredBy : null;

  function* walk(): Generator<OfferedService> {
    for (const procedure of procedures) {
      const procedureCode = procedure.code;
      const { levels } = procedure.content;
      const department = departmentOf(procedure);
      if (levels.includes('province') && department !== null) {
        yield { agencyCode: department, procedureCode, governmentLevel: 'province' };
      }
      if (!levels.includes('commune')) continue;
      for (const commune of communes) {
        yield { agencyCode: commune.code, procedureCode, governmentLevel: 'commune' };
      }
    }
  }
  return {
    services: { [Symbol.iterator]: walk },
    notOffered: procedures
      .filter((p) => p.content.levels.includes('province') && departmentOf(p) === null)
      .map((p) => ({ procedureCode: p.code, offeredBy: p.offeredBy })),
  };
}
