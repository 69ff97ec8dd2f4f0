/**
 * An input of which some members are refused, at any depth: those are left out. Objects of a list keep their places, and one that is
 * refused as a whole is undefined; a list of texts is known or not.
 */
export type Known<Input> = Input extends readonly (infer Item)[]
  ? [Item] extends [object]
    ? (Known<Item> | undefined)[]
    : Input
  : Input extends object
    ? { [Member in keyof Input]?: Known<Input[Member]> }
    : Input;

/** What of an input is not refused, by the JSON pointers of what is. */
export function knownPart<Input extends object>(input: Input, refused: ReadonlySet<string>): Known<Input> {
  return without(input, '', refused) as Known<Input>;
}

/** Whether a pointer leads to something refused, or into it. */
export function isRefused(pointer: string, refused: ReadonlySet<string>): boolean {
  const names = pointer.split('/');
  return names.some((_, i) => refused.has(names.slice(0, i + 1).join('/')));
}

/** Asks for each pointer once, so that an input of nothing but faults costs no more than its length. */
function without(value: unknown, at: string, refused: ReadonlySet<string>): unknown {
  if (value === null || typeof value !== 'object') return value;
  const inner = (name: string, member: unknown) => {
    const pointer = `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    return refused.has(pointer) ? undefined : without(member, pointer, refused);
  };
  if (Array.isArray(value)) return value.map((item, i) => inner(`${i}`, item));
  const members = Object.entries(value).map(([name, member]) => [name, inner(name, member)] as const);
  return Object.fromEntries(members.filter(([, member]) => member !== undefined));
}
