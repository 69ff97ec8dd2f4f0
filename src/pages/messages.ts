import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createInstance, type TFunction } from 'i18next';
import type { Language } from '../http/language.js';

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), 'messages');

/** A text by its key, with the values that stand in it. */
export type TextOf = (key: string, values?: Record<string, unknown>) => string;

/** Far more than there are: keys are put together from data too. */
const KEPT_AT_MOST = 10_000;

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
    parseMissingKeyHandler: (key) => `⟦${key}⟧`,
  });
  return { vi: keeping(instance.getFixedT('vi')), en: keeping(instance.getFixedT('en')) };
}

/** A text without values is looked up once: the library takes long for each, and a page of a list has hundreds. */
function keeping(textOf: TFunction): TextOf {
  const kept = new Map<string, string>();
  return (key, values) => {
    if (values !== undefined) return textOf(key, values);
    const known = kept.get(key);
    if (known !== undefined) return known;
    const text = textOf(key);
    if (kept.size < KEPT_AT_MOST) kept.set(key, text);
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
