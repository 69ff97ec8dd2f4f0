import { describe, expect, it } from 'vitest';
import { generatedLoad } from './generated-load.js';
import { readSeedFiles } from './seed-files.js';

describe('A generated load', () => {
  const seeds = readSeedFiles();

  it('has just as many services, each once, at agencies that say they do not exist', () => {
    const { agencies, offered } = generatedLoad(seeds, 2000, 0);
    const ids = [...offered].map(({ agencyCode, procedureCode }) => `${agencyCode}~${procedureCode}`);
    expect(ids).toHaveLength(2000);
    expect(new Set(ids).size).toBe(2000);
    expect(
      agencies.every(({ name, source }) => name.includes('minh họa') && source.includes('không có thật')),
    ).toBe(true);
  });

  it('can be added to again, with other agencies', () => {
    const first = generatedLoad(seeds, 20_000, 0).agencies.map(({ code }) => code);
    const districts = first.filter((code) => code.startsWith('GD')).length;
    const second = generatedLoad(seeds, 20_000, districts).agencies.map(({ code }) => code);
    expect(new Set([...first, ...second]).size).toBe(first.length + second.length);
  });
});
