import type { Caller } from '../accounts/caller.js';
import type { Queries } from '../database/reader.js';
import { Problem } from '../http/problem.js';
import type { CampaignRow } from './campaign.table.js';
import { campaignRow, maySeeDraw } from './campaign-view.query.js';

/**
 * A campaign whose draw the caller may see.
 * @throws Problem 404, 403 `campaign_open`
 */
export async function campaignOfDraw(
  queries: Queries,
  id: string,
  caller: Caller | undefined,
): Promise<CampaignRow> {
  const row = await campaignRow(queries, id);
  if (!maySeeDraw(caller, row)) throw new Problem(403, 'campaign_open');
  return row;
}
