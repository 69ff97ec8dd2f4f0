import { hasControlCharacters, hasLoneSurrogates, normalise } from '../domain/text/fold.js';

export type SeedFaultCode =
  | 'file_missing'
  | 'malformed'
  | 'wrong_columns'
  | 'missing'
  | 'unknown_key'
  | 'bad_value'
  | 'bad_text'
  | 'duplicate'
  | 'unknown_reference'
  | 'circle';

export interface SeedFault {
  /** Path below the folder `seeds`. */
  file: string;
  /** From 1, as an editor counts. */
  line: number;
  code: SeedFaultCode;
  message: string;
}

/** Everything that is wrong with the seed files that were read, not the first fault alone. */
export class SeedFilesError extends Error {
  constructor(readonly faults: readonly SeedFault[]) {
    super(faults.map((f) => `${f.file}:${f.line}: ${f.message}`).join('\n'));
    this.name = 'SeedFilesError';
  }
}

/** Where one record stands; collects what is wrong with it. */
export class SeedPlace {
  constructor(
    private readonly faults: SeedFault[],
    readonly file: string,
    readonly line: number,
  ) {}

  at(line: number): SeedPlace {
    return new SeedPlace(this.faults, this.file, line);
  }

  fault(code: SeedFaultCode, message: string): void {
    this.faults.push({ file: this.file, line: this.line, code, message });
  }

  /** Text of one line, as the catalogue stores it. */
  text(name: string, value: string): string {
    if (value !== normalise(value)) {
      this.fault('bad_text', `${name}: not NFC, or with double spaces, outer spaces or invisible characters`);
    } else if (hasControlCharacters(value) || hasLoneSurrogates(value) || /\p{Co}/u.test(value)) {
      this.fault('bad_text', `${name}: holds a character that is no text`);
    }
    return value;
  }

  needed(name: string, value: string): string {
    if (value === '') this.fault('missing', `${name} is missing`);
    return this.text(name, value);
  }

  oneOf<T extends string>(name: string, value: string, allowed: readonly T[]): T {
    if (!(allowed as readonly string[]).includes(value)) {
      this.fault('bad_value', `${name} is '${value}', not one of ${allowed.join(', ')}`);
    }
    return value as T;
  }

  /** @param seen key to the place, as `file:line`, where it came first */
  unique(name: string, key: string, seen: Map<string, string>): void {
    const first = seen.get(key);
    if (first === undefined) seen.set(key, `${this.file}:${this.line}`);
    else this.fault('duplicate', `${name} '${key}' is already in ${first}`);
  }

  known(name: string, key: string, known: ReadonlySet<string>): void {
    if (!known.has(key)) this.fault('unknown_reference', `${name} '${key}' is unknown`);
  }
}
