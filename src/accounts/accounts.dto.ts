import { Matches } from 'class-validator';
import { Code } from '../http/coded-input.js';
import { type FaultContext, Flag, Nullable, OneOf, Optional, Text, WholeNumber } from '../http/input.js';
import { Words } from '../http/words.js';
import { type AccountChange, type AccountRole, USERNAME_PATTERN } from './accounts.service.js';
import { ROLES } from './roles.js';

const ACCOUNT_ROLES = ROLES.filter((role) => role !== 'reader');

/** Of the name that people and keys are shown by, in UTF-16 units. */
export const NAME_MAX = 200;

export class ListAccountsQuery {
  @Optional() @WholeNumber({ min: 1, max: 500 }) limit?: number;
  @Optional() @Text({ max: 1000 }) cursor?: string;
}

export class AccountPath {
  @Text({ max: 64 }) username: string;
}

export class NewAccountBody {
  @Matches(USERNAME_PATTERN, { context: { code: 'not_a_username', longest: 64 } satisfies FaultContext })
  username: string;
  @Words({ max: NAME_MAX }) displayName: string;
  @OneOf(ACCOUNT_ROLES) role: AccountRole;
  /** A clerk must have one. */
  @Optional() @Nullable() @Code() agencyCode?: string | null;
  /** Left out: the system makes an initial one. */
  @Optional() @Text({ max: 400 }) password?: string;
}

export class ChangeAccountBody implements AccountChange {
  @Optional() @Words({ max: NAME_MAX }) displayName?: string;
  @Optional() @OneOf(ACCOUNT_ROLES) role?: AccountRole;
  @Optional() @Nullable() @Code() agencyCode?: string | null;
  @Optional() @Flag() disabled?: boolean;
}

export class SetPasswordBody {
  /** Left out by an administrator for another’s account: the system makes an initial one. */
  @Optional() @Text({ max: 400 }) password?: string;
  /** The present password; needed for one’s own account. */
  @Optional() @Text({ max: 1000 }) currentPassword?: string;
}
