import { describe, expect, it } from 'vitest';
import { levelSchemeOf } from '../../test/support/schemes.js';
import { effectiveFacts, factsOfProcedure } from '../domain/facts-of-procedure.js';
import { assess } from '../domain/level-scheme/assess.js';
import { demonstrate, type DemonstratedService } from './demonstration.js';
import { offeredServices } from './offered-services.js';
import { readSeedFiles } from './seed-files.js';

const { agencies, procedures, demonstrationRule: rule } = readSeedFiles();
const scheme = levelSchemeOf();
const procedureOf = new Map(procedures.map((p) => [p.code, p]));
const offered = offeredServices(procedures, agencies, 'demo').services;
const demo = [...demonstrate(rule, offered, procedures)];
const topServices = demo.filter((s) => s.level === 3);
const hasForms = (s: DemonstratedService) =>
  procedureOf.get(s.procedureCode)!.content.components.some((c) => c.hasForm);
const gist = (s: DemonstratedService) => [s.id, JSON.stringify([s.level, s.steps, s.facts])] as const;

describe('the demonstration', () => {
  it('brings exactly 18 services to level 3, all provincial, with a form and an online channel', () => {
    expect(topServices).toHaveLength(18);
    for (const service of topServices) {
      const { channels } = procedureOf.get(service.procedureCode)!.content;
      expect(service.governmentLevel).toBe('province');
      expect(hasForms(service) && channels.some((c) => c.channel === 'online'), service.id).toBe(true);
    }
  });

  it('burns up month by month to 18 at the end of 2012', () => {
    const since = topServices.map((s) => s.steps.at(-1)!.effectiveFrom);
    const atMonthEnd = Array.from(
      { length: 12 },
      (_, i) => since.filter((day) => Number(day.slice(5, 7)) <= i + 1).length,
    );
    expect(atMonthEnd).toEqual([0, 1, 2, 3, 4, 6, 8, 9, 11, 13, 16, 18]);
  });

  it('lets each service at level 3 be at level 2 before', () => {
    for (const { id, steps } of topServices) {
      expect(
        steps.map((s) => s.level),
        id,
      ).toEqual([2, 3]);
      expect(steps[0]!.effectiveFrom < steps[1]!.effectiveFrom, id).toBe(true);
    }
  });

  it('spreads the others near the weights of the rule, and no commune above level 2', () => {
    for (const government of ['province', 'commune'] as const) {
      const services = demo.filter((s) => s.governmentLevel === government && s.level !== 3);
      const weights = rule.weights[government];
      const total = weights.none + weights[1] + weights[2];
      for (const level of ['none', 1, 2] as const) {
        const share = services.filter((s) => (s.level ?? 'none') === level).length / services.length;
        expect(Math.abs(share - weights[level] / total), `${government} ${level}`).toBeLessThan(0.03);
      }
    }
    expect(demo.some((s) => s.governmentLevel === 'commune' && s.level === 3)).toBe(false);
  });

  it('leaves services with forms at level 1, which Art. 19.1 does not allow', () => {
    const violations = demo.filter((s) => s.level === 1 && hasForms(s));
    expect(violations.length).toBeGreaterThan(100);
    expect(violations.some((s) => s.governmentLevel === 'province')).toBe(true);
  });

  it('states only working days of 2012, in every month', () => {
    const days = new Set(demo.flatMap((s) => s.steps.map((step) => step.effectiveFrom)));
    for (const day of days) {
      const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
      expect(day.startsWith('2012-') && weekday >= 1 && weekday <= 5, day).toBe(true);
      expect(rule.closedDays).not.toContain(day);
    }
    expect(new Set([...days].map((day) => day.slice(0, 7))).size).toBe(12);
  });

  it('states facts that support exactly the level given', () => {
    for (const service of demo) {
      const { content, decisionNumber, decisionDate } = procedureOf.get(service.procedureCode)!;
      const known = factsOfProcedure(content, { number: decisionNumber, date: decisionDate });
      const { supportedLevel } = assess(scheme, effectiveFacts(known, service.facts));
      if (supportedLevel !== service.level)
        expect([service.id, supportedLevel]).toEqual([service.id, service.level]);
    }
  });

  it('holds a service without a level back by its public page alone', () => {
    const service = demo.find((s) => s.level === null)!;
    const { content, decisionNumber, decisionDate } = procedureOf.get(service.procedureCode)!;
    const known = factsOfProcedure(content, { number: decisionNumber, date: decisionDate });
    expect(assess(scheme, effectiveFacts(known, service.facts)).heldBackBy).toEqual(['publicPage']);
    expect(service.steps).toEqual([]);
  });

  it('gives demonstration reasons and addresses only', () => {
    for (const { id, facts } of demo) {
      for (const fact of Object.values(facts)) {
        if (fact.reason !== undefined) expect(fact.reason).toMatch(/^Dữ liệu minh họa/u);
        for (const url of fact.urls ?? []) expect(url.startsWith(`https://demo.invalid/${id}/`)).toBe(true);
        if (fact.receipt !== undefined) expect(fact.receipt).toMatch(/^DEMO-/u);
      }
    }
  });

  it('keeps the facts of a service small', () => {
    const sizes = demo.map((s) => Buffer.byteLength(JSON.stringify(s.facts)));
    expect(Math.max(...sizes)).toBeLessThan(1_500);
    expect(sizes.reduce((sum, size) => sum + size, 0) / sizes.length).toBeLessThan(500);
  });

  it('is the same on every run and in whatever order the services come', () => {
    const again = new Map([...demonstrate(rule, [...offered].toReversed(), procedures)].map(gist));
    expect(again).toEqual(new Map(demo.map(gist)));
  });

  it('is another one with another seed', () => {
    const others = demonstrate({ ...rule, seed: 'another' }, offered, procedures);
    const ids = [...others].filter((s) => s.level === 3).map((s) => s.id);
    expect(ids).toHaveLength(18);
    expect(ids.sort()).not.toEqual(topServices.map((s) => s.id).sort());
  });

  it('is part of the province, with the same levels, days and facts', () => {
    const small = new Map(demo.map(gist));
    let found = 0;
    let atThree = 0;
    for (const service of demonstrate(
      rule,
      offeredServices(procedures, agencies, 'province').services,
      procedures,
    )) {
      if (service.level === 3) atThree++;
      const same = small.get(service.id);
      if (same === undefined) continue;
      found++;
      if (same !== gist(service)[1]) throw new Error(`${service.id} differs`);
    }
    expect([found, atThree]).toEqual([small.size, 18]);
  });

  it('refuses a service of an unknown procedure', () => {
    const services = [{ agencyCode: 'STP', procedureCode: 'none', governmentLevel: 'province' as const }];
    expect(() => [...demonstrate(rule, services, procedures)]).toThrow(RangeError);
  });
});
