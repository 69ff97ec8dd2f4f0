import type { Queries } from '../database/reader.js';
import { draw } from '../domain/sampling/draw.js';
import { checksumIn } from '../publication/checksum.query.js';
import type { CampaignRow } from './campaign.table.js';
import type { PopulationFilter } from './campaigns.dto.js';
import { type DrawLine, drawHash, populationHash } from './campaign-hashes.js';
import { populationOf } from './population.query.js';

interface Compared {
  recorded: string;
  now: string;
  same: boolean;
}

export interface Redraw {
  /** All three are the same. */
  same: boolean;
  /** SHA-256 of the published list of that day as it was known then, made anew. */
  list: Compared;
  /** SHA-256 of the population that the filter finds in that list now. */
  population: Compared;
  /** SHA-256 of what is drawn with the seed: `stratum,place,service` by line. */
  draw: Compared;
  drawn: number;
}

/** Draws again from the recorded filter, day and seed, and compares; call it inside a snapshot. */
export async function redrawn(queries: Queries, row: CampaignRow): Promise<Redraw> {
  const { asOf, knownAt, seed } = row;
  const list = await checksumIn(queries, { asOf, knownAt });
  const filter = JSON.parse(row.filter) as PopulationFilter;
  const found = await populationOf(queries, filter, { asOf, knownAt }, row.strataBy);
  const strata = await queries.all<{ key: string; sample: number; services: string }>(
    'SELECT stratum AS key, sample, services FROM campaign_stratum WHERE campaign_id = :id ORDER BY stratum',
    { id: row.id },
  );
  const frozen = strata.map((stratum) => ({
    ...stratum,
    services: JSON.parse(stratum.services) as string[],
  }));
  const again = frozen.flatMap(({ key, services, sample }) =>
    draw({ seed, checksum: row.listSha256 }, services, sample).map((one) => ({ ...one, stratum: key })),
  );
  const recorded = await queries.all<DrawLine>(
    `SELECT stratum, place, service_id AS "serviceId" FROM campaign_draw
     WHERE campaign_id = :id ORDER BY stratum, place`,
    { id: row.id },
  );
  const compared = {
    list: compare(row.listSha256, list.sha256),
    // What is kept has to be what was hashed, and what is found in the catalogue has to be the same.
    population:
      populationHash(frozen) === row.populationSha256
        ? compare(row.populationSha256, found.sha256)
        : compare(row.populationSha256, populationHash(frozen)),
    draw: compare(drawHash(recorded), drawHash(again)),
  };
  return {
    same: compared.list.same && compared.population.same && compared.draw.same,
    ...compared,
    drawn: recorded.length,
  };
}

function compare(recorded: string, now: string): Compared {
  return { recorded, now, same: recorded === now };
}
