import { isCivilDate } from '../domain/dates/civil-date.js';
import type { SeedPlace } from './seed-faults.js';

/**
 * One JSON object of a seed file, read key by key. A wrong value is noted as a fault and read as the emptiest value of
 * its type, so that reading goes on and finds the other faults.
 */
export class SeedRecord {
  private readonly read = new Set<string>();

  private constructor(
    readonly place: SeedPlace,
    private readonly object: Record<string, unknown>,
    private readonly path: string,
  ) {}

  static of(place: SeedPlace, value: unknown, path = ''): SeedRecord {
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (!isObject) place.fault('bad_value', `${path || 'record'} is not an object`);
    return new SeedRecord(place, isObject ? (value as Record<string, unknown>) : {}, path);
  }

  raw(key: string): unknown {
    this.read.add(key);
    if (!Object.hasOwn(this.object, key)) this.place.fault('missing', `${this.name(key)} is missing`);
    return this.object[key];
  }

  text(key: string): string {
    return this.textOf(key, this.raw(key));
  }

  textOrNull(key: string): string | null {
    const value = this.raw(key);
    return value === null || value === undefined ? null : this.textOf(key, value);
  }

  texts(key: string): string[] {
    return this.list(key).map((value) => this.textOf(key, value));
  }

  oneOf<T extends string>(key: string, allowed: readonly T[]): T {
    return this.place.oneOf(this.name(key), this.text(key), allowed);
  }

  oneOfOrNull<T extends string>(key: string, allowed: readonly T[]): T | null {
    const value = this.textOrNull(key);
    return value === null ? null : this.place.oneOf(this.name(key), value, allowed);
  }

  dayOrNull(key: string): string | null {
    const value = this.textOrNull(key);
    if (value !== null && !isCivilDate(value)) this.bad(key, value, 'a day');
    return value;
  }

  /** Zero or more. */
  number(key: string): number {
    return this.numberOf(key, this.raw(key));
  }

  numberOrNull(key: string): number | null {
    const value = this.raw(key);
    return value === null || value === undefined ? null : this.numberOf(key, value);
  }

  wholeOrNull(key: string): number | null {
    const value = this.numberOrNull(key);
    if (value !== null && !Number.isInteger(value)) this.bad(key, value, 'a whole number');
    return value;
  }

  flag(key: string): boolean {
    const value = this.raw(key);
    if (value !== undefined && typeof value !== 'boolean') this.bad(key, value, 'true or false');
    return value === true;
  }

  /** The text; `true` where it is known to exist but is not held; `null` where nothing is known. */
  textOrHeldElsewhere(key: string): string | true | null {
    const value = this.raw(key);
    if (value === true) return true;
    return value === null || value === undefined ? null : this.textOf(key, value);
  }

  child(key: string): SeedRecord {
    return SeedRecord.of(this.place, this.raw(key), this.name(key));
  }

  children(key: string): SeedRecord[] {
    return this.list(key).map((value, i) => SeedRecord.of(this.place, value, `${this.name(key)}[${i}]`));
  }

  list(key: string): unknown[] {
    const value = this.raw(key);
    if (Array.isArray(value)) return value;
    if (value !== undefined) this.bad(key, value, 'a list');
    return [];
  }

  /** A misspelt key would otherwise be lost in silence. */
  nothingElse(): void {
    for (const key of Object.keys(this.object)) {
      if (!this.read.has(key)) this.place.fault('unknown_key', `${this.name(key)} is not a known key`);
    }
  }

  private textOf(key: string, value: unknown): string {
    if (typeof value === 'string') return this.place.needed(this.name(key), value);
    if (value !== undefined) this.bad(key, value, 'a text');
    return '';
  }

  private numberOf(key: string, value: unknown): number {
    if (typeof value === 'number' && value >= 0) return value;
    if (value !== undefined) this.bad(key, value, 'a number of zero or more');
    return 0;
  }

  private bad(key: string, value: unknown, wanted: string): void {
    this.place.fault('bad_value', `${this.name(key)} is ${JSON.stringify(value)}, not ${wanted}`);
  }

  private name(key: string): string {
    return this.path === '' ? key : `${this.path}.${key}`;
  }
}
