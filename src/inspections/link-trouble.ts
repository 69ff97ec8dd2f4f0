/**
 * Condition over `published_service s`: a link of the service stands so, as its last check found. An address that the facts no
 * longer name is passed over at once, though the list of links is made anew only by the next round of checks.
 */
export function publishesLink(state: 'dead' | 'changed'): string {
  return `s.service_id IN (
      SELECT l.service_id FROM link k JOIN service_link l ON l.link_id = k.id
      JOIN public_service o ON o.id = l.service_id
      LEFT JOIN service_facts f ON f.service_id = o.id AND f.no = o.facts_no
      WHERE k.state = '${state}' AND (l.used_as = 'evidence' OR ${IS_STILL_NAMED}))`;
}

/** Over a link `k` and the facts `f`: JSON holds an address as it is, in quotation marks. */
export const IS_STILL_NAMED = `REPLACE(f.facts, '"' || k.url || '"', '') <> f.facts`;
