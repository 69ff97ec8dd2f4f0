import type { PopulationFilter } from '../../../campaigns/campaigns.dto.js';
import type { Choices } from '../../public/choices.query.js';

type Say = (key: string) => string;

/** A filter as people say it: what is asked, and for what. */
export function populationWords(
  filter: PopulationFilter,
  choices: Choices,
  say: Say,
): { asks: string; value: string }[] {
  const { scope, levelOf, ...asked } = filter;
  return Object.entries(asked).map(([name, value]) => ({
    asks: say(name === 'level' && levelOf === 'declared' ? 'filter_declaredLevel' : `filter_${name}`),
    value:
      wordsOf(name, String(value), choices, say) + (name === 'agency' ? say(`scope_${scope ?? 'own'}`) : ''),
  }));
}

function wordsOf(name: string, value: string, { agencies, fields }: Choices, say: Say): string {
  const named = (list: Choices['agencies']) => list.find((one) => one.value === value)?.text ?? value;
  if (name === 'agency' || name === 'district') return named(agencies);
  if (name === 'field') return named(fields);
  if (name === 'agencyLevel' || name === 'basis' || name === 'state') return say(`${name}_${value}`);
  return value;
}
