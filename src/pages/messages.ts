import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createInstance, type TFunction } from 'i18next';
import type { Language } from '../http/language.js';

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), 'messages');

/** A text by its key, with the values that stand in it. */
export type TextOf = (key: string, values?: Record<string, unknown>) => string;

/** Stands before the key of a text that is missing. */
const MISSING = '⟦';

const KEPT_AT_MOST = 10_000;
/** Characters of a key and its values: longer ones are seldom asked for twice, and would take room. */
const KEPT_KEY_AT_MOST = 200;

/** Every visible text of the pages: one file a subject and language, `messages/vi/services.json` as `services:title`. */
export function messagesOf(): Record<Language, TextOf> {
  const instance = createInstance();
  void instance.init({
    fallbackLng: false,
    defaultNS: 'common',
    resources: { vi: filesOf('vi'), en: filesOf('en') },
    interpolation: { escapeValue: false },
    returnNull: false,
    initAsync: false,
    // A missing text is a fault that a test finds; on the page its key shows.
    parseMissingKeyHandler: (key) => `${MISSING}${key}⟧`,
  });
  return { vi: keeping(instance.getFixedT('vi')), en: keeping(instance.getFixedT('en')) };
}

/** A text that may not be there: then undefined, not what shows where one is missing. */
export function textIfAny(textOf: TextOf, key: string, values?: Record<string, unknown>): string | undefined {
  const text = textOf(key, values);
  return text.startsWith(MISSING) ? undefined : text;
}

/** A text is put together once: the library takes long for each, and a page of a list has hundreds, most of them alike. */
function keeping(textOf: TFunction): TextOf {
  const kept = new Map<string, string>();
  return (key, values) => {
    const name = values === undefined ? key : `${key} ${JSON.stringify(values)}`;
    const known = kept.get(name);
    if (known !== undefined) return known;
    const text = textOf(key, values);
    if (name.length > KEPT_KEY_AT_MOST) return text;
    if (kept.size >= KEPT_AT_MOST) kept.clear();
    kept.set(name, text);
    return text;
  };
}

function filesOf(language: Language): Record<string, Record<string, string>> {
  const folder = join(FOLDER, language);
  return Object.fromEntries(
    readdirSync(folder).map((file) => [
      file.replace(/\.json$/, ''),
      JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, string>,
    ]),
  );
}
