import { groupBy } from '../../domain/group-by.js';
import { fold } from '../../domain/text/fold.js';

export interface NamedAgency {
  code: string;
  name: string;
  parentCode: string | null;
}

/** What offices write short, folded. */
const SHORT = new Map<string, string>(
  Object.entries({
    ubnd: 'uy ban nhan dan',
    uybannd: 'uy ban nhan dan',
    hdnd: 'hoi dong nhan dan',
    vp: 'van phong',
    tp: 'thanh pho',
    tx: 'thi xa',
    tt: 'thi tran',
    p: 'phuong',
    h: 'huyen',
    x: 'xa',
    t: 'tinh',
    bql: 'ban quan ly',
    kkt: 'khu kinh te',
  }),
);
const COMMITTEE = 'uy ban nhan dan ';
const KIND = /^(?:tinh|thanh pho|thi xa|thi tran|huyen|quan|phuong|xa|dac khu) /;

function written(name: string): string {
  const text = fold(name);
  // TT after "Sở" is no township: departments have short names of their own, below.
  if (text.startsWith('so ')) return text;
  return text
    .split(' ')
    .map((word) => SHORT.get(word) ?? word)
    .join(' ');
}

/** `Sở TT&TT`, `Sở LĐ-TB&XH`: the first letters of the words, "và" left out or not. */
function initials(folded: string): string[] {
  const words = folded.split(' ').slice(1);
  const letters = (of: string[]): string => of.map((word) => word[0] ?? '').join('');
  return [letters(words), letters(words.filter((word) => word !== 'va'))];
}

/** With and without "Ủy ban nhân dân", and the bare name of the place, which often is that of several. */
function ownForms(name: string): string[] {
  if (!name.startsWith(COMMITTEE)) return [name];
  const place = name.slice(COMMITTEE.length);
  return [name, place, place.replace(KIND, '')];
}

/**
 * Finds agencies by what people call them: without case and marks, with the usual abbreviations, with or without
 * "Ủy ban nhân dân" before it and the higher unit behind it.
 */
export class AgencyNames {
  private readonly full = new Map<string, Set<string>>();
  private readonly loose = new Map<string, Set<string>>();

  constructor(agencies: readonly NamedAgency[]) {
    const byCode = groupBy(agencies, ({ code }) => code);
    for (const agency of agencies) {
      const name = written(agency.name);
      note(this.full, name, agency.code);
      const parent = agency.parentCode === null ? undefined : byCode.get(agency.parentCode)?.[0];
      const grandparent = parent?.parentCode == null ? undefined : byCode.get(parent.parentCode)?.[0];
      const behind = [parent, grandparent]
        .filter((above) => above !== undefined)
        .map((above) => written(above.name).replace(COMMITTEE, ''));
      const own = ownForms(name);
      for (const form of [
        ...own,
        ...(name.startsWith('so ') ? initials(name).map((short) => `so ${short}`) : []),
      ]) {
        note(this.loose, form, agency.code);
        for (const place of [behind.join(' '), ...behind]) note(this.loose, `${form} ${place}`, agency.code);
        // "Văn phòng UBND tỉnh Lào Cai": the unit's own kind is named already.
        const province = behind.at(-1);
        if (province?.startsWith('tinh ') && form.endsWith(' tinh'))
          note(this.loose, `${form} ${province.slice('tinh '.length)}`, agency.code);
      }
    }
  }

  /** Codes of the agencies that may be meant; one where the name is clear. */
  find(name: string): string[] {
    const text = written(name);
    const found = this.full.get(squeezed(text)) ?? this.loose.get(squeezed(text));
    return found ? [...found].sort() : [];
  }
}

/** "TT&TT" and "TTTT" are one. */
const squeezed = (text: string): string => text.replaceAll(' ', '');

function note(index: Map<string, Set<string>>, text: string, code: string): void {
  const key = squeezed(text);
  const codes = index.get(key);
  if (codes) codes.add(code);
  else index.set(key, new Set([code]));
}
