import { DrawnFilter } from '../../../campaigns/campaigns.dto.js';
import { Flag, Optional, Text } from '../../../http/input.js';

export class CampaignPageQuery extends DrawnFilter {
  @Optional() @Text({ max: 1000 }) cursor?: string;
  /** Draws again and shows the comparison. */
  @Optional() @Flag() redraw?: boolean;
}
