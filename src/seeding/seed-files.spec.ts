import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { normalise } from '../domain/text/fold.js';
import { slug } from '../domain/text/slug.js';
import { SeedFilesError, type SeedFault } from './seed-faults.js';
import { readAgencies, readFields, readPlans, readProcedures, readSeedFiles } from './seed-files.js';
import { seedsFolder } from './seeds-folder.js';

const seeds = readSeedFiles();
const short = (faults: SeedFault[]) => faults.map((f) => `${f.file}:${f.line} ${f.code}`);

describe('the seed files', () => {
  it('hold the agencies of the province: 30 provincial, 9 district, 164 communal', () => {
    const count = (level: string) => seeds.agencies.filter((a) => a.level === level).length;
    expect([seeds.agencies.length, count('province'), count('district'), count('commune')]).toEqual([
      203, 30, 9, 164,
    ]);
  });

  it('keep the zeros of agency codes', () => {
    expect(seeds.agencies.map((a) => a.code)).toEqual(expect.arrayContaining(['080', '02635']));
  });

  it('end the district agencies, and no other, on the day before the districts went', () => {
    for (const agency of seeds.agencies) {
      expect(agency.validTo, agency.code).toBe(agency.level === 'district' ? '2025-06-30' : null);
    }
  });

  it('hold 1,677 procedures in 129 fields, each field in use', () => {
    expect(seeds.procedures).toHaveLength(1677);
    expect(seeds.fields).toHaveLength(129);
    const used = new Set(seeds.procedures.map((p) => p.content.fieldCode));
    expect([...used].sort()).toEqual(seeds.fields.map((f) => f.code).sort());
  });

  it('derive each field code from the Vietnamese name', () => {
    for (const { code, name } of seeds.fields) {
      const stem = slug(name, 50);
      expect(code.startsWith(stem), `${code} from ${name}`).toBe(true);
    }
  });

  it('name for each procedure an agency that exists, or none for the three of the courts', () => {
    const known = new Set(seeds.agencies.map((a) => a.code));
    expect(seeds.procedures.filter((p) => p.offeredBy !== null && !known.has(p.offeredBy))).toEqual([]);
    expect(seeds.fields.filter((f) => f.suggestedAgency !== null && !known.has(f.suggestedAgency))).toEqual(
      [],
    );
    const without = seeds.procedures.filter((p) => p.offeredBy === null);
    expect(without.map((p) => [p.code, p.content.fieldCode])).toEqual([
      ['3.000163', 'toa-an'],
      ['3.000164', 'toa-an'],
      ['3.000165', 'toa-an'],
    ]);
  });

  it('invent no date of a decision, no number of dossier sets and no English name', () => {
    for (const { decisionDate, content } of seeds.procedures) {
      expect([decisionDate, content.dossierSets, content.nameEn]).toEqual([null, null, null]);
    }
  });

  it('hold every figure of the report on 2012 with its comparator and quote', () => {
    expect(seeds.indicators).toHaveLength(36);
    const stated = (id: string) => {
      const { comparator, value, unit } = seeds.indicators.find((i) => i.id === id)!;
      return [comparator, value, unit];
    };
    expect(stated('OPS-04')).toEqual(['=', '18', 'dịch vụ']);
    expect(stated('OPS-01')).toEqual(['>', '30000', 'lượt']);
    expect(stated('APP-02')).toEqual(['=', '44', '%']);
    expect(stated('RNK-04')).toEqual(['derived', '12', 'thứ hạng']);
    expect(stated('OPS-02')).toEqual(['all', null, null]);
    expect(seeds.indicators.every((i) => i.quote.length > 10)).toBe(true);
  });

  it('plan 18 services at level 3 for 2012 without a total, and three strands without figures for 2013', () => {
    const [first, second] = seeds.plans;
    expect(first).toMatchObject({
      year: 2012,
      lines: [{ target: 18, statedActual: 18, dueDate: '2012-12-31' }],
    });
    expect(first!.lines[0]).toMatchObject({ statedDenominator: null, statedDenominatorNote: 'không nêu' });
    expect(second!.year).toBe(2013);
    expect(second!.lines.map((l) => [l.kind, l.target, l.dueDate, l.sourceIndicator])).toEqual([
      ['strand', null, null, 'PLN-01'],
      ['strand', null, null, 'PLN-02'],
      ['strand', null, null, 'PLN-03'],
    ]);
  });

  it('hold text in the one form in which the catalogue stores it', () => {
    const texts: string[] = [];
    JSON.stringify(seeds, (_, value: unknown) => (typeof value === 'string' ? texts.push(value) : value));
    expect(texts.length).toBeGreaterThan(20_000);
    expect(texts.filter((text) => text !== normalise(text))).toEqual([]);
  });

  it('write each procedure in one line with its keys in one order', () => {
    const file = readFileSync(join(seedsFolder(), 'procedures/BQP.jsonl'), 'utf8');
    const lines = file.trimEnd().split('\n');
    const keys = lines.map((line) => Object.keys(JSON.parse(line) as object).join());
    expect(new Set(keys).size).toBe(1);
    expect(lines.map((line) => JSON.stringify(JSON.parse(line)))).toEqual(lines);
  });
});

