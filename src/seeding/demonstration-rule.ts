import { isCivilDate, type CivilDate } from '../domain/dates/civil-date.js';
import { isWebAddress } from '../domain/web-address.js';
import { parseJson } from './plan-file.js';
import type { SeedPlace } from './seed-faults.js';
import { SeedRecord } from './seed-record.js';

/** Shares of the services that end the year without a level, at level 1 and at level 2; any unit, only ratios count. */
export interface LevelWeights {
  none: number;
  1: number;
  2: number;
}

/** The numbers and texts of the demonstration; seeds/README.md tells the rule in prose. */
export interface DemonstrationRule {
  year: number;
  /** Part of every hash: another seed makes another demonstration. */
  seed: string;
  mark: { vi: string; en: string };
  levelThree: {
    count: number;
    /** New level-3 services of January to December. */
    newPerMonth: number[];
  };
  weights: { province: LevelWeights; commune: LevelWeights };
  /** Weekdays of the year on which nothing takes effect. */
  closedDays: CivilDate[];
  /** Start of every address; a name that can never exist (RFC 2606, `.invalid`). */
  addressBase: string;
}

export function parseDemonstrationRule(text: string, file: SeedPlace): DemonstrationRule {
  const lines = text.split('\n');
  const placeOf = (key: string): SeedPlace => {
    const index = lines.findIndex((line) => line.includes(`"${key}"`));
    return file.at(index < 0 ? 1 : index + 1);
  };
  const record = SeedRecord.of(file, parseJson(text, file));
  const part = (key: string): SeedRecord => SeedRecord.of(placeOf(key), record.raw(key), key);

  const mark = part('mark');
  const levelThree = part('levelThree');
  const weights = part('weights');
  const rule: DemonstrationRule = {
    year: record.number('year'),
    seed: record.text('seed'),
    mark: { vi: mark.text('vi'), en: mark.text('en') },
    levelThree: {
      count: levelThree.number('count'),
      newPerMonth: levelThree.list('newPerMonth').map((n) => (Number.isInteger(n) ? Number(n) : Number.NaN)),
    },
    weights: { province: weightsOf(weights.child('province')), commune: weightsOf(weights.child('commune')) },
    closedDays: record.texts('closedDays'),
    addressBase: record.text('addressBase'),
  };
  [record, mark, levelThree, weights].forEach((r) => r.nothingElse());

  const { count, newPerMonth } = rule.levelThree;
  const total = newPerMonth.reduce((sum, n) => sum + n, 0);
  if (newPerMonth.length !== 12 || newPerMonth.some((n) => !(n >= 0)) || total !== count) {
    placeOf('newPerMonth').fault('bad_value', `newPerMonth is not twelve counts that make ${count} together`);
  }
  // Level 2 must come before level 3, and both within the year.
  if (newPerMonth[0] !== 0) placeOf('newPerMonth').fault('bad_value', 'newPerMonth must begin with 0');
  if (!rule.closedDays.every(isCivilDate))
    placeOf('closedDays').fault('bad_value', 'closedDays: not all days');
  if (!isWebAddress(rule.addressBase)) {
    placeOf('addressBase').fault('bad_value', 'addressBase is not a web address');
  }
  return rule;
}

function weightsOf(record: SeedRecord): LevelWeights {
  const weights = { none: record.number('none'), 1: record.number('1'), 2: record.number('2') };
  if (weights.none + weights[1] + weights[2] <= 0) record.place.fault('bad_value', 'weights are all zero');
  record.nothingElse();
  return weights;
}
