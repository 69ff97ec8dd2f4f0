import { ENCODINGS } from '../../../imports/encoding/encodings.js';
import { DELIMITER_NAMES } from '../../../imports/reading/raw-table.js';

/** Columns of plain ASCII read alike in all of them. */
export const ENCODING_CHOICES = ENCODINGS.filter((encoding) => encoding !== 'ascii');
export const DELIMITER_CHOICES = DELIMITER_NAMES;