describe('a seed folder with mistakes', () => {
  let dir: string;

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'seeds-'));
    cpSync(seedsFolder(), dir, { recursive: true });
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  const edit = (file: string, change: (lines: string[]) => void) => {
    const path = join(dir, file);
    const lines = readFileSync(path, 'utf8').split('\n');
    change(lines);
    writeFileSync(path, lines.join('\n'));
  };
  const faultsOf = (read: (dir: string) => unknown): SeedFault[] => {
    try {
      read(dir);
    } catch (error) {
      if (error instanceof SeedFilesError) return [...error.faults];
      throw error;
    }
    return [];
  };

  it('has none as it was copied', () => {
    expect(faultsOf(readSeedFiles)).toEqual([]);
  });

  it('is refused with every fault of the agencies at its line', () => {
    edit('reference/agencies.csv', (lines) => {
      lines[2] = lines[2]!.replace(',10,', ',99,');
      lines[3] = lines[3]!.replace(',province,', ',region,');
      lines[4] = lines[4]!.replace(/^[^,]*/u, 'VPUB');
      lines[5] = lines[5]!.replace('Sở', 'Sở'.normalize('NFD'));
      lines[6] = lines[6]!.replace(/^([^,]*,[^,]*),[^,]*/u, '$1,');
      lines[7] = `${lines[7]!},more`;
      lines[1] = lines[1]!.replace('province,,', 'province,10,');
    });
    expect(short(faultsOf(readAgencies))).toEqual(
      expect.arrayContaining([
        'reference/agencies.csv:2 circle',
        'reference/agencies.csv:3 unknown_reference',
        'reference/agencies.csv:4 bad_value',
        'reference/agencies.csv:5 duplicate',
        'reference/agencies.csv:6 bad_text',
        'reference/agencies.csv:7 missing',
        'reference/agencies.csv:8 wrong_columns',
      ]),
    );
  });

  it('is refused with every fault of the procedures at its line, also across files', () => {
    edit('procedures/BCA.jsonl', (lines) => {
      lines[0] = lines[0]!.replace(/"fieldCode":"[^"]*"/u, '"fieldCode":"no-such-field"');
      lines[1] = lines[1]!.replace(/"name":"/u, '"name":"\u200b');
      lines[2] = lines[2]!.slice(0, 50);
      lines[3] = lines[3]!.replace('"steps":', '"stepz":');
      lines[4] = lines[4]!.replace(/"levels":\[[^\]]*\]/u, '"levels":["tỉnh"]');
      lines[5] = lines[5]!.replace('"originals":1', '"originals":"1"');
    });
    edit('procedures/BTP.jsonl', (lines) => {
      const code = JSON.parse(
        readFileSync(join(seedsFolder(), 'procedures/BCA.jsonl'), 'utf8').split('\n')[6]!,
      );
      lines[0] = lines[0]!.replace(/"code":"[^"]*"/u, `"code":"${(code as { code: string }).code}"`);
    });
    expect(short(faultsOf(readProcedures))).toEqual([
      'procedures/BCA.jsonl:1 unknown_reference',
      'procedures/BCA.jsonl:2 bad_text',
      'procedures/BCA.jsonl:3 malformed',
      'procedures/BCA.jsonl:4 missing',
      'procedures/BCA.jsonl:4 unknown_key',
      'procedures/BCA.jsonl:5 bad_value',
      'procedures/BCA.jsonl:6 bad_value',
      'procedures/BTP.jsonl:1 duplicate',
    ]);
  });

  it('is refused for plans, indicators, fields and the rule in one answer', () => {
    edit('reference/plans/2013.json', (lines) => {
      const at = lines.findIndex((line) => line.includes('PLN-02'));
      lines[at] = lines[at]!.replace('PLN-02', 'PLN-99');
    });
    edit('reference/indicators-2012.csv', (lines) => {
      const at = lines.findIndex((line) => line.startsWith('TRN-02'));
      lines[at] = lines[at]!.replace(',>,', ',about,').replace(',170,', ',17O,');
    });
    edit('reference/fields.csv', (lines) => {
      lines[1] = lines[1]!.replace(/^[^,]*/u, 'Has Spaces');
    });
    edit('demonstration/rule.json', (lines) => {
      const at = lines.findIndex((line) => line.includes('"count"'));
      lines[at] = lines[at]!.replace('18', '19');
    });
    rmSync(join(dir, 'reference/context-facts.csv'));
    const faults = faultsOf(readSeedFiles);
    expect(short(faults)).toEqual(
      expect.arrayContaining([
        'reference/fields.csv:2 bad_value',
        'reference/indicators-2012.csv:11 bad_value',
        'reference/plans/2013.json:26 unknown_reference',
        'demonstration/rule.json:10 bad_value',
        'reference/context-facts.csv:1 file_missing',
      ]),
    );
    expect(faults.filter((f) => f.line === 11)).toHaveLength(2);
  });

  it('is refused when quotes do not close', () => {
    edit('reference/fields.csv', (lines) => {
      lines[9] = `"${lines[9]!}`;
    });
    expect(faultsOf(readFields).map((f) => f.code)).toContain('malformed');
  });

  it('is refused by the reader of plans alone, too', () => {
    edit('reference/plans/2012.json', (lines) => {
      const at = lines.findIndex((line) => line.includes('"level"'));
      lines[at] = lines[at]!.replace('3', '4');
    });
    expect(short(faultsOf(readPlans))).toEqual(['reference/plans/2012.json:9 bad_value']);
  });
});
