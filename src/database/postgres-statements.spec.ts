import { describe, expect, it } from 'vitest';
import { StatementNames } from './postgres-statements.js';

describe('StatementNames', () => {
  it('names a text once it was used so often, and always alike', () => {
    const names = new StatementNames(10, 3);
    const given = [1, 2, 3, 4].map(() => names.of('SELECT a FROM b'));
    expect(given).toEqual([undefined, undefined, given[2], given[2]]);
    expect(given[2]).toBeTypeOf('string');
  });

  it('gives no two texts the same name', () => {
    const names = new StatementNames(10, 1);
    expect(names.of('SELECT a FROM b')).not.toBe(names.of('SELECT b FROM a'));
  });

  it('gives no more names than it may', () => {
    const names = new StatementNames(2, 1);
    const given = ['SELECT 1', 'SELECT 2', 'SELECT 3'].map((text) => names.of(text));
    expect(given[2]).toBeUndefined();
    expect(names.of('SELECT 1')).toBe(given[0]);
  });

  it.each([
    'SELECT * FROM b',
    'SELECT c.*, d FROM b c',
    'INSERT INTO b DEFAULT VALUES RETURNING b.*',
    'BEGIN',
  ])('leaves %s without a name, which a new column would break or which is not planned', (text) =>
    expect(new StatementNames(10, 1).of(text)).toBeUndefined(),
  );

  it('names what counts rows', () => {
    expect(new StatementNames(10, 1).of('SELECT COUNT(*) FROM b')).toBeDefined();
  });
});
