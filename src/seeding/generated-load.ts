import type { OfferedService } from './offered-services.js';
import type { SeedAgency } from './reference-tables.js';
import type { SeedFiles } from './seed-files.js';

const SOURCE = 'Dữ liệu minh họa: cơ quan không có thật, chỉ để thử tải';
const COMMUNES_A_DISTRICT = 20;

/**
 * Districts and communes that do not exist, and their services: just `services` of them.
 * @param before number of districts that were generated before
 */
export function generatedLoad(
  { agencies, procedures }: SeedFiles,
  services: number,
  before: number,
): { agencies: SeedAgency[]; offered: Iterable<OfferedService> } {
  const communal = procedures.filter(({ content }) => content.levels.includes('commune'));
  const real = agencies.filter(({ level }) => level === 'commune');
  const top = agencies.find(({ parentCode }) => parentCode === null)!;
  const made: SeedAgency[] = [];
  const communes: SeedAgency[] = [];
  for (let n = 0; n < Math.ceil(services / communal.length); n++) {
    if (n % COMMUNES_A_DISTRICT === 0) {
      const number = before + n / COMMUNES_A_DISTRICT + 1;
      const name = `Ủy ban nhân dân huyện minh họa ${number}`;
      made.push(agency(`GD${number}`, name, 'district', top.code, 'district_committee'));
    }
    const number = before * COMMUNES_A_DISTRICT + n + 1;
    const like = real[n % real.length]!;
    const commune = agency(
      `GC${number}`,
      `${like.name} (minh họa ${number})`,
      'commune',
      made.findLast(isDistrict)!.code,
      like.kind,
    );
    made.push(commune);
    communes.push(commune);
  }
  return {
    agencies: made,
    offered: {
      *[Symbol.iterator](): Generator<OfferedService> {
        let left = services;
        for (const { code: agencyCode } of communes) {
          for (const { code: procedureCode } of communal) {
            if (left-- === 0) return;
            yield { agencyCode, procedureCode, governmentLevel: 'commune' };
          }
        }
      },
    },
  };
}

function isDistrict({ level }: SeedAgency): boolean {
  return level === 'district';
}

function agency(
  code: string,
  name: string,
  level: SeedAgency['level'],
  parentCode: string,
  kind: string,
): SeedAgency {
  return {
    code,
    codeKind: 'generated',
    name,
    nameEn: null,
    level,
    parentCode,
    kind,
    validFrom: null,
    validTo: null,
    successors: [],
    source: SOURCE,
  };
}
