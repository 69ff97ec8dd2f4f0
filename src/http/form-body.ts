import type { FastifyInstance } from 'fastify';
import { isCleanText } from './body-parser.js';
import { badRequest, type Fault, Problem } from './problem.js';

const FORM = 'application/x-www-form-urlencoded';
const FIELDS_AT_MOST = 2_000;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** What a person sent by a form of a page. */
export class FormValues {
  constructor(private readonly values: Readonly<Record<string, readonly string[]>>) {}

  /** As it was typed; empty where the field was not sent. */
  raw(name: string): string {
    return this.values[name]?.[0] ?? '';
  }

  /** Without the space around it. */
  text(name: string): string {
    return this.raw(name).trim();
  }

  /** Undefined where nothing but space was typed. */
  given(name: string): string | undefined {
    return this.text(name) || undefined;
  }

  /** The lines of a field, without empty ones. */
  lines(name: string): string[] {
    return this.raw(name)
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  }

  /** Every value of a field that may be sent more than once. */
  all(name: string): string[] {
    return [...(this.values[name] ?? [])];
  }

  /** Every field with each of its values. */
  entries(): [name: string, value: string][] {
    return Object.entries(this.values).flatMap(([name, values]) =>
      values.map((value): [string, string] => [name, value]),
    );
  }

  has(name: string): boolean {
    return this.values[name] !== undefined;
  }
}

/** Reads forms where pages take them; the API takes JSON only, so that no form of another site can write to it. */
export function takeForms(fastify: FastifyInstance): void {
  fastify.addContentTypeParser(FORM, { parseAs: 'buffer' }, (request, body, done) => {
    if (/^\/(api|id)(\/|\?|$)/.test(request.url)) {
      return done(new Problem(415, 'media_type', { params: { expected: 'application/json' } }));
    }
    try {
      done(null, parseForm(body as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
}

/**
 * Text as in JSON bodies: UTF-8 or nothing, NFC, no control characters. Lines end in `\n`.
 * @throws Problem 400
 */
export function parseForm(bytes: Buffer): FormValues {
  const values: Record<string, string[]> = Object.create(null) as Record<string, string[]>;
  const faults: Fault[] = [];
  for (const [name, value] of fieldsOf(bytes)) {
    if (!isCleanText(name) || !isCleanText(value)) {
      const pointer = isCleanText(name) ? `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}` : '';
      faults.push({ in: 'body', pointer, code: 'ill_formed_text' });
    }
    (values[name] ??= []).push(value.replace(/\r\n?/g, '\n').normalize('NFC'));
  }
  if (faults.length > 0) throw badRequest(faults.slice(0, 100));
  return new FormValues(values);
}

function fieldsOf(bytes: Buffer): [string, string][] {
  try {
    const text = utf8.decode(bytes);
    const fields = text.split('&').filter((part) => part !== '');
    if (fields.length > FIELDS_AT_MOST) throw new Problem(400, 'malformed_form');
    return fields.map((field) => {
      const at = field.indexOf('=');
      return at < 0 ? [decoded(field), ''] : [decoded(field.slice(0, at)), decoded(field.slice(at + 1))];
    });
  } catch (error) {
    if (error instanceof URIError || error instanceof TypeError) throw new Problem(400, 'malformed_form');
    throw error;
  }
}

function decoded(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}
