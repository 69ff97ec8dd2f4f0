import type { Queries } from '../../database/reader.js';
import { groupBy } from '../../domain/group-by.js';
import { fold } from '../../domain/text/fold.js';
import { AgencyNames } from './agency-names.js';
import { withoutLeadingZeros } from './repair-code.js';

export interface KnownProcedure {
  code: string;
  name: string;
  nameFolded: string;
  fieldCode: string;
  status: 'draft' | 'published' | 'repealed';
}

export interface KnownAgency {
  code: string;
  name: string;
  parentCode: string | null;
  validTo: string | null;
}

const NAMES_KEPT = 20_000;

/** Everything by which a row finds its procedure and agency: some thousand of each, held while one file is read. */
export class CatalogueIndex {
  private readonly procedures: Map<string, KnownProcedure>;
  private readonly procedureOf: Map<string, string>;
  private readonly byName: Map<string, KnownProcedure[]>;
  private readonly agencies: Map<string, KnownAgency>;
  private readonly agencyOf: Map<string, string>;
  private readonly shortened: Map<string, KnownAgency[]>;
  private readonly fieldCodes: Map<string, string[]>;
  private readonly names: AgencyNames;
  private readonly folded = new Map<string, string>();

  constructor(
    procedures: readonly KnownProcedure[],
    agencies: readonly KnownAgency[],
    readonly fieldNames: ReadonlyMap<string, string>,
  ) {
    this.procedures = new Map(procedures.map((procedure) => [procedure.code, procedure]));
    this.procedureOf = new Map(procedures.map(({ code }) => [code.toLowerCase(), code]));
    this.byName = groupBy(procedures, ({ nameFolded }) => nameFolded);
    this.agencies = new Map(agencies.map((agency) => [agency.code, agency]));
    this.agencyOf = new Map(agencies.map(({ code }) => [code.toLowerCase(), code]));
    this.shortened = groupBy(agencies, ({ code }) => withoutLeadingZeros(code));
    const fields = [...fieldNames].flatMap(([code, name]) => [
      [code, code] as const,
      [fold(name), code] as const,
    ]);
    this.fieldCodes = new Map(
      [...groupBy(fields, ([key]) => key)].map(([key, pairs]) => [key, pairs.map(([, code]) => code)]),
    );
    this.names = new AgencyNames(agencies);
  }

  procedure(code: string): KnownProcedure | undefined {
    return this.procedures.get(code);
  }

  /** The code as registered, whatever the case of its letters. */
  procedureCode = (code: string): string | undefined => this.procedureOf.get(code.toLowerCase());

  /** Procedures of exactly this name, folded; `field` is a name or code and narrows them where it is known. */
  proceduresNamed(name: string, field: string): KnownProcedure[] {
    const found = (this.byName.get(this.fold(name)) ?? []).filter(({ status }) => status !== 'draft');
    const fields = this.fieldCodes.get(field) ?? this.fieldCodes.get(this.fold(field));
    return fields && found.length > 1 ? found.filter(({ fieldCode }) => fields.includes(fieldCode)) : found;
  }

  isField(text: string, fieldCode: string): boolean {
    return (this.fieldCodes.get(text) ?? this.fieldCodes.get(this.fold(text)) ?? []).includes(fieldCode);
  }

  agency(code: string): KnownAgency | undefined {
    return this.agencies.get(code);
  }

  agencyCode(code: string): string | undefined {
    return this.agencyOf.get(code.toLowerCase());
  }

  /** Agencies whose code is this one but for leading zeros. */
  agenciesShortened(code: string): KnownAgency[] {
    return /^\d+$/.test(code) ? (this.shortened.get(code) ?? []) : [];
  }

  agenciesNamed(name: string): KnownAgency[] {
    return this.names.find(name).flatMap((code) => this.agencies.get(code) ?? []);
  }

  fold(text: string): string {
    const known = this.folded.get(text);
    if (known !== undefined) return known;
    if (this.folded.size >= NAMES_KEPT) this.folded.clear();
    const folded = fold(text);
    this.folded.set(text, folded);
    return folded;
  }
}

/** @param reach the agencies whose drafts may be known, as far as never published; null: all */
export async function catalogueIndex(
  queries: Queries,
  reach: ReadonlySet<string> | null,
): Promise<CatalogueIndex> {
  const procedures = await queries.all<KnownProcedure & { ownerAgency: string | null }>(
    `SELECT code, name, name_folded AS "nameFolded", field_code AS "fieldCode", status, owner_agency AS "ownerAgency"
     FROM procedure ORDER BY code`,
  );
  const known = procedures.filter(
    ({ status, ownerAgency }) => status !== 'draft' || reach === null || reach.has(ownerAgency ?? ''),
  );
  const agencies = await queries.all<KnownAgency>(
    `SELECT code, name, parent_code AS "parentCode", valid_to AS "validTo" FROM agency ORDER BY code`,
  );
  const fields = await queries.all<{ code: string; name: string }>(
    'SELECT code, name FROM field ORDER BY code',
  );
  return new CatalogueIndex(known, agencies, new Map(fields.map(({ code, name }) => [code, name])));
}
