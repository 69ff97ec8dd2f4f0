import type { Language } from '../language.js';

/** Words in both languages. `{name}` is replaced by the parameter of that name; see `wording`. */
export type ProblemTexts = Record<string, Record<Language, string>>;
