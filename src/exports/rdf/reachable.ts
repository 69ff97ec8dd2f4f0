import type { Quad } from 'n3';
import { groupBy } from '../../domain/group-by.js';

/** Of these statements the ones about `subject`, about what it points to, and so on. */
export function reachable(quads: readonly Quad[], subject: string): Quad[] {
  const bySubject = groupBy(quads, (quad) => quad.subject.value);
  const found = new Set<string>([subject]);
  // A set gives what is added while it is gone through.
  for (const uri of found) {
    for (const { object } of bySubject.get(uri) ?? [])
      if (bySubject.has(object.value)) found.add(object.value);
  }
  return [...found].flatMap((uri) => bySubject.get(uri) ?? []);
}
