import type { Queries } from '../../database/reader.js';
import { canonicalJson } from '../../domain/canonical-json.js';
import type { PublishedService } from '../../domain/published-service.js';
import { frozenServices } from './edition.query.js';

export const DIFFERENCES = ['added', 'removed', 'raised', 'lowered', 'changed'] as const;
export type DifferenceKind = (typeof DIFFERENCES)[number];

export interface DifferenceItem {
  kind: DifferenceKind;
  id: string;
  agency: { code: string; name: string };
  procedure: { code: string; name: string };
  /** Levels in the one edition and in the other; null: none, or not there. */
  from: number | null;
  to: number | null;
}

export interface Difference {
  counts: Record<DifferenceKind | 'unchanged', number>;
  /** By procedure and agency. */
  items: DifferenceItem[];
  /** Whether there are more after the last of `items`. */
  hasMore: boolean;
}

export interface DifferenceRequest {
  kind: DifferenceKind | undefined;
  /** Items after this procedure and agency. */
  after: readonly [procedure: string, agency: string] | undefined;
  limit: number;
}

/** What changed from edition `a` to edition `b`: both read once, side by side, in flat memory. */
export async function difference(
  queries: Queries,
  a: number,
  b: number,
  { kind, after, limit }: DifferenceRequest,
): Promise<Difference> {
  const counts = { added: 0, removed: 0, raised: 0, lowered: 0, changed: 0, unchanged: 0 };
  const items: DifferenceItem[] = [];
  let hasMore = false;
  for await (const [before, now] of sideBySide(frozenServices(queries, a), frozenServices(queries, b))) {
    const found = kindOf(before, now);
    counts[found]++;
    if (found === 'unchanged' || (kind !== undefined && found !== kind)) continue;
    const service = (now ?? before)!;
    if (after !== undefined && order(keyOf(service), after) <= 0) continue;
    if (items.length === limit) hasMore = true;
    else items.push(itemOf(found, service, before, now));
  }
  return { counts, items, hasMore };
}

function itemOf(
  kind: DifferenceKind,
  { id, agency, procedure }: PublishedService,
  before: PublishedService | undefined,
  now: PublishedService | undefined,
): DifferenceItem {
  return {
    kind,
    id,
    agency: { code: agency.code, name: agency.name },
    procedure: { code: procedure.code, name: procedure.name },
    from: before?.level ?? null,
    to: now?.level ?? null,
  };
}

function kindOf(
  before: PublishedService | undefined,
  now: PublishedService | undefined,
): DifferenceKind | 'unchanged' {
  if (!before) return 'added';
  if (!now) return 'removed';
  const [from, to] = [before.level ?? 0, now.level ?? 0];
  if (to !== from) return to > from ? 'raised' : 'lowered';
  return contentOf(before) === contentOf(now) ? 'unchanged' : 'changed';
}

/** What is published of a service, without the numbers that count its changes. */
function contentOf(service: PublishedService): string {
  return canonicalJson({ ...service, updatedAt: null, version: null });
}

/** The services of two lists in one order, those of one service together. */
async function* sideBySide(
  first: AsyncGenerator<string>,
  second: AsyncGenerator<string>,
): AsyncGenerator<[PublishedService | undefined, PublishedService | undefined]> {
  const next = async (lines: AsyncGenerator<string>) => {
    const { value, done } = await lines.next();
    return done ? undefined : (JSON.parse(value as string) as PublishedService);
  };
  let [a, b] = [await next(first), await next(second)];
  while (a || b) {
    const place = !a ? 1 : !b ? -1 : order(keyOf(a), keyOf(b));
    yield [place <= 0 ? a : undefined, place >= 0 ? b : undefined];
    if (place <= 0) a = await next(first);
    if (place >= 0) b = await next(second);
  }
}

type Key = readonly [procedure: string, agency: string];

export function keyOf({ procedure, agency }: Pick<DifferenceItem, 'procedure' | 'agency'>): Key {
  return [procedure.code, agency.code];
}

function order(a: Key, b: Key): number {
  if (a[0] !== b[0]) return a[0] < b[0] ? -1 : 1;
  return a[1] === b[1] ? 0 : a[1] < b[1] ? -1 : 1;
}
