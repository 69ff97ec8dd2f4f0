import type { ByLevel, CountUnit, Mark } from '../domain/coverage.js';
import type { ServiceFilter } from '../publication/service-filter.js';

const WORDS = [
  'agency',
  'scope',
  'agencyLevel',
  'district',
  'field',
  'procedure',
  'level',
  'minLevel',
  'levelOf',
  'state',
  'demonstration',
  'asOf',
  'knownAt',
] as const satisfies readonly (keyof ServiceFilter)[];

/** Path and query of the list that holds exactly the services, or procedures, of the filter. */
export function listPath(unit: CountUnit, filter: ServiceFilter): string {
  let words = '';
  for (const word of WORDS) {
    const value = filter[word];
    if (value === undefined || (word === 'scope' && value === 'own')) continue;
    if (word === 'levelOf' && value === 'published') continue;
    words += `${words === '' ? '' : '&'}${word}=${encodeURIComponent(value)}`;
  }
  return `/api/v1/${unit === 'service' ? 'services' : 'reports/procedures'}?${words}`;
}

/** The same with the dossiers of each service in a period, whose sum is the number. */
export function volumesPath(filter: ServiceFilter, period: string): string {
  const { search } = new URL(listPath('service', filter), 'http://list');
  return `/api/v1/reports/volumes${search}&volumePeriod=${period}`;
}

/** What has to be added to a row's list to open the list behind one of its counts. */
export const LIST_WORDS: {
  none: string;
  exact: ByLevel<string>;
  atLeast: ByLevel<string>;
} & Record<Mark, string> = {
  none: '&level=none',
  exact: { 1: '&level=1', 2: '&level=2', 3: '&level=3' },
  atLeast: { 1: '&minLevel=1', 2: '&minLevel=2', 3: '&minLevel=3' },
  verified: '&state=verified',
  stale: '&state=stale',
  overClaimed: '&state=overClaimed',
  violations: '&state=violation',
  demonstration: '&demonstration=true',
};
