import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The files that take longest, as measured, longest first. A file of half a minute that begins last is waited for by workers
 * that have nothing else to do, and a clean clone knows nothing of earlier runs.
 */
const LONGEST = [
  'browser/every-page',
  'faults/sqlite-file',
  'operator/backup',
  'portal/webhooks',
  'postgres/two-processes',
  'clerk/import-corpus',
  'portal/mirror',
  'admin/access-matrix',
  'faults/upgrade',
  'admin/sessions',
  'inspector/link-checks',
  'planner/coverage',
  'faults/kill',
  'faults/postgres',
  'faults/clients',
  'portal/editions',
  'portal/linked-data',
  'browser/journeys',
  'browser/planner-admin',
  'hostile/generated-input',
  'planner/progress-2012',
  'clerk/import-faults',
  'pages/links',
  'operator/running',
  'portal/exports',
].map((name) => `/test/${name}.spec.ts`);

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const index = LONGEST.findIndex((name) => moduleId.endsWith(name));
      return index === -1 ? LONGEST.length : index;
    };
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b));
  }
}
