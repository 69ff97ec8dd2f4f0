import { createHash } from 'node:crypto';
import type { Catalogue } from './catalogue.js';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

interface Listed {
  id: string;
  agency: { code: string };
  field: { code: string };
  declaredLevel: number | null;
}

/**
 * Draws a closed campaign again as docs/campaigns.md tells anybody to: from public answers alone, with nothing of ours.
 * @returns lines `stratum,place,service`
 */
export async function redrawnByAnybody(catalogue: Catalogue, id: string): Promise<string[]> {
  const get = async (path: string) => (await catalogue.http().get(path).expect(200)).body;
  const campaign = await get(`/api/v1/campaigns/${id}`);
  const { filter, asOf, knownAt } = campaign.population;
  const listed: Listed[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const question = new URLSearchParams({
      ...filter,
      asOf,
      knownAt,
      limit: '500',
      ...(cursor && { cursor }),
    });
    const page: { items: Listed[]; next: string | null } = await get(
      `/api/v1/services?${question.toString()}`,
    );
    listed.push(...page.items);
    cursor = page.next;
  }
  const { sha256: checksum } = await get(campaign.list.check);
  if (checksum !== campaign.list.sha256) throw new Error('This is not the list that was drawn from');
  const keyOf: Record<string, (service: Listed) => string> = {
    none: () => 'all',
    agency: ({ agency }) => agency.code,
    level: ({ declaredLevel }) => String(declaredLevel),
    field: ({ field }) => field.code,
  };
  const strata = new Map<string, string[]>();
  for (const service of listed.filter(({ declaredLevel }) => declaredLevel !== null)) {
    const key = keyOf[campaign.design.strata]!(service);
    strata.set(key, [...(strata.get(key) ?? []), service.id]);
  }
  const lines: string[] = [];
  for (const { key, sample, population } of campaign.strata as {
    key: string;
    sample: number;
    population: number;
  }[]) {
    const services = strata.get(key)!;
    if (services.length !== population) throw new Error(`Stratum ${key} has ${services.length} services`);
    const ticket = (service: string) => sha256(`${campaign.seed}\n${checksum}\n${service}`);
    const order = services.map((service) => `${ticket(service)} ${service}`).sort();
    for (let place = 1; place <= sample; place += 1)
      lines.push(`${key},${place},${order[place - 1]!.split(' ')[1]}`);
  }
  return lines;
}
