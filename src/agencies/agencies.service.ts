import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Actor, Unit } from '../database/unit.js';
import { normalise } from '../domain/text/fold.js';
import { sortKey } from '../domain/text/sort-key.js';
import { withChanges } from '../domain/with-changes.js';
import { notFound, refuseFaults } from '../http/problem.js';
import type { AgencyLevel } from '../domain/agency-level.js';
import { AgencySuccessorTable, AgencyTable } from './agency.table.js';
import { type AgencyContact, agencyContact, changeContact } from './agency-contact.js';
import { agencyFaults, newAgencyFaults } from './agency-faults.js';
import { type AgencyDetail, agencyDetail, agencyView, type AgencyView } from './agency-view.query.js';

export type NewAgency = AgencyView;

export interface AgencyChange {
  name?: string;
  nameEn?: string | null;
  level?: AgencyLevel;
  parentCode?: string | null;
  validFrom?: string | null;
  validTo?: string | null;
  successors?: string[];
  /** Where it is told of inspections by mail; null: nowhere. */
  notifyEmail?: string | null;
}

/** Agencies come, merge and go; none is ever deleted. */
@Injectable()
export class AgenciesService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws Problem 400 with every fault, 409 where the code is taken */
  async add(actor: Actor, agency: NewAgency): Promise<AgencyDetail> {
    return this.unitOfWork.run({ actor, action: 'agency.create' }, async (unit) => {
      const after = clean(agency);
      refuseFaults(await newAgencyFaults(unit, after));
      const { successors: _, ...columns } = after;
      await unit.insertMany(AgencyTable, [
        { ...columns, nameSort: sortKey(after.name), revision: 1, updatedAt: unit.at },
      ]);
      await replaceSuccessors(unit, after);
      unit.record(`agency:${after.code}`, null, after);
      return (await agencyDetail(unit, after.code))!;
    });
  }

  /**
   * Changes an agency, and has its services published anew: their names and their days follow from it.
   * @param mayWrite looks at the present state, with the address it is written to, and throws where the caller has not seen it
   * @throws Problem 404, 400
   */
  async change(
    actor: Actor,
    code: string,
    { notifyEmail, ...change }: AgencyChange,
    mayWrite: (present: AgencyDetail, contact: AgencyContact) => void = () => undefined,
  ): Promise<AgencyDetail> {
    return this.unitOfWork.run({ actor, action: 'agency.change' }, async (unit) => {
      const present = await agencyDetail(unit, code);
      if (!present) throw notFound();
      mayWrite(present, await agencyContact(unit, code));
      if (notifyEmail !== undefined) await changeContact(unit, code, notifyEmail);
      const before = (await agencyView(unit, code))!;
      const after = clean(withChanges(before, change));
      if (JSON.stringify(after) === JSON.stringify(before)) return present;
      refuseFaults(await agencyFaults(unit, after));
      const { name, nameEn, level, parentCode, validFrom, validTo } = after;
      await unit.run(
        `UPDATE agency SET name = :name, name_en = :nameEn, name_sort = :nameSort, level = :level,
           parent_code = :parentCode, valid_from = :validFrom, valid_to = :validTo,
           revision = revision + 1, updated_at = :at
         WHERE code = :code`,
        { code, name, nameEn, nameSort: sortKey(name), level, parentCode, validFrom, validTo, at: unit.at },
      );
      await replaceSuccessors(unit, after);
      unit.record(`agency:${code}`, before, after);
      await touchServices(unit, code);
      // The count of its services is only right once they are published anew.
      await unit.flush();
      return (await agencyDetail(unit, code))!;
    });
  }
}

function clean(agency: AgencyView): AgencyView {
  return {
    ...agency,
    name: normalise(agency.name),
    nameEn: agency.nameEn === null ? null : normalise(agency.nameEn),
    successors: [...new Set(agency.successors)].sort(),
  };
}

async function replaceSuccessors(unit: Unit, { code, successors }: AgencyView): Promise<void> {
  await unit.run('DELETE FROM agency_successor WHERE agency_code = :code', { code });
  await unit.insertMany(
    AgencySuccessorTable,
    successors.map((successorCode) => ({ agencyCode: code, successorCode })),
  );
}

async function touchServices(unit: Unit, agencyCode: string): Promise<void> {
  const services = await unit.all<{ id: string }>(
    'SELECT id FROM public_service WHERE agency_code = :agencyCode',
    { agencyCode },
  );
  for (const { id } of services) unit.touch(id);
}
