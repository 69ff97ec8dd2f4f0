import { Injectable } from '@nestjs/common';
import { Reader } from '../database/reader.js';
import { inList } from '../database/sql.js';
import type { Actor } from '../database/unit.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { badRequest, notFound } from '../http/problem.js';
import { linkId } from './link-address.js';
import { LinkChecker } from './link-checker.service.js';
import { LinkRegister } from './link-register.service.js';

/** How many links will be checked as soon as their hosts may be asked, and how many never are. */
export interface Requested {
  requested: number;
  notChecked: number;
}

/** Which links are meant, as a condition over `link k`. */
interface Meant {
  condition: string;
  params: Record<string, string>;
}

/** Checks that somebody asks for, beside the schedule. */
@Injectable()
export class LinkRequests {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    private readonly register: LinkRegister,
    private readonly checker: LinkChecker,
  ) {}

  /** All links of a service of today’s list. @throws Problem 404 */
  async ofService(actor: Actor, service: string): Promise<Requested> {
    const found = await this.reader.get(
      'SELECT service_id FROM published_service WHERE service_id = :service',
      {
        service,
      },
    );
    if (!found) throw notFound();
    await this.register.takeIn([service]);
    return this.request(actor, {
      condition: 'id IN (SELECT link_id FROM service_link WHERE service_id = :service)',
      params: { service },
    });
  }

  /**
   * These addresses, each of which a service publishes: nobody sends this program anywhere else.
   * @throws Problem 400 naming every address that none does
   */
  async ofAddresses(actor: Actor, urls: readonly string[]): Promise<Requested> {
    const ids = urls.map(linkId);
    const known = await this.reader.all<{ id: string }>(
      `SELECT id FROM link WHERE id IN ${inList(this.reader.engine, 'ids')}`,
      { ids: JSON.stringify(ids) },
    );
    const isKnown = new Set(known.map(({ id }) => id));
    const faults = ids.flatMap((id, i) =>
      isKnown.has(id)
        ? []
        : [
            {
              in: 'body' as const,
              pointer: `/urls/${i}`,
              code: 'unknown_reference' as const,
              params: { what: 'link' },
            },
          ],
    );
    if (faults.length > 0) throw badRequest(faults);
    return this.request(actor, {
      condition: `id IN ${inList(this.reader.engine, 'ids')}`,
      params: { ids: JSON.stringify(ids) },
    });
  }

  /** What the schedule would ask for by `now`, or every link; after taking in what all services publish. */
  async ofAll(actor: Actor, retentionDays: number, dueBy: string | null): Promise<Requested> {
    await this.register.takeInAll(retentionDays);
    return this.request(
      actor,
      dueBy === null
        ? { condition: '1 = 1', params: {} }
        : { condition: '(due_at IS NULL OR due_at <= :dueBy)', params: { dueBy } },
    );
  }

  private async request(actor: Actor, { condition, params }: Meant): Promise<Requested> {
    const asked = await this.unitOfWork.run({ actor, action: 'link.request' }, async (unit) => {
      const requested = await unit.run(
        `UPDATE link SET requested_at = :at, requested_by = :by
         WHERE state <> 'not_checked' AND ${condition}`,
        { ...params, at: unit.at, by: actor.name },
      );
      const left = await unit.get<{ n: number }>(
        `SELECT COUNT(*) AS n FROM link WHERE state = 'not_checked' AND ${condition}`,
        params,
      );
      return { requested, notChecked: left!.n };
    });
    this.checker.wake();
    return asked;
  }
}
