import { badRequest, type Fault, Problem } from './problem.js';

/** Largest JSON body, in bytes. */
export const JSON_BODY_LIMIT = 1024 * 1024;
const DEPTH_LIMIT = 24;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads a JSON body: UTF-8 or nothing, all text made NFC, no `__proto__`, no broken Unicode, no bottomless nesting.
 * @throws Problem 400
 */
export function parseJsonBody(bytes: Buffer): unknown {
  let value: unknown;
  try {
    value = JSON.parse(utf8.decode(bytes));
  } catch (cause) {
    if (cause instanceof SyntaxError || cause instanceof TypeError || cause instanceof RangeError) {
      throw new Problem(400, 'malformed_json');
    }
    throw cause;
  }
  const faults: Fault[] = [];
  const clean = cleaned(value, '', 0, faults);
  if (faults.length > 0) throw badRequest(faults.slice(0, 100));
  return clean;
}

function cleaned(value: unknown, pointer: string, depth: number, faults: Fault[]): unknown {
  if (typeof value === 'string') {
    if (!isCleanText(value)) faults.push({ in: 'body', pointer, code: 'ill_formed_text' });
    return value.normalize('NFC');
  }
  if (value === null || typeof value !== 'object') return value;
  if (depth === DEPTH_LIMIT) {
    faults.push({ in: 'body', pointer, code: 'too_deep' });
    return null;
  }
  if (Array.isArray(value))
    return value.map((item, i) => cleaned(item, `${pointer}/${i}`, depth + 1, faults));
  const clean: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    const at = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (key === '__proto__' || key === 'constructor' || key === 'prototype') {
      faults.push({ in: 'body', pointer: at, code: 'unknown_field' });
    } else {
      clean[key] = cleaned(item, at, depth + 1, faults);
    }
  }
  return clean;
}

/** No lone surrogates, and no control characters but tab and line ends. */
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

export function isCleanText(text: string): boolean {
  return text.isWellFormed() && !CONTROL.test(text);
}
