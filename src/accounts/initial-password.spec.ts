import { describe, expect, it } from 'vitest';
import { isInitialPasswordOver, newInitialPassword } from './initial-password.js';
import { passwordFaults } from './password-rules.js';

const NOW = new Date('2026-03-02T02:00:00.000Z');

describe('An initial password that the system makes', () => {
  it('can be read out, is another each time, and keeps to the rules of all passwords', () => {
    const names = ['Nguyễn Thị Lan', 'STP', 'Sở Tư pháp'];
    const made = Array.from({ length: 50 }, () => newInitialPassword('lan', names, NOW).initialPassword);
    expect(new Set(made).size).toBe(50);
    for (const password of made) {
      expect(password).toMatch(/^([a-z2-7]{4}-){3}[a-z2-7]{4}$/);
      expect(passwordFaults(password, 'lan', names)).toEqual([]);
    }
  });

  it('never holds the user name, however short that is', () => {
    // Of two letters: one in eighty would by chance.
    const made = Array.from({ length: 2000 }, () => newInitialPassword('an', [], NOW).initialPassword);
    expect(made.filter((password) => password.includes('an'))).toEqual([]);
  });

  it('is good for seven days; another password without end', () => {
    const { initialPasswordUntil: until } = newInitialPassword('lan', [], NOW);
    expect(until).toBe('2026-03-09T02:00:00.000Z');
    expect(isInitialPasswordOver(until, '2026-03-09T01:59:59.999Z')).toBe(false);
    expect(isInitialPasswordOver(until, until)).toBe(true);
    expect(isInitialPasswordOver(null, '2999-01-01T00:00:00.000Z')).toBe(false);
  });
});
