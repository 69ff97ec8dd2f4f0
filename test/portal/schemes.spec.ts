import { expect, it } from 'vitest';
import { onBothDatabases } from '../support/catalogue.js';

onBothDatabases(
  'The level schemes',
  async () => undefined,
  (catalogue) => {
    it('are data: criteria in two languages, each with its level, its fact and how to mend it', async () => {
      const { body } = await catalogue().http().get('/api/v1/schemes').expect(200);
      expect(body.items.map(({ id }: { id: string }) => id)).toEqual([
        'egov-benchmark',
        'nd42-2022',
        'nd43-2011',
        'ozg-1.1',
      ]);
      const own = await catalogue().http().get('/api/v1/schemes/nd43-2011').expect(200);
      expect(own.body.criteria).toHaveLength(20);
      for (const { title, howToMend } of own.body.criteria) {
        expect([title.vi, title.en, howToMend.vi, howToMend.en].every(Boolean)).toBe(true);
      }
    });

    it('are asked for by id', () => catalogue().http().get('/api/v1/schemes/nd44').expect(404));
  },
);
