/** The record with the members that the change gives; one that is `undefined` was left out, as `null` was not. */
export function withChanges<Record extends object>(
  record: Record,
  change: { [Member in keyof Record]?: Record[Member] | undefined },
): Record {
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  return { ...record, ...Object.fromEntries(given) };
}
