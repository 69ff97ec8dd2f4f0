import { factsOfProcedure } from '../domain/facts-of-procedure.js';
import type { ProcedureContent } from '../domain/procedure-content.js';
import type { Fact, FactKey, ServiceFacts } from '../domain/service-facts.js';
import type { SeedProcedure } from './procedure-lines.js';

const PRESENT: Fact = { state: 'present' };

/**
 * What the demonstration says of a level-1 part where the procedure's content leaves it unknown. A conditional part on
 * which the source is silent is called not applicable, with a reason that says whose word that is; the others are shown.
 */
const WHERE_CONTENT_IS_SILENT: { key: FactKey; fact: (content: ProcedureContent) => Fact }[] = [
  { key: 'name', fact: () => PRESENT },
  { key: 'steps', fact: () => PRESENT },
  { key: 'manner', fact: () => PRESENT },
  { key: 'dossier', fact: () => PRESENT },
  { key: 'timeLimit', fact: () => PRESENT },
  { key: 'subjects', fact: () => PRESENT },
  { key: 'agency', fact: () => PRESENT },
  { key: 'forms', fact: () => doesNotApply('Dữ liệu minh họa: nguồn không nêu mẫu đơn, mẫu tờ khai') },
  { key: 'result', fact: () => doesNotApply('Dữ liệu minh họa: nguồn không nêu kết quả') },
  { key: 'requirements', fact: () => doesNotApply('Dữ liệu minh họa: nguồn không nêu yêu cầu, điều kiện') },
  {
    key: 'fees',
    fact: (content) =>
      content.channels.some((c) => c.feeKind !== 'unstated')
        ? PRESENT
        : doesNotApply('Dữ liệu minh họa: nguồn không nêu phí, lệ phí'),
  },
  { key: 'legalBasis', fact: () => PRESENT },
  { key: 'decision', fact: () => PRESENT },
];

/** The parts of level 1 that the procedure's own content does not give; together with it, all of level 1 but the page. */
export function silentParts(procedure: SeedProcedure): ServiceFacts {
  const { content, decisionNumber, decisionDate } = procedure;
  const said = factsOfProcedure(content, { number: decisionNumber, date: decisionDate });
  const facts: ServiceFacts = {};
  for (const { key, fact } of WHERE_CONTENT_IS_SILENT) {
    if (said[key] === undefined) facts[key] = fact(content);
  }
  return facts;
}

/**
 * Facts that, laid over the procedure's own, support this level and no higher. What a level does not need is not stated.
 * @param addressBase start of every address, ending in `/`
 */
export function demonstrationFacts(
  level: 1 | 2 | 3 | null,
  parts: ServiceFacts,
  formCount: number,
  serviceId: string,
  addressBase: string,
): ServiceFacts {
  if (level === null) return parts;
  const address = `${addressBase}${serviceId}/`;
  const facts: ServiceFacts = { ...parts, publicPage: shownAt(`${address}thong-tin`) };
  if (level === 1) return facts;
  if (formCount > 0) {
    const urls = Array.from({ length: formCount }, (_, i) => `${address}mau/${i + 1}`);
    facts.formFiles = { state: 'present', urls };
  }
  facts.printAccepted = PRESENT;
  if (level === 2) return facts;
  facts.onlineForm = shownAt(`${address}khai`);
  facts.onlineSubmission = { ...shownAt(`${address}nop`), receipt: `DEMO-${serviceId}` };
  facts.statusOnline = shownAt(`${address}tra-cuu`);
  facts.authentication = PRESENT;
  return facts;
}

function shownAt(url: string): Fact {
  return { state: 'present', urls: [url] };
}

function doesNotApply(reason: string): Fact {
  return { state: 'not_applicable', reason };
}
