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
