import type { Caller, CallerRequest } from '../accounts/caller.js';
import type { Queries } from '../database/reader.js';
import { localCode } from '../domain/procedure-code.js';
import type { ProcedureContent } from '../domain/procedure-content.js';
import { normalise } from '../domain/text/fold.js';
import type { FurtherRules } from '../http/further-rules.js';
import type { Known } from '../http/known-input.js';
import { type Fault, takenFault } from '../http/problem.js';
import type { DraftInput, RegisterInput } from './procedure.dto.js';
import { listDay, readableProcedure } from './procedure.query.js';
import { speakingVersion } from './procedure-records.query.js';

/** What is wrong with that which is known of an edit of a draft. */
export async function draftFaults(
  queries: Queries,
  { name, fieldCode }: Known<DraftInput>,
): Promise<Fault[]> {
  const faults: Fault[] = [];
  if (name !== undefined && normalise(name) === '')
    faults.push({ in: 'body', pointer: '/name', code: 'empty' });
  if (fieldCode !== undefined && !(await exists(queries, 'field', fieldCode)))
    faults.push(noSuch('/fieldCode', 'field'));
  return faults;
}

/**
 * What is wrong with that which is known of a procedure to be registered.
 * @param original what is copied, as `contentToCopy` found it
 * @param refused pointers to what was sent and cannot be known
 */
export async function registrationFaults(
  queries: Queries,
  original: ProcedureContent | undefined,
  known: Known<RegisterInput>,
  refused: ReadonlySet<string> = new Set(),
): Promise<Fault[]> {
  const { name, fieldCode, copyFrom, ownerAgency } = known;
  const faults = await draftFaults(queries, known);
  const need = (pointer: string, value: unknown) => {
    if (value === undefined && copyFrom === undefined && !refused.has('/copyFrom'))
      faults.push({ in: 'body', pointer, code: 'required' });
  };
  need('/name', name);
  need('/fieldCode', fieldCode);
  if (copyFrom !== undefined && !original) faults.push(noSuch('/copyFrom', 'procedure'));
  if (ownerAgency !== undefined && !(await exists(queries, 'agency', ownerAgency)))
    faults.push(noSuch('/ownerAgency', 'agency'));
  const code = refused.has('/code') ? undefined : codeToRegister(known, original);
  if (code !== undefined && (await exists(queries, 'procedure', code)))
    faults.push(takenFault(known.code === undefined ? '/name' : '/code', 'procedure', code));
  return faults;
}

export const alsoOfRegistration: FurtherRules<RegisterInput> = async (queries, known, { refused, request }) =>
  registrationFaults(
    queries,
    await contentToCopy(queries, (request as CallerRequest).caller, known.copyFrom),
    known,
    refused,
  );

/** The code that is given, or the one of a procedure that has none; undefined as long as its name or field is not known. */
export function codeToRegister(
  { code, name, fieldCode }: Known<RegisterInput>,
  original: ProcedureContent | undefined,
): string | undefined {
  const named = name === undefined ? original?.name : normalise(name);
  const field = fieldCode ?? original?.fieldCode;
  return code ?? (named === undefined || field === undefined ? undefined : localCode(named, field));
}

/**
 * What another procedure says; where it was taken from is not where the new one is taken from.
 * @returns undefined where there is none that the caller may read
 */
export async function contentToCopy(
  queries: Queries,
  caller: Caller | undefined,
  code: string | undefined,
): Promise<ProcedureContent | undefined> {
  const whole = code === undefined ? undefined : await readableProcedure(queries, code, caller);
  return whole && { ...speakingVersion(whole.versions, await listDay(queries)).content, source: null };
}

const noSuch = (pointer: string, what: string): Fault => ({
  in: 'body',
  pointer,
  code: 'unknown_reference',
  params: { what },
});

async function exists(
  queries: Queries,
  table: 'field' | 'procedure' | 'agency',
  code: string,
): Promise<boolean> {
  return (await queries.get(`SELECT code FROM ${table} WHERE code = :code`, { code })) !== undefined;
}
