import { describe, expect, it } from 'vitest';
import {
  FINDING_STATES,
  INSPECTED_OUTCOMES,
  METHODS,
  NOTIFICATION_KINDS,
} from '../../../inspections/inspection.table.js';
import { QUEUE_REASONS } from '../../../inspections/queue-reasons.js';
import { messagesOf } from '../../messages.js';

const KEYS = [
  ...QUEUE_REASONS.map(({ code }) => `deskQueue:reason_${code}`),
  ...NOTIFICATION_KINDS.map((kind) => `deskNotifications:kind_${kind}`),
  ...FINDING_STATES.map((state) => `deskFindings:state_${state}`),
  ...INSPECTED_OUTCOMES.map((outcome) => `deskSheet:outcome_${outcome}`),
  ...METHODS.map((method) => `deskInspections:method_${method}`),
];

describe('What is data about inspections', () => {
  const messages = messagesOf();

  it.each(KEYS)('has words in both languages: %s', (key) => {
    expect(messages.vi(key)).not.toContain('⟦');
    expect(messages.en(key)).not.toContain('⟦');
  });
});
