import { Flag, JsonInteger, Nullable, Optional, Text, WebAddress, WholeNumber } from '../http/input.js';

export class WebhookPath {
  @Text({ max: 20 }) id: string;
}

export class NewWebhookBody {
  @WebAddress() url: string;
  @Optional() @Nullable() @Text({ max: 500 }) description?: string | null;
}

export class ChangeWebhookBody {
  @Optional() @WebAddress() url?: string;
  @Optional() @Nullable() @Text({ max: 500 }) description?: string | null;
  /** `true` also brings a dead webhook back; what was not delivered is sent then. */
  @Optional() @Flag() active?: boolean;
}

export class ListDeliveriesQuery {
  @Optional() @WholeNumber({ min: 1, max: 500 }) limit?: number;
  @Optional() @Text({ max: 1000 }) cursor?: string;
}

export class ReplayBody {
  /** Number of the change (`seq`) after which delivery begins again; left out: from the beginning. */
  @Optional() @JsonInteger({ min: 0, max: Number.MAX_SAFE_INTEGER }) after?: number;
}
