import type { FormValues } from '../../../http/form-body.js';
import { Problem } from '../../../http/problem.js';

const POPULATION = ['agency', 'agencyLevel', 'field', 'basis', 'q'] as const;
const DESIGN = ['asOf', 'strata', 'confidence', 'marginOfError', 'expectedRate'] as const;
const ABOUT = ['name', 'purpose', 'seed', 'dueDate'] as const;

/** A campaign as it was typed into the form. */
export type TypedCampaign = Record<
  (typeof POPULATION)[number] | (typeof DESIGN)[number] | (typeof ABOUT)[number] | 'scope' | 'level',
  string
>;

/** What the form shows first. */
export function emptyCampaign(today: string): TypedCampaign {
  const names = [...POPULATION, ...DESIGN, ...ABOUT, 'scope', 'level'];
  const empty = Object.fromEntries(names.map((name) => [name, ''])) as TypedCampaign;
  return { ...empty, asOf: today, strata: 'level', confidence: '95', marginOfError: '5', expectedRate: '50' };
}

export function typedCampaign(form: FormValues): TypedCampaign {
  const names = Object.keys(emptyCampaign(''));
  return Object.fromEntries(names.map((name) => [name, form.text(name)])) as TypedCampaign;
}

/** The same as the API takes it. The form asks in percent and for the declared level. */
export function inputOf(typed: TypedCampaign): {
  design: Record<string, unknown>;
  about: Record<string, unknown>;
} {
  const given = (names: readonly (keyof TypedCampaign)[]) =>
    Object.fromEntries(names.filter((name) => typed[name] !== '').map((name) => [name, typed[name]]));
  const { confidence, marginOfError, expectedRate, ...rest } = given(DESIGN);
  return {
    design: {
      population: {
        ...given(POPULATION),
        ...(typed.agency !== '' && typed.scope !== '' ? { scope: typed.scope } : {}),
        ...(typed.level === '' ? {} : { levelOf: 'declared', level: typed.level }),
      },
      ...rest,
      ...(confidence === undefined ? {} : { confidence: Number(confidence) }),
      ...(marginOfError === undefined ? {} : { marginOfError: shareOf(marginOfError) }),
      ...(expectedRate === undefined ? {} : { expectedRate: shareOf(expectedRate) }),
    },
    about: given(ABOUT),
  };
}

/** `7,5` is 0.075; what is no number stays as it is, and is refused as the API refuses it. */
function shareOf(percent: string): number | string {
  const value = Number(percent.replace(',', '.').replace(/\s*%$/, ''));
  return Number.isNaN(value) ? percent : Math.round(value * 1e6) / 1e8;
}

/** The limits that faults name, in percent as the form asks. */
export function inPercent(problem: Problem): Problem {
  const faults = (problem.details.faults ?? []).map((fault) =>
    fault.code === 'number_out_of_range' && fault.params
      ? {
          ...fault,
          params: { min: Number(fault.params['min']) * 100, max: Number(fault.params['max']) * 100 },
        }
      : fault,
  );
  return new Problem(problem.status, problem.code, { ...problem.details, faults });
}
