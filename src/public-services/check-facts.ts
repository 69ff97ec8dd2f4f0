import {
  FACT_KEYS,
  FACT_STATES,
  type Fact,
  type FactState,
  type ServiceFacts,
} from '../domain/service-facts.js';
import { isWebAddress } from '../domain/web-address.js';
import type { Fault } from '../http/problem.js';

const LIMITS = { reason: 2000, url: 2000, urls: 200, receipt: 200, evidence: 100, count: 200 };
const MEMBERS: readonly string[] = ['state', 'reason', 'urls', 'receipt', 'evidence', 'count'];

/**
 * Reads the whole set of facts of a service from a JSON body; every fault at once, each with its pointer.
 * @param evidence ids of the evidence that can stand behind a fact of the service
 * @returns facts in the order of FACT_KEYS; to be used only where there are no faults
 */
export function checkFacts(
  input: Readonly<Record<string, unknown>>,
  evidence: ReadonlySet<string>,
): { facts: ServiceFacts; faults: Fault[] } {
  const faults: Fault[] = [];
  const facts: ServiceFacts = {};
  const keys: readonly string[] = FACT_KEYS;
  for (const key of Object.keys(input)) {
    if (!keys.includes(key)) faults.push(fault(`/facts/${escaped(key)}`, 'unknown_field'));
  }
  for (const key of FACT_KEYS) {
    if (input[key] === undefined) continue;
    const check = new FactCheck(`/facts/${key}`, evidence, faults);
    const fact = check.fact(input[key]);
    if (fact) facts[key] = fact;
  }
  return { facts, faults };
}

class FactCheck {
  constructor(
    private readonly pointer: string,
    private readonly evidence: ReadonlySet<string>,
    private readonly faults: Fault[],
  ) {}

  fact(input: unknown): Fact | undefined {
    if (input === null || typeof input !== 'object' || Array.isArray(input)) {
      this.refuse('', 'not_an_object');
      return undefined;
    }
    const members = input as Record<string, unknown>;
    for (const name of Object.keys(members)) {
      if (!MEMBERS.includes(name)) this.refuse(`/${escaped(name)}`, 'unknown_field');
    }
    const fact: Fact = { state: this.state(members['state']) };
    const reason = this.text(members['reason'], '/reason', LIMITS.reason);
    const urls = this.list(members['urls'], '/urls', LIMITS.urls, (url, at) => this.address(url, at));
    const receipt = this.text(members['receipt'], '/receipt', LIMITS.receipt);
    const evidence = this.list(members['evidence'], '/evidence', LIMITS.evidence, (id, at) =>
      this.evidenceId(id, at),
    );
    const count = this.count(members['count']);
    if (reason !== undefined) fact.reason = reason;
    if (urls !== undefined) fact.urls = urls;
    if (receipt !== undefined) fact.receipt = receipt;
    if (evidence !== undefined) fact.evidence = evidence;
    if (count !== undefined) fact.count = count;
    if (fact.state === 'not_applicable' && members['reason'] === undefined)
      this.refuse('/reason', 'reason_required');
    return fact;
  }

  private state(value: unknown): FactState {
    const state = FACT_STATES.find((known) => known === value);
    if (state !== undefined) return state;
    if (value === undefined) this.refuse('/state', 'required');
    else this.refuse('/state', 'not_one_of', { allowed: FACT_STATES.join(', ') });
    return 'unknown';
  }

  private text(value: unknown, at: string, max: number): string | undefined {
    if (value === undefined) return undefined;
    if (typeof value !== 'string') this.refuse(at, 'not_text');
    else if (value.length > max) this.refuse(at, 'too_long', { max });
    else if (value.trim() === '') this.refuse(at, 'empty');
    else return value;
    return undefined;
  }

  private list(
    value: unknown,
    at: string,
    max: number,
    check: (item: unknown, at: string) => void,
  ): string[] | undefined {
    if (value === undefined) return undefined;
    if (!Array.isArray(value) || value.length > max) {
      this.refuse(at, 'not_a_list', { max });
      return undefined;
    }
    for (const [i, item] of value.entries()) check(item, `${at}/${i}`);
    return value as string[];
  }

  private address(value: unknown, at: string): void {
    if (typeof value !== 'string') this.refuse(at, 'not_text');
    else if (value.length > LIMITS.url) this.refuse(at, 'too_long', { max: LIMITS.url });
    else if (!isWebAddress(value)) this.refuse(at, 'not_a_url');
  }

  private evidenceId(value: unknown, at: string): void {
    if (typeof value !== 'string') this.refuse(at, 'not_text');
    else if (!this.evidence.has(value)) this.refuse(at, 'no_such_evidence');
  }

  private count(value: unknown): number | undefined {
    if (value === undefined) return undefined;
    if (Number.isInteger(value) && (value as number) >= 0 && (value as number) <= LIMITS.count)
      return value as number;
    const code = Number.isInteger(value) ? 'integer_out_of_range' : 'not_integer';
    this.refuse('/count', code, { min: 0, max: LIMITS.count });
    return undefined;
  }

  private refuse(at: string, code: Fault['code'], params?: Fault['params']): void {
    this.faults.push(fault(`${this.pointer}${at}`, code, params));
  }
}

function fault(pointer: string, code: Fault['code'], params?: Fault['params']): Fault {
  return { in: 'body', pointer, code, ...(params ? { params } : {}) };
}

function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
