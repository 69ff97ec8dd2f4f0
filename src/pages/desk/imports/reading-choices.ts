import { type Encoding, ENCODINGS, isUtf16 } from '../../../imports/encoding/encodings.js';
import { DELIMITER_NAMES } from '../../../imports/reading/raw-table.js';

/** Columns of plain ASCII read alike in all of them. */
export const ENCODING_CHOICES = ENCODINGS.filter((encoding) => encoding !== 'ascii');
/** How bytes are laid out is a matter of the whole file. */
export const COLUMN_ENCODING_CHOICES: readonly Encoding[] = ENCODING_CHOICES.filter(
  (encoding) => !isUtf16(encoding),
);
export const DELIMITER_CHOICES = DELIMITER_NAMES;
