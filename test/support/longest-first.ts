import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The files that take longest, as measured, longest first. A file of half a minute that begins last is waited for by workers
 * that have nothing else to do, and a clean clone knows nothing of earlier runs.
 */
const LONGEST = [
  'browser/every-page',
  'clerk/import-corpus',
  'portal/mirror',
  'postgres/two-processes',
  'portal/webhooks',
  'operator/backup',
  'admin/access-matrix',
  'audit/rows',
  'faults/upgrade',
  'faults/sqlite-file',
  'planner/coverage',
  'admin/sessions',
  'portal/linked-data',
  'hostile/generated-input',
  'faults/kill',
  'planner/progress-2012',
  'browser/journeys',
  'browser/planner-admin',
  'portal/editions',
  'inspector/link-checks',
  'faults/at-once',
  'faults/first-start',
  'postgres/same-answers',
  'faults/postgres',
  'pages/links',
  'portal/openapi',
  'faults/clients',
  'clerk/import-faults',
  'pages/my-account',
  'portal/exports',
  'faults/disk-errors',
  'operator/built-program',
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
