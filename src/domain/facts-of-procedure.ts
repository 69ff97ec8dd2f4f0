import { type Channel, CONDITIONAL_PARTS, type ProcedureContent } from './procedure-content.js';
import { FACT_KEYS, type Fact, type FactKey, type ServiceFacts } from './service-facts.js';

/** The decision that makes a procedure public (quyết định công bố). */
export interface PublishingDecision {
  number: string | null;
  /** ISO day. */
  date: string | null;
}

const NO_FORM = 'Không có thành phần hồ sơ nào có mẫu đơn, mẫu tờ khai';
const NO_FEE = 'Không thu phí, lệ phí';

/**
 * What the content of a procedure already says, so that no clerk has to say it again for each service.
 * Only what is known is there: a missing fact is unknown, and nothing is guessed from silence.
 */
export function factsOfProcedure(content: ProcedureContent, decision: PublishingDecision): ServiceFacts {
  const { channels, components } = content;
  const facts: ServiceFacts = {};
  const present = (key: FactKey, known: boolean): void => {
    if (known) facts[key] = { state: 'present' };
  };

  present('name', isStated(content.name));
  present('steps', isStated(content.steps));
  present('manner', channels.length > 0);
  // Decree 63/2010 Art. 8.2.d asks for the components and the number of sets.
  present('dossier', components.length > 0 && (content.dossierSets ?? 0) > 0);
  present(
    'timeLimit',
    ofEvery(channels, (c) => c.timeValue !== null && c.timeUnit !== null),
  );
  present('subjects', content.subjects.length > 0);
  present('agency', isStated(content.implementingAgency));
  present('result', content.results.length > 0);
  present('requirements', isStated(content.requirements));
  present(
    'fees',
    ofEvery(channels, (c) => c.feeKind === 'free' || c.feeKind === 'amount'),
  );
  present('legalBasis', content.legalBasis.length > 0);
  present('decision', isStated(decision.number) && isStated(decision.date));

  const forms = components.filter((c) => c.hasForm).length;
  if (forms > 0) facts.forms = { state: 'present', count: forms };
  else if (components.length > 0) facts.forms = { state: 'not_applicable', reason: NO_FORM };

  // What is stated stands before the claim that it does not apply; the reason given stands before one worked out.
  for (const part of CONDITIONAL_PARTS) {
    const reason = content.notApplicable?.[part];
    if (reason !== undefined && facts[part]?.state !== 'present')
      facts[part] = { state: 'not_applicable', reason };
  }

  const online = channels.filter((c) => c.channel === 'online');
  const paidThrough = online.length > 0 ? online : channels;
  if (ofEvery(paidThrough, (c) => c.feeKind === 'free')) {
    facts.onlinePayment = { state: 'not_applicable', reason: NO_FEE };
  }
  return facts;
}

/**
 * The facts that are assessed: the service's own statement wins over what the procedure says. `unknown` is no statement
 * and leaves the procedure's word standing; who knows better says `absent`. The number of forms stays the procedure's
 * unless the service counts its own.
 */
export function effectiveFacts(procedureFacts: ServiceFacts, serviceFacts: ServiceFacts): ServiceFacts {
  const facts: ServiceFacts = {};
  // Keys are written in one order: an import does this a million times, and spreading both was five times slower.
  for (const key of FACT_KEYS) {
    const prefill = procedureFacts[key];
    const own = serviceFacts[key];
    const stands = own === undefined || (own.state === 'unknown' && prefill !== undefined);
    const fact = stands ? prefill : withCount(own, prefill);
    if (fact !== undefined) facts[key] = fact;
  }
  return facts;
}

function withCount(own: Fact, prefill: Fact | undefined): Fact {
  const inherits = own.state === 'present' && own.count === undefined && prefill?.count !== undefined;
  return inherits ? { ...own, count: prefill.count } : own;
}

function isStated(text: string | true | null): boolean {
  return text === true || (text !== null && text.trim() !== '');
}

function ofEvery(channels: readonly Channel[], holds: (channel: Channel) => boolean): boolean {
  return channels.length > 0 && channels.every(holds);
}
