import { sha256 } from './canonical-json.js';
import { fold } from './text/fold.js';
import { slug } from './text/slug.js';

/** What one province adds to the national code, as in `1.011441.000.00.00.H38`. */
const PROVINCE_SUFFIX = /\.\d{3}\.\d\d\.\d\d\.H\d+$/;

/** The national code within a code that may carry a province's suffix. */
export function nationalCode(code: string): string {
  return code.replace(PROVINCE_SUFFIX, '');
}

const SLUG_MAX = 40;
const HASH_LENGTH = 8;

/** The code of a procedure that has none: always the same for one name within one field. */
export function localCode(name: string, fieldCode: string): string {
  const hash = sha256(`${fieldCode}\n${fold(name)}`).slice(0, HASH_LENGTH);
  return ['LOCAL', slug(name, SLUG_MAX), hash].filter((part) => part !== '').join('-');
}
