import { SEALED, table } from '../database/table.js';
import type { Confidence } from '../domain/sampling/sample-size.js';

/** By what a population is divided before it is drawn from. */
export const STRATA = ['none', 'agency', 'level', 'field', 'level-of-government'] as const;
export type StrataBy = (typeof STRATA)[number];

export interface CampaignRow {
  /** `{year}-{no}` */
  id: string;
  name: string;
  purpose: string | null;
  state: 'open' | 'closed';
  dueDate: string | null;
  /** JSON of the filter of the list of services that says what the population is. */
  filter: string;
  /** The day of the list, and the knowledge of it, that the population was taken from. */
  asOf: string;
  knownAt: string;
  /** Of the whole published list of that day. */
  listCount: number;
  listSha256: string;
  strataBy: StrataBy;
  /** Decimal numbers as text. */
  marginOfError: string;
  confidence: Confidence;
  expectedRate: string;
  seed: string;
  /** 1 where a person chose the seed. */
  seedGiven: number;
  /** How many the margin asks for, before every stratum has its least. */
  wanted: number;
  /** Services of the filter that are not in the population, since nothing is declared that could be inspected. */
  notDeclared: number;
  populationSha256: string;
  createdBy: string;
  drawnAt: string;
  closedAt: string | null;
  closedBy: string | null;
  /** JSON of the result as it stood at closing. */
  result: string | null;
}

export interface CampaignStratumRow {
  campaignId: string;
  stratum: string;
  name: string | null;
  population: number;
  sample: number;
  /** JSON list of all its services: the population as it was drawn from. */
  services: string;
}

export interface CampaignDrawRow {
  campaignId: string;
  stratum: string;
  /** In the order of the stratum’s draw, from 1. */
  place: number;
  serviceId: string;
  ticket: string;
  /** On the day of the population. */
  declaredLevel: number;
}

export const CampaignTable = table<CampaignRow>('campaign', SEALED, {
  id: 'text pk',
  name: 'text',
  purpose: 'text?',
  state: 'text',
  dueDate: 'text?',
  filter: 'text',
  asOf: 'text',
  knownAt: 'text',
  listCount: 'int',
  listSha256: 'text',
  strataBy: 'text',
  marginOfError: 'text',
  confidence: 'int',
  expectedRate: 'text',
  seed: 'text',
  seedGiven: 'int',
  wanted: 'int',
  notDeclared: 'int',
  populationSha256: 'text',
  createdBy: 'text',
  drawnAt: 'text',
  closedAt: 'text?',
  closedBy: 'text?',
  result: 'text?',
});

export const CampaignStratumTable = table<CampaignStratumRow>('campaign_stratum', SEALED, {
  campaignId: 'text pk',
  stratum: 'text pk',
  name: 'text?',
  population: 'int',
  sample: 'int',
  services: 'text',
});

export const CampaignDrawTable = table<CampaignDrawRow>('campaign_draw', SEALED, {
  campaignId: 'text pk',
  stratum: 'text pk',
  place: 'int pk',
  serviceId: 'text',
  ticket: 'text',
  declaredLevel: 'int',
});
