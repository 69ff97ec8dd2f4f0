import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { actorOf, type Caller } from '../accounts/caller.js';
import { CLOCK, type Clock } from '../database/database.module.js';
import { type Queries, Reader } from '../database/reader.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Unit } from '../database/unit.js';
import { canonicalJson } from '../domain/canonical-json.js';
import { civilToday } from '../domain/dates/civil-date.js';
import { draw } from '../domain/sampling/draw.js';
import { type Conditional, etagOfJson, requireIfMatch } from '../http/preconditions.js';
import { Problem } from '../http/problem.js';
import { type Checksum, checksumIn } from '../publication/checksum.query.js';
import { type Design, designOf, type SizedStratum, sizesOf } from './campaign-design.js';
import { campaignFaults } from './campaign-faults.query.js';
import { campaignRow, type CampaignView, campaignView } from './campaign-view.query.js';
import { drawHash } from './campaign-hashes.js';
import {
  type CampaignDrawRow,
  CampaignDrawTable,
  type CampaignRow,
  CampaignStratumTable,
  CampaignTable,
} from './campaign.table.js';
import type { DesignCampaign, DrawCampaign } from './campaigns.dto.js';
import { type Population, populationOf } from './population.query.js';
import { computedResult } from './result.query.js';

/** What would be drawn. */
export interface DesignPreview extends Omit<Design, 'population'> {
  population: CampaignView['population']['filter'];
  asOf: string;
  services: number;
  excluded: { reason: 'not_declared'; count: number }[];
  wanted: number;
  sample: number;
  sizes: SizedStratum[];
}

interface Frame {
  asOf: string;
  knownAt: string;
  population: Population;
}

/** Campaigns from their drawing to their closing. */
@Injectable()
export class Campaigns {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws Problem 422 `campaign_refused` with every fault */
  preview(input: DesignCampaign): Promise<DesignPreview> {
    const design = designOf(input);
    return this.reader.snapshot(async (queries) => {
      const { asOf, population } = await this.frameOf(queries, input);
      const { wanted, sample, strata } = sizesOf(population, design);
      return {
        ...design,
        asOf,
        services: population.count,
        excluded: [{ reason: 'not_declared', count: population.notDeclared }],
        wanted,
        sample,
        sizes: strata,
      };
    });
  }

  /**
   * Draws. The population and the checksum are read before the transaction: a list as of a day and as known at a moment that
   * has passed cannot change any more, so nobody has to wait while it is read.
   * @throws Problem 422 `campaign_refused` with every fault
   */
  async draw(caller: Caller, input: DrawCampaign): Promise<CampaignView> {
    const { frame, list } = await this.reader.snapshot(async (queries) => {
      const frame = await this.frameOf(queries, input);
      return { frame, list: await checksumIn(queries, frame) };
    });
    const intent = { actor: actorOf(caller), action: 'campaign.draw', why: input.purpose ?? null };
    return this.unitOfWork.run(intent, async (unit) => {
      const { row, drawn } = await this.insert(unit, input, frame, list);
      const view = await campaignView(unit, row.id, caller);
      unit.record(`campaign:${row.id}`, null, { ...view, seed: row.seed, drawSha256: drawHash(drawn) });
      return view;
    });
  }

  /**
   * Ends a campaign and freezes its result.
   * @throws Problem 404, 428, 412, 409 `wrong_state`, 422 `campaign_empty`
   */
  close(caller: Caller, id: string, request: Conditional): Promise<CampaignView> {
    return this.unitOfWork.run({ actor: actorOf(caller), action: 'campaign.close' }, async (unit) => {
      const row = await campaignRow(unit, id);
      requireIfMatch(request, [etagOfJson(await campaignView(unit, id, caller))]);
      if (row.state !== 'open') {
        throw new Problem(409, 'wrong_state', {
          params: { action: 'close', state: row.state, allowed: 'open' },
        });
      }
      const end = { state: 'closed', closedAt: unit.at } as const;
      const result = await computedResult(unit, { ...row, ...end });
      if (result.inspected === 0) throw new Problem(422, 'campaign_empty');
      await unit.run(
        `UPDATE campaign SET state = 'closed', closed_at = :at, closed_by = :by, result = :result WHERE id = :id`,
        { id, at: unit.at, by: unit.actor.name, result: JSON.stringify(result) },
      );
      unit.record(`campaign:${id}`, { state: 'open' }, { ...end, result });
      return campaignView(unit, id, caller);
    });
  }

  private async frameOf(queries: Queries, input: DesignCampaign & Partial<DrawCampaign>): Promise<Frame> {
    const today = civilToday(this.clock());
    const faults = await campaignFaults(queries, input, today);
    if (faults.length > 0) throw new Problem(422, 'campaign_refused', { faults });
    const asOf = input.asOf ?? today;
    const head = (await queries.get<{ at: string }>('SELECT at FROM ledger_head WHERE id = 1'))!;
    const { population: filter, strata } = designOf(input);
    const population = await populationOf(queries, filter, { asOf, knownAt: head.at }, strata);
    if (population.count > 0) return { asOf, knownAt: head.at, population };
    const faultOfPopulation = { in: 'body', pointer: '/population', code: 'population_empty' } as const;
    throw new Problem(422, 'campaign_refused', { faults: [faultOfPopulation] });
  }

  private async insert(
    unit: Unit,
    input: DrawCampaign,
    { asOf, knownAt, population }: Frame,
    list: Checksum,
  ): Promise<{ row: CampaignRow; drawn: CampaignDrawRow[] }> {
    const design = designOf(input);
    const { wanted, strata } = sizesOf(population, design);
    const row: CampaignRow = {
      id: await nextId(unit),
      name: input.name,
      purpose: input.purpose ?? null,
      state: 'open',
      dueDate: input.dueDate ?? null,
      filter: canonicalJson(design.population),
      asOf,
      knownAt,
      listCount: list.count,
      listSha256: list.sha256,
      strataBy: design.strata,
      marginOfError: String(design.marginOfError),
      confidence: design.confidence,
      expectedRate: String(design.expectedRate),
      seed: input.seed ?? randomBytes(16).toString('hex'),
      seedGiven: Number(input.seed !== undefined),
      wanted,
      notDeclared: population.notDeclared,
      populationSha256: population.sha256,
      createdBy: unit.actor.name,
      drawnAt: unit.at,
      closedAt: null,
      closedBy: null,
      result: null,
    };
    const key = { seed: row.seed, checksum: list.sha256 };
    const frames = population.strata.map((stratum, i) => ({ ...stratum, sample: strata[i]!.sample }));
    await unit.insertMany(CampaignTable, [row]);
    await unit.insertMany(
      CampaignStratumTable,
      frames.map(({ key: stratum, name, services, sample }) => ({
        campaignId: row.id,
        stratum,
        name,
        population: services.length,
        sample,
        services: JSON.stringify(services),
      })),
    );
    const drawn = frames.flatMap(({ key: stratum, services, sample }) =>
      draw(key, services, sample).map((one) => ({
        ...one,
        campaignId: row.id,
        stratum,
        declaredLevel: population.declared.get(one.serviceId)!,
      })),
    );
    await unit.insertMany(CampaignDrawTable, drawn);
    return { row, drawn };
  }
}

async function nextId(unit: Unit): Promise<string> {
  const year = unit.today.slice(0, 4);
  const row = await unit.get<{ count: number }>(
    'SELECT COUNT(*) AS count FROM campaign WHERE id LIKE :year',
    {
      year: `${year}-%`,
    },
  );
  return `${year}-${row!.count + 1}`;
}
