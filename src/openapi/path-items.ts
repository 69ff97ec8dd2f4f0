import type { JsonSchema } from '../http/describe.js';

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;
export type Method = (typeof METHODS)[number];

/** A path of the document: its operations by method, beside what it is. */
export type PathItem = { summary: string } & Partial<Record<Method, JsonSchema>>;

/** The operations of a path in the order of the methods. */
export function operationsOf(item: PathItem): [Method, JsonSchema][] {
  return METHODS.flatMap((method): [Method, JsonSchema][] => {
    const operation = item[method];
    return operation ? [[method, operation]] : [];
  });
}
