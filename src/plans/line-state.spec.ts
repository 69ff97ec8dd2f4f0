import { describe, expect, it } from 'vitest';
import { judgeLine, type LineProgress } from './line-state.js';

/** A line of 2026 to reach 24 by the year's end, seen on 2 July, half the year gone. */
const line = (change: Partial<LineProgress> = {}): LineProgress => ({
  target: 24,
  dueDate: '2026-12-31',
  stated: null,
  counted: 12,
  countedAtStart: 0,
  start: '2026-01-01',
  asOf: '2026-07-02',
  today: '2026-07-02',
  ...change,
});

describe('A plan line', () => {
  it('that cannot be counted is not judged', () => {
    expect(judgeLine(line({ target: null })).state).toBe('not_measurable');
    expect(judgeLine(line({ dueDate: null })).state).toBe('not_measurable');
  });

  it('is on track or late by the pace so far, and says both paces', () => {
    const onTrack = judgeLine(line());
    expect(onTrack).toMatchObject({ state: 'on_track', stateBasis: 'catalogue' });
    expect(onTrack.forecast).toMatchObject({
      paceSoFar: 2.01,
      paceNeeded: 2.01,
      expected: 24,
      reaches: true,
    });
    const late = judgeLine(line({ counted: 11 }));
    expect(late.state).toBe('late');
    expect(late.forecast).toMatchObject({ paceNeeded: 2.17, expected: 22, reaches: false });
  });

  it('does not take for pace what was there before the year began', () => {
    expect(judgeLine(line({ countedAtStart: 12 })).forecast).toMatchObject({ paceSoFar: 0, expected: 12 });
  });

  it('has no forecast before its year has begun', () => {
    const judged = judgeLine(line({ asOf: '2025-12-01', today: '2025-12-01' }));
    expect(judged).toMatchObject({ state: 'on_track', forecast: null });
  });

  it('is met as soon as the target is reached, and missed when the day has passed without', () => {
    expect(judgeLine(line({ counted: 24 })).state).toBe('met');
    const after = { today: '2027-01-05', asOf: '2026-12-31' };
    expect(judgeLine(line({ ...after, counted: 23 }))).toMatchObject({ state: 'missed', forecast: null });
    expect(judgeLine(line({ ...after, counted: 24 })).state).toBe('met');
  });

  it('is judged by what the report stated, where it stated something', () => {
    const after = { today: '2027-01-05', asOf: '2026-12-31' };
    expect(judgeLine(line({ ...after, stated: 24, counted: 3 }))).toMatchObject({
      state: 'met',
      stateBasis: 'stated',
    });
    expect(judgeLine(line({ ...after, stated: 20, counted: 30 }))).toMatchObject({
      state: 'missed',
      stateBasis: 'stated',
    });
  });
});
