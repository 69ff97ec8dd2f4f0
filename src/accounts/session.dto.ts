import { Text } from '../http/input.js';

export class SignInBody {
  @Text({ max: 200 }) username: string;
  /** Longer than any password may be, so that a wrong one is answered as wrong. */
  @Text({ max: 1000 }) password: string;
}
