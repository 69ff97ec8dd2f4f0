import type { JsonSchema } from '../http/describe.js';
import { object, oneOf } from '../http/schemas.js';

export const HEALTH: JsonSchema = { title: 'Health', ...object({ status: oneOf(['ok']) }) };
