import { groupBy } from '../../domain/group-by.js';
import type { AgencyTree, TreeAgency } from '../../agencies/agency-tree.query.js';

/** An agency in the directory, with all that stand under it. */
export interface Branch {
  agency: TreeAgency;
  /** Services of its own in today’s list. */
  services: number;
  branches: Branch[];
}

/** The directory as a tree. */
export function branches(tree: AgencyTree, services: ReadonlyMap<string, number>): Branch[] {
  const under = groupBy(tree.agencies, ({ parentCode }) => parentCode);
  const branchOf = (agency: TreeAgency): Branch => ({
    agency,
    services: services.get(agency.code) ?? 0,
    branches: (under.get(agency.code) ?? []).map(branchOf),
  });
  return tree.agencies
    .filter(({ parentCode }) => parentCode === null || tree.get(parentCode) === undefined)
    .map(branchOf);
}
