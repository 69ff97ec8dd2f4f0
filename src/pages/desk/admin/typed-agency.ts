import type { AgencyView } from '../../../agencies/agency-view.query.js';
import type { FormValues } from '../../../http/form-body.js';

export const CHANGE_FIELDS = [
  'name',
  'nameEn',
  'level',
  'parentCode',
  'validFrom',
  'validTo',
  'successors',
  'notifyEmail',
] as const;
export const NEW_FIELDS = [
  'code',
  'name',
  'nameEn',
  'level',
  'parentCode',
  'kind',
  'codeKind',
  'validFrom',
  'source',
] as const;

/** What the form of an agency holds, as it was typed; successors one code a line. */
export type TypedAgency = Record<string, string>;

export function typedAgency(fields: readonly string[], form: FormValues): TypedAgency {
  return Object.fromEntries(
    fields.map((field) => [field, field === 'successors' ? form.lines(field).join('\n') : form.text(field)]),
  );
}

export function typedOf(agency: AgencyView, notifyEmail: string | null): TypedAgency {
  const { name, nameEn, level, parentCode, validFrom, validTo, successors } = agency;
  return {
    name,
    nameEn: nameEn ?? '',
    level,
    parentCode: parentCode ?? '',
    validFrom: validFrom ?? '',
    validTo: validTo ?? '',
    successors: successors.join('\n'),
    notifyEmail: notifyEmail ?? '',
  };
}

/** What an emptied field says in a change: nothing is known of it any longer. Names and levels cannot be taken away. */
export function changeOf(typed: TypedAgency): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(typed).map(([field, text]) => {
      if (field === 'successors') return [field, text === '' ? [] : text.split('\n')];
      return [field, text === '' && field !== 'name' && field !== 'level' ? null : text];
    }),
  );
}

/** What was left empty of a new agency is not said. */
export function newAgencyOf(typed: TypedAgency): Record<string, unknown> {
  return Object.fromEntries(Object.entries(typed).filter(([, text]) => text !== ''));
}
