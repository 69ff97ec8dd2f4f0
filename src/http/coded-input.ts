import { OfPattern } from './input.js';

/** Longest code of an agency, procedure or field. */
export const CODE_MAX = 64;
export const CODE_PATTERN = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?$/;

/** Code of an agency, procedure or field: text, never a number. */
export function Code(): PropertyDecorator {
  return OfPattern(CODE_PATTERN, CODE_MAX, 'not_a_code', { max: CODE_MAX });
}

/** A decimal number as text: up to 15 digits before the point and 6 after it. */
export function DecimalText(): PropertyDecorator {
  return OfPattern(/^-?\d{1,15}(\.\d{1,6})?$/, 23, 'not_a_decimal');
}

/** A year, a quarter, a month or a span of years: `2012`, `2012-Q4`, `2012-11`, `2010-2011`. */
export function Period(): PropertyDecorator {
  return OfPattern(/^(19|20)\d\d(-(Q[1-4]|0[1-9]|1[0-2]|(19|20)\d\d))?$/, 9, 'not_a_period');
}

/** A year, a quarter or a month: `2012`, `2012-Q4`, `2012-11`. */
export function VolumePeriod(): PropertyDecorator {
  return OfPattern(/^(19|20)\d\d(-(Q[1-4]|0[1-9]|1[0-2]))?$/, 7, 'not_a_volume_period');
}

/** SHA-256 in lower-case hexadecimal. */
export function Sha256(): PropertyDecorator {
  return OfPattern(/^[0-9a-f]{64}$/, 64, 'not_a_hash');
}

/** Longest identifier of a service: two codes and what stands between them. */
export const SERVICE_ID_MAX = 2 * CODE_MAX + 1;
export const SERVICE_ID_PATTERN = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}~[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** `{agencyCode}~{procedureCode}` */
export function ServiceId(): PropertyDecorator {
  return OfPattern(SERVICE_ID_PATTERN, SERVICE_ID_MAX, 'not_a_service_id');
}

/** The seed of a draw: one line, so that what is hashed cannot be read in two ways. */
export function SeedText(): PropertyDecorator {
  return OfPattern(/^\P{Cc}{1,200}$/u, 200, 'not_a_seed');
}

/** Longest address of mail (RFC 5321, 4.5.3.1). */
export const EMAIL_MAX = 254;
/** As browsers check it (HTML, `type=email`), with a dot in the domain; no line can break in it. */
const DOMAIN_LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
export const EMAIL_PATTERN = new RegExp(
  `^(?=.{3,${EMAIL_MAX}}$)[A-Za-z0-9.!#$%&'*+/=?^_\`{|}~-]{1,64}@${DOMAIN_LABEL}(?:\\.${DOMAIN_LABEL})+$`,
);

/** An address of mail. */
export function EmailAddress(): PropertyDecorator {
  return OfPattern(EMAIL_PATTERN, EMAIL_MAX, 'not_an_email', { max: EMAIL_MAX });
}
