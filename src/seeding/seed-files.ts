import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDemonstrationRule, type DemonstrationRule } from './demonstration-rule.js';
import { parsePlan, type SeedPlan } from './plan-file.js';
import { parseProcedures, type SeedProcedure } from './procedure-lines.js';
import {
  parseAgencies,
  parseContextFacts,
  parseFields,
  parseIndicators,
  type SeedAgency,
  type SeedContextFact,
  type SeedField,
  type SeedIndicator,
} from './reference-tables.js';
import { SeedFilesError, SeedPlace, type SeedFault } from './seed-faults.js';
import { seedsFolder } from './seeds-folder.js';

export interface SeedFiles {
  agencies: SeedAgency[];
  fields: SeedField[];
  procedures: SeedProcedure[];
  indicators: SeedIndicator[];
  contextFacts: SeedContextFact[];
  plans: SeedPlan[];
  demonstrationRule: DemonstrationRule;
}

// Each reader throws SeedFilesError with every fault of the files that it reads.

/** All of the folder at once. */
export function readSeedFiles(dir = seedsFolder()): SeedFiles {
  return reading(dir, (folder) => {
    const fields = folder.fields();
    const indicators = folder.indicators();
    return {
      agencies: folder.agencies(),
      fields,
      procedures: folder.procedures(fields),
      indicators,
      contextFacts: folder.contextFacts(),
      plans: folder.plans(indicators),
      demonstrationRule: folder.demonstrationRule(),
    };
  });
}

export function readAgencies(dir = seedsFolder()): SeedAgency[] {
  return reading(dir, (folder) => folder.agencies());
}

export function readFields(dir = seedsFolder()): SeedField[] {
  return reading(dir, (folder) => folder.fields());
}

/** Reads the fields too, since each procedure belongs to one. */
export function readProcedures(dir = seedsFolder()): SeedProcedure[] {
  return reading(dir, (folder) => folder.procedures(folder.fields()));
}

export function readIndicators(dir = seedsFolder()): SeedIndicator[] {
  return reading(dir, (folder) => folder.indicators());
}

export function readContextFacts(dir = seedsFolder()): SeedContextFact[] {
  return reading(dir, (folder) => folder.contextFacts());
}

/** In the order of their years. Reads the indicators too, since plan lines name them. */
export function readPlans(dir = seedsFolder()): SeedPlan[] {
  return reading(dir, (folder) => folder.plans(folder.indicators()));
}

export function readDemonstrationRule(dir = seedsFolder()): DemonstrationRule {
  return reading(dir, (folder) => folder.demonstrationRule());
}

function reading<T>(dir: string, read: (folder: SeedFolder) => T): T {
  const faults: SeedFault[] = [];
  const result = read(new SeedFolder(dir, faults));
  if (faults.length > 0) throw new SeedFilesError(faults);
  return result;
}

class SeedFolder {
  constructor(
    private readonly dir: string,
    private readonly faults: SeedFault[],
  ) {}

  agencies(): SeedAgency[] {
    return this.parse('reference/agencies.csv', parseAgencies) ?? [];
  }

  fields(): SeedField[] {
    return this.parse('reference/fields.csv', parseFields) ?? [];
  }

  indicators(): SeedIndicator[] {
    return this.parse('reference/indicators-2012.csv', parseIndicators) ?? [];
  }

  contextFacts(): SeedContextFact[] {
    return this.parse('reference/context-facts.csv', parseContextFacts) ?? [];
  }

  procedures(fields: readonly SeedField[]): SeedProcedure[] {
    const known = { fields: new Set(fields.map((f) => f.code)), procedures: new Map<string, string>() };
    return this.filesIn('procedures', '.jsonl').flatMap(
      (file) => this.parse(file, (text, place) => parseProcedures(text, place, known)) ?? [],
    );
  }

  plans(indicators: readonly SeedIndicator[]): SeedPlan[] {
    const ids = new Set(indicators.map((i) => i.id));
    const plans = this.filesIn('reference/plans', '.json').flatMap(
      (file) => this.parse(file, (text, place) => parsePlan(text, place, ids)) ?? [],
    );
    return plans.sort((a, b) => a.year - b.year);
  }

  demonstrationRule(): DemonstrationRule {
    // After a fault the value is not used: `reading` throws.
    return this.parse('demonstration/rule.json', parseDemonstrationRule) as DemonstrationRule;
  }

  private filesIn(folder: string, ending: string): string[] {
    const names = this.withFile(folder, () => readdirSync(join(this.dir, folder))) ?? [];
    return names
      .filter((name) => name.endsWith(ending))
      .sort()
      .map((name) => `${folder}/${name}`);
  }

  private parse<T>(file: string, parser: (text: string, place: SeedPlace) => T): T | undefined {
    const text = this.withFile(file, () => readFileSync(join(this.dir, file), 'utf8'));
    return text === undefined ? undefined : parser(text, new SeedPlace(this.faults, file, 1));
  }

  private withFile<T>(file: string, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      new SeedPlace(this.faults, file, 1).fault(
        'file_missing',
        `cannot be read: ${(error as Error).message}`,
      );
      return undefined;
    }
  }
}
