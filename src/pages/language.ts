import type { IncomingMessage } from 'node:http';
import type { Language } from '../http/language.js';

/** English pages stand under `/en`, so that each page has one address in each language and can be kept by caches. */
const ENGLISH = /^\/en(?=\/|\?|$)/;

interface PageRequest extends IncomingMessage {
  pageLanguage?: Language;
}

/** Takes the language off the address before it is routed. */
export function takeLanguage(request: IncomingMessage): string {
  const url = request.url ?? '/';
  if (!ENGLISH.test(url) || url.startsWith('/en/api')) return url;
  (request as PageRequest).pageLanguage = 'en';
  const rest = url.replace(ENGLISH, '');
  return rest.startsWith('/') ? rest : `/${rest}`;
}

export function languageOfPage(request: IncomingMessage): Language {
  return (request as PageRequest).pageLanguage ?? 'vi';
}

/** The same page in another language. */
export function inLanguage(path: string, language: Language): string {
  return language === 'en' ? `/en${path === '/' ? '' : path}` : path;
}

/** The answer is in this language, though the address does not say so: for addresses that others send people to. */
export function speak(request: IncomingMessage, language: Language): void {
  (request as PageRequest).pageLanguage = language;
}
