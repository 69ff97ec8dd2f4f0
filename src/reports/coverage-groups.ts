import { type AgencyTree, existsOn } from '../agencies/agency-tree.query.js';
import { AGENCY_LEVELS, type AgencyLevel } from '../domain/agency-level.js';
import type { ServiceFilter } from '../publication/service-filter.js';
import type { Grouping } from './report-question.js';

/** One row of a coverage report: what is counted in it, in the words of the list of services. */
export interface CoverageGroup {
  key: string;
  name: string;
  filter: ServiceFilter;
  /** The row stands there even where nothing is counted in it. */
  isExpected: boolean;
}

const NAMES_OF_LEVELS: Record<AgencyLevel, string> = {
  province: 'Cấp tỉnh',
  district: 'Cấp huyện',
  commune: 'Cấp xã',
};

/** In which rows the services of an agency count. */
export function groupsOfAgency(
  tree: AgencyTree,
  by: Exclude<Grouping, 'field'>,
  scope: 'own' | 'subtree',
  agency: string,
): string[] {
  if (by === 'level-of-government') return [tree.get(agency)!.level];
  if (by === 'district') return [tree.districtOf(agency)!];
  return scope === 'own' ? [agency] : tree.upFrom(agency).map(({ code }) => code);
}

/**
 * The rows of a report by anything but field, in order.
 * @param inScope codes of the agencies that the report is about
 */
export function agencyGroups(
  tree: AgencyTree,
  by: Exclude<Grouping, 'field'>,
  question: ServiceFilter,
  scope: 'own' | 'subtree',
  inScope: ReadonlySet<string>,
  day: string,
): CoverageGroup[] {
  if (by === 'level-of-government') {
    return AGENCY_LEVELS.map((level) => ({
      key: level,
      name: NAMES_OF_LEVELS[level],
      filter: { ...question, agencyLevel: level },
      isExpected: true,
    }));
  }
  const agencies = tree.agencies.filter(({ code }) => inScope.has(code));
  if (by === 'district') {
    const present = agencies.filter((agency) => existsOn(agency, day));
    const expected = new Set(present.map(({ code }) => tree.districtOf(code)));
    const keys = new Set(agencies.map(({ code }) => tree.districtOf(code)));
    return tree.agencies
      .filter(({ code }) => keys.has(code))
      .map(({ code, name }) => ({
        key: code,
        name,
        filter: { ...question, district: code },
        isExpected: expected.has(code),
      }));
  }
  return agencies.map((agency) => ({
    key: agency.code,
    name: agency.name,
    filter: { ...question, agency: agency.code, scope },
    isExpected: existsOn(agency, day),
  }));
}
