import nunjucks from 'nunjucks';

/** What a person may choose. */
export interface Choice {
  value: string | number;
  text: string;
}

const { escape } = nunjucks.lib as unknown as { escape: (text: string) => string };

/** The options of a `select`, the chosen one marked: a loop of the templates takes four times as long for hundreds of agencies. */
export function optionsOf(
  choices: readonly Choice[] = [],
  chosen?: string | number | null,
): nunjucks.runtime.SafeString {
  const marked = String(chosen ?? '');
  const options = choices.map(({ value, text }) => {
    const selected = String(value) === marked ? ' selected' : '';
    return `<option value="${escape(String(value))}"${selected}>${escape(text)}</option>`;
  });
  return new nunjucks.runtime.SafeString(options.join('\n'));
}

/**
 * Choices with how many each would list, those that list none after the others; as they are where nothing was counted.
 * @param number writes a number in the language of the page
 */
export function counted(
  choices: readonly Choice[],
  counts: ReadonlyMap<string, number> | undefined,
  number: (value: number) => string,
): readonly Choice[] {
  if (!counts) return choices;
  const some: Choice[] = [];
  const none: Choice[] = [];
  for (const { value, text } of choices) {
    const n = counts.get(String(value)) ?? 0;
    (n > 0 ? some : none).push({ value, text: `${text} (${number(n)})` });
  }
  return [...some, ...none];
}
