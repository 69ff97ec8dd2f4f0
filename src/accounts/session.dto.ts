import { Optional, Text } from '../http/input.js';

/** Longest code that is read: a recovery code with its gaps. */
const CODE_MAX = 100;

export class SignInBody {
  @Text({ max: 200 }) username: string;
  /** Longer than any password may be, so that a wrong one is answered as wrong. */
  @Text({ max: 1000 }) password: string;
  /** One-time or recovery code, where the account has a second factor. */
  @Optional() @Text({ max: CODE_MAX }) code?: string;
}

export class SignInCodeBody {
  @Text({ max: 200 }) challenge: string;
  @Text({ max: CODE_MAX }) code: string;
}

export class CodeBody {
  /** One-time or recovery code. */
  @Text({ max: CODE_MAX }) code: string;
}

export class BeginSecondFactorBody {
  @Text({ max: 1000 }) currentPassword: string;
}

export class SessionPath {
  @Text({ max: 64 }) id: string;
}
