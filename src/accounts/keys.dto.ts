import { Code } from '../http/coded-input.js';
import { Instant, Nullable, OneOf, Optional, SomeOf, Text, WholeNumber } from '../http/input.js';
import { Words } from '../http/words.js';
import { ACCESS_RULES, type AccessRuleId } from './access-rules.js';
import { NAME_MAX } from './accounts.dto.js';
import { type Role, ROLES } from './roles.js';

export class ListKeysQuery {
  @Optional() @WholeNumber({ min: 1, max: 500 }) limit?: number;
  @Optional() @Text({ max: 1000 }) cursor?: string;
}

export class KeyPath {
  @Text({ max: 20 }) id: string;
}

export class NewKeyBody {
  @Words({ max: NAME_MAX }) name: string;
  @OneOf(ROLES) role: Role;
  /** A key with the role of a clerk must have one. */
  @Optional() @Nullable() @Code() agencyCode?: string | null;
  /** Access rules that the key keeps to, of those that its role may use; without them it may do all that its role may. */
  @Optional() @Nullable() @SomeOf(Object.keys(ACCESS_RULES)) scopes?: AccessRuleId[] | null;
  @Optional() @Nullable() @Instant() expiresAt?: string | null;
}
