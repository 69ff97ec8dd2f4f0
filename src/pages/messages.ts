import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createInstance, type TFunction } from 'i18next';
import type { Language } from '../http/language.js';

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), 'messages');

/** Every visible text of the pages: one file a subject and language, `messages/vi/services.json` as `services:title`. */
export function messagesOf(): Record<Language, TFunction> {
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
  return { vi: instance.getFixedT('vi'), en: instance.getFixedT('en') };
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
