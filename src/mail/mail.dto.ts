import { OneOf, Optional, Text, WholeNumber } from '../http/input.js';
import { MAIL_STATES, type MailState } from './mail.table.js';

export class MailPath {
  /** That of the notification. */
  @Text({ max: 100 }) id: string;
}

export class ListMailQuery {
  @Optional() @OneOf(MAIL_STATES) state?: MailState;
  @Optional() @WholeNumber({ min: 1, max: 500 }) limit?: number;
  @Optional() @Text({ max: 1000 }) cursor?: string;
}
