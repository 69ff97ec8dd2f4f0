import type { ServiceFacts } from '../../src/domain/service-facts.js';

/** Every fact that level 3 asks for, for a procedure with two forms. */
export function aLevelThreeService(): ServiceFacts {
  return {
    name: { state: 'present' },
    steps: { state: 'present' },
    manner: { state: 'present' },
    dossier: { state: 'present' },
    timeLimit: { state: 'present' },
    subjects: { state: 'present' },
    agency: { state: 'present' },
    forms: { state: 'present', count: 2 },
    result: { state: 'present' },
    requirements: { state: 'not_applicable', reason: 'Không có yêu cầu, điều kiện' },
    fees: { state: 'present' },
    legalBasis: { state: 'present' },
    decision: { state: 'present' },
    publicPage: { state: 'present', urls: ['https://example.gov.vn/thu-tuc/1'], evidence: ['evidence-1'] },
    formFiles: {
      state: 'present',
      urls: ['https://example.gov.vn/mau-1.doc', 'https://example.gov.vn/mau-2.doc'],
    },
    printAccepted: { state: 'present' },
    onlineForm: { state: 'present', urls: ['https://example.gov.vn/khai/1'] },
    onlineSubmission: { state: 'present', urls: ['https://example.gov.vn/nop/1'], receipt: 'TEST-0001' },
    statusOnline: { state: 'present', urls: ['https://example.gov.vn/tra-cuu'] },
    authentication: { state: 'present' },
  };
}

/** The same with payment and result online and no step in person. */
export function aFullyOnlineService(): ServiceFacts {
  return {
    ...aLevelThreeService(),
    onlinePayment: { state: 'present' },
    resultOnline: { state: 'present' },
    resultByPost: { state: 'present' },
    inPersonStep: { state: 'absent' },
  };
}

const OF_LEVEL_3 = ['onlineForm', 'onlineSubmission', 'statusOnline', 'authentication'] as const;
const ABOVE_LEVEL_1 = ['formFiles', 'printAccepted', ...OF_LEVEL_3] as const;

/** Facts that support just this level, by addresses alone. */
export function factsForLevel(level: 1 | 2 | 3): ServiceFacts {
  const facts = aLevelThreeService();
  delete facts.publicPage?.evidence;
  if (level < 3) for (const key of level === 1 ? ABOVE_LEVEL_1 : OF_LEVEL_3) delete facts[key];
  return facts;
}
