import type { ProcedureContent } from '../../domain/procedure-content.js';
import type { FormValues } from '../../http/form-body.js';
import type { TypedDraft } from './typed-draft.js';

/** A part of a draft that is filled in and saved by itself. */
export interface DraftSection {
  id: string;
  /** First parts of the JSON pointers of the draft that belong here. */
  members: readonly string[];
  typed(form: FormValues): Partial<TypedDraft>;
  /** The part as PATCH of the draft takes it. @param base what the draft says so far */
  input(typed: TypedDraft, base: ProcedureContent): Record<string, unknown>;
}

const ROWS_AT_MOST = 200;

export const SECTIONS: readonly DraftSection[] = [
  {
    id: 'name',
    members: ['name', 'nameEn', 'fieldCode'],
    typed: (form) => texts(form, ['name', 'nameEn', 'fieldCode']),
    input: ({ name, nameEn, fieldCode }) => ({ name, nameEn: orNull(nameEn), fieldCode }),
  },
  {
    id: 'steps',
    members: ['steps', 'requirements', 'notApplicable/requirements'],
    typed: (form) => ({
      ...texts(form, ['noRequirements']),
      steps: form.raw('steps').trim(),
      requirements: form.raw('requirements').trim(),
    }),
    input: ({ steps, requirements, noRequirements }, base) => ({
      ...(steps === '' && base.steps === true ? {} : { steps: orNull(steps) }),
      ...(requirements === '' && base.requirements === true ? {} : { requirements: orNull(requirements) }),
      notApplicable: { requirements: orNull(noRequirements) },
    }),
  },
  {
    id: 'channels',
    members: ['channels', 'notApplicable/fees'],
    typed: (form) => ({
      noFees: form.text('noFees'),
      channels: rows(form, 'channels', 'channel').map((row) => ({
        channel: form.text(`${row}.channel`),
        timeValue: form.text(`${row}.timeValue`),
        timeUnit: form.text(`${row}.timeUnit`),
        feeKind: form.text(`${row}.feeKind`),
        feeAmount: form.text(`${row}.feeAmount`),
        currency: form.text(`${row}.currency`),
      })),
    }),
    input: ({ channels, noFees }) => ({
      channels: channels.map(({ channel, timeValue, timeUnit, feeKind, feeAmount, currency }) => ({
        channel,
        timeValue: numberOrNull(timeValue),
        timeUnit: orNull(timeUnit),
        feeKind: feeKind === '' ? 'unstated' : feeKind,
        feeAmount: numberOrNull(feeAmount),
        ...(currency === '' ? {} : { currency }),
      })),
      notApplicable: { fees: orNull(noFees) },
    }),
  },
  {
    id: 'dossier',
    members: ['components', 'dossierSets', 'notApplicable/forms'],
    typed: (form) => ({
      ...texts(form, ['dossierSets', 'noForms']),
      components: rows(form, 'components', 'name').map((row) => ({
        name: form.text(`${row}.name`),
        originals: form.text(`${row}.originals`),
        copies: form.text(`${row}.copies`),
        hasForm: form.has(`${row}.hasForm`),
      })),
    }),
    input: ({ components, dossierSets, noForms }) => ({
      components: components.map(({ name, originals, copies, hasForm }) => ({
        name,
        originals: numberOrNull(originals) ?? 0,
        copies: numberOrNull(copies) ?? 0,
        hasForm,
      })),
      dossierSets: numberOrNull(dossierSets),
      notApplicable: { forms: orNull(noForms) },
    }),
  },
  {
    id: 'people',
    members: ['subjects', 'implementingAgency', 'competentAuthority', 'receivingAddress'],
    typed: (form) => ({
      ...texts(form, ['implementingAgency', 'competentAuthority', 'receivingAddress']),
      subjects: form.lines('subjects').join('\n'),
    }),
    input: ({ subjects, implementingAgency, competentAuthority, receivingAddress }) => ({
      subjects: linesOf(subjects),
      implementingAgency: orNull(implementingAgency),
      competentAuthority: orNull(competentAuthority),
      receivingAddress: orNull(receivingAddress),
    }),
  },
  {
    id: 'result',
    members: ['results', 'notApplicable/result'],
    typed: (form) => ({ ...texts(form, ['noResult']), results: form.lines('results').join('\n') }),
    input: ({ results, noResult }, base) => ({
      results: linesOf(results).map((name) => ({
        name,
        code: base.results.find((one) => one.name === name)?.code ?? null,
      })),
      notApplicable: { result: orNull(noResult) },
    }),
  },
  {
    id: 'decision',
    members: ['legalBasis', 'decisionNumber', 'decisionDate', 'signer', 'effectiveFrom'],
    typed: (form) => ({
      ...texts(form, ['decisionNumber', 'decisionDate', 'signer', 'effectiveFrom']),
      legalBasis: form.lines('legalBasis').join('\n'),
    }),
    input: ({ legalBasis, decisionNumber, decisionDate, signer, effectiveFrom }) => ({
      legalBasis: linesOf(legalBasis),
      decisionNumber: orNull(decisionNumber),
      decisionDate: orNull(decisionDate),
      signer: orNull(signer),
      effectiveFrom: orNull(effectiveFrom),
    }),
  },
];

/** The section of a JSON pointer into the draft, and the field of its page that the pointer means. */
export function placeOfPointer(pointer: string): { section: string; field: string; member: string } {
  const path = pointer.slice(1);
  const section =
    SECTIONS.find(({ members }) => members.some((one) => path === one || path.startsWith(`${one}/`))) ??
    SECTIONS[0]!;
  const [member = '', second, third] = path.split('/');
  if (member === 'notApplicable') {
    const part = second === 'result' ? 'Result' : `${second!.charAt(0).toUpperCase()}${second!.slice(1)}`;
    return { section: section.id, field: `no${part}`, member: `no${part}` };
  }
  if (member === 'channels' || member === 'components') {
    const first = member === 'channels' ? 'channel' : 'name';
    return {
      section: section.id,
      field: `${member}-${second ?? 0}-${third ?? first}`,
      member: third ?? member,
    };
  }
  return { section: section.id, field: member, member };
}

function texts<Key extends keyof TypedDraft>(
  form: FormValues,
  names: readonly Key[],
): { [Name in Key]: string } {
  return Object.fromEntries(names.map((name) => [name, form.text(name)])) as { [Name in Key]: string };
}

/** Rows of a list in which the leading field was filled in. */
function rows(form: FormValues, list: string, leading: string): string[] {
  return Array.from({ length: ROWS_AT_MOST }, (_, i) => `${list}.${i}`).filter(
    (row) => form.text(`${row}.${leading}`) !== '',
  );
}

function orNull(text: string): string | null {
  return text === '' ? null : text;
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.split('\n');
}

/** Whole numbers, also written `10.000`; what is no number stays as typed and is refused as such. */
function numberOrNull(text: string): number | string | null {
  if (text === '') return null;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  return /^\d{1,3}([., ]\d{3}){1,4}$/.test(text) ? Number(text.replace(/[., ]/g, '')) : text;
}
