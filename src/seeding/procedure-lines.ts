import type {
  Channel,
  ChannelKind,
  DossierComponent,
  FeeKind,
  GovernmentLevel,
  ProcedureContent,
  ProcedureResult,
  TimeUnit,
} from '../domain/procedure-content.js';
import type { SeedPlace } from './seed-faults.js';
import { SeedRecord } from './seed-record.js';

export interface SeedProcedure {
  code: string;
  content: ProcedureContent;
  decisionNumber: string | null;
  /** `null` where no source gives it. */
  decisionDate: string | null;
  /** Code of the provincial agency that would offer it in 2012, as suggested; the agency may not exist. */
  offeredBy: string | null;
}

const CHANNELS: readonly ChannelKind[] = ['in_person', 'online', 'post'];
const TIME_UNITS: readonly TimeUnit[] = ['working_day', 'day', 'hour', 'month'];
const FEE_KINDS: readonly FeeKind[] = ['free', 'amount', 'unstated', 'unparsed'];
const GOVERNMENT_LEVELS: readonly GovernmentLevel[] = [
  'ministry',
  'province',
  'district',
  'commune',
  'other',
];

/** What one line of a procedures file is held against. */
export interface KnownCodes {
  fields: ReadonlySet<string>;
  /** Procedure codes read so far, over all files, each with the place where it came first. */
  procedures: Map<string, string>;
}

/** One procedure a line, as JSON. */
export function parseProcedures(text: string, file: SeedPlace, known: KnownCodes): SeedProcedure[] {
  const procedures: SeedProcedure[] = [];
  text.split('\n').forEach((line, i) => {
    if (line === '') return;
    const place = file.at(i + 1);
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch (error) {
      place.fault('malformed', `not JSON: ${(error as Error).message}`);
      return;
    }
    procedures.push(procedureOf(SeedRecord.of(place, value), known));
  });
  return procedures;
}

function procedureOf(record: SeedRecord, known: KnownCodes): SeedProcedure {
  const code = record.text('code');
  record.place.unique('code', code, known.procedures);
  const content = contentOf(record);
  if (content.fieldCode !== '') record.place.known('fieldCode', content.fieldCode, known.fields);
  const procedure: SeedProcedure = {
    code,
    content,
    decisionNumber: record.textOrNull('decisionNumber'),
    decisionDate: record.dayOrNull('decisionDate'),
    offeredBy: record.textOrNull('offeredBy'),
  };
  record.nothingElse();
  return procedure;
}

function contentOf(record: SeedRecord): ProcedureContent {
  return {
    name: record.text('name'),
    nameEn: record.textOrNull('nameEn'),
    fieldCode: record.text('fieldCode'),
    steps: record.textOrHeldElsewhere('steps'),
    requirements: record.textOrHeldElsewhere('requirements'),
    subjects: record.texts('subjects'),
    channels: record.children('channels').map(channelOf),
    components: record.children('components').map(componentOf),
    dossierSets: record.wholeOrNull('dossierSets'),
    legalBasis: record.texts('legalBasis'),
    results: record.children('results').map(resultOf),
    competentAuthority: record.textOrNull('competentAuthority'),
    implementingAgency: record.textOrNull('implementingAgency'),
    receivingAddress: record.textOrNull('receivingAddress'),
    procedureType: record.textOrNull('procedureType'),
    levels: levelsOf(record),
    source: sourceOf(record.child('source')),
  };
}

function levelsOf(record: SeedRecord): GovernmentLevel[] {
  const levels = record.texts('levels');
  if (levels.length === 0) record.place.fault('missing', 'levels is empty');
  return levels.map((level) => record.place.oneOf('levels', level, GOVERNMENT_LEVELS));
}

function channelOf(record: SeedRecord): Channel {
  const channel: Channel = {
    channel: record.oneOf('channel', CHANNELS),
    timeValue: record.numberOrNull('timeValue'),
    timeUnit: record.oneOfOrNull('timeUnit', TIME_UNITS),
    feeKind: record.oneOf('feeKind', FEE_KINDS),
    feeAmount: record.numberOrNull('feeAmount'),
    currency: record.textOrNull('currency'),
  };
  if ((channel.timeValue === null) !== (channel.timeUnit === null)) {
    record.place.fault('bad_value', 'channels: a time value without its unit, or a unit without its value');
  }
  const hasAmount = channel.feeAmount !== null && channel.currency !== null;
  if (hasAmount !== (channel.feeKind === 'amount')) {
    record.place.fault(
      'bad_value',
      'channels: fee amount and currency go with fee kind amount, and only with it',
    );
  }
  record.nothingElse();
  return channel;
}

function componentOf(record: SeedRecord): DossierComponent {
  const component = {
    name: record.text('name'),
    originals: record.number('originals'),
    copies: record.number('copies'),
    hasForm: record.flag('hasForm'),
  };
  record.nothingElse();
  return component;
}

function resultOf(record: SeedRecord): ProcedureResult {
  const result = { name: record.text('name'), code: record.textOrNull('code') };
  record.nothingElse();
  return result;
}

function sourceOf(record: SeedRecord): NonNullable<ProcedureContent['source']> {
  const source = {
    text: record.text('text'),
    url: record.textOrNull('url'),
    asOf: record.textOrNull('asOf'),
  };
  record.nothingElse();
  return source;
}
