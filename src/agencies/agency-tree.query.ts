import type { Queries } from '../database/reader.js';
import type { AgencyLevel } from '../domain/agency-level.js';

/** An agency as reports need it. */
export interface TreeAgency {
  code: string;
  name: string;
  level: AgencyLevel;
  parentCode: string | null;
  validFrom: string | null;
  validTo: string | null;
}

/** All agencies, those of the province first, then by name; with who stands above whom. */
export class AgencyTree {
  private readonly byCode: ReadonlyMap<string, TreeAgency>;

  constructor(readonly agencies: readonly TreeAgency[]) {
    this.byCode = new Map(agencies.map((agency) => [agency.code, agency]));
  }

  get codes(): string[] {
    return this.agencies.map((agency) => agency.code);
  }

  get(code: string): TreeAgency | undefined {
    return this.byCode.get(code);
  }

  /** The agency itself, the one above it, and so on to the top. */
  upFrom(code: string): TreeAgency[] {
    const line: TreeAgency[] = [];
    for (let agency = this.byCode.get(code); agency && !line.includes(agency);) {
      line.push(agency);
      agency = agency.parentCode === null ? undefined : this.byCode.get(agency.parentCode);
    }
    return line;
  }

  /** The district that the agency is or belongs to; the top of its line where it belongs to none. */
  districtOf(code: string): string | undefined {
    const line = this.upFrom(code);
    return (line.find((agency) => agency.level === 'district') ?? line.at(-1))?.code;
  }
}

export async function agencyTree(queries: Queries): Promise<AgencyTree> {
  const rows = await queries.all<{
    code: string;
    name: string;
    level: AgencyLevel;
    parent_code: string | null;
    valid_from: string | null;
    valid_to: string | null;
  }>(
    `SELECT code, name, level, parent_code, valid_from, valid_to FROM agency
     ORDER BY CASE level WHEN 'province' THEN 0 WHEN 'district' THEN 1 ELSE 2 END, name_sort, code`,
  );
  return new AgencyTree(
    rows.map((row) => ({
      code: row.code,
      name: row.name,
      level: row.level,
      parentCode: row.parent_code,
      validFrom: row.valid_from,
      validTo: row.valid_to,
    })),
  );
}

/** Whether the agency existed on the day, as far as its record says. */
export function existsOn(agency: TreeAgency, day: string): boolean {
  return (
    (agency.validFrom === null || agency.validFrom <= day) &&
    (agency.validTo === null || agency.validTo >= day)
  );
}
