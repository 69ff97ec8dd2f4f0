import type { Language } from '../http/language.js';

/** The commands speak English; texts that are there in both languages are Vietnamese where the terminal is. */
export function terminalLanguage(): Language {
  return process.env['LANG']?.startsWith('vi') ? 'vi' : 'en';
}
