import { periodSpan, type VolumeChannel } from '../../domain/case-volumes.js';
import { DOSSIERS_AT_MOST } from '../../public-services/volumes/check-volumes.js';
import type { VolumeField } from '../reading/import-fields.js';
import type { KnownAgency, KnownProcedure } from '../rows/catalogue-index.query.js';
import type { RowIssues } from '../rows/issue.js';
import type { Values } from '../rows/row-cells.js';
import {
  agencyColumn,
  agencyMeant,
  agencyNamed,
  procedureByCode,
  procedureNamed,
  type ReadingContext,
  requireReach,
} from '../rows/service-named.js';
import { readChannel, readCount, readPeriod } from './volume-values.js';

export type VolumeValues = Values<VolumeField>;
type FigureField = 'received' | 'resolved' | 'on_time';

/** What one row states of a service, a period and a channel. A figure of an empty cell is null and changes nothing. */
export interface StatedVolume {
  row: number;
  serviceId: string;
  /** The column that says which service is meant. */
  namedBy: VolumeField;
  period: string;
  channel: VolumeChannel;
  received: number | null;
  resolved: number | null;
  onTime: number | null;
  issues: RowIssues;
}

/** @returns null where the row has errors; all of them are in `issues` */
export function readVolume(
  values: VolumeValues,
  issues: RowIssues,
  context: ReadingContext,
): StatedVolume | null {
  const serviceId =
    values.service_id === '' ? serviceNamed(values, issues, context) : serviceOfId(values, issues, context);
  const period = periodOf(values, issues, context);
  const channel = readChannel(values.channel);
  if (channel === null) issues.error('channel', 'bad_channel');
  const received = figure('received', values, issues);
  const resolved = figure('resolved', values, issues);
  const onTime = figure('on_time', values, issues);
  if (serviceId === null || period === null || channel === null || issues.hasErrors) return null;
  const namedBy = (['service_id', 'procedure_code', 'procedure_name'] as const).find(
    (field) => values[field] !== '',
  )!;
  return { row: issues.row, serviceId, namedBy, period, channel, received, resolved, onTime, issues };
}

function serviceNamed(values: VolumeValues, issues: RowIssues, context: ReadingContext): string | null {
  const procedure = procedureNamed(values, issues, context.index);
  const agency = agencyNamed(values, issues, context);
  if (agency) requireReach(agency, agencyColumn(values), issues, context);
  return procedure && agency && idOf(agency, procedure);
}

/** `STP~1.001193`; the other columns may say the same in words, and nothing else. */
function serviceOfId(values: VolumeValues, issues: RowIssues, context: ReadingContext): string | null {
  const [agencyCode = '', procedureCode = '', ...more] = values.service_id
    .split('~')
    .map((part) => part.trim());
  if (agencyCode === '' || procedureCode === '' || more.length > 0) {
    issues.error('service_id', 'bad_service_id');
    return null;
  }
  const agency = agencyMeant('service_id', agencyCode, issues, context.index);
  const procedure = procedureByCode('service_id', procedureCode, issues, context.index);
  if (agency) requireReach(agency, 'service_id', issues, context);
  if (!agency || !procedure) return null;
  const id = idOf(agency, procedure);
  const namesProcedure = values.procedure_code !== '' || values.procedure_name !== '';
  const otherProcedure = namesProcedure ? procedureNamed(values, issues, context.index) : procedure;
  const namesAgency = values.agency_code !== '' || values.agency_name !== '';
  const otherAgency = namesAgency ? agencyNamed(values, issues, context) : agency;
  if (otherProcedure && otherAgency && idOf(otherAgency, otherProcedure) !== id)
    issues.error('service_id', 'service_contradicts', { other: idOf(otherAgency, otherProcedure) });
  return id;
}

const idOf = (agency: KnownAgency, procedure: KnownProcedure): string => `${agency.code}~${procedure.code}`;

function periodOf(
  { period: text }: VolumeValues,
  issues: RowIssues,
  { today }: ReadingContext,
): string | null {
  const read = readPeriod(text);
  if (!read) {
    issues.error('period', 'bad_period');
    return null;
  }
  const { from } = periodSpan(read.value)!;
  if (from > today) issues.error('period', 'period_not_begun', { period: read.value, from });
  else if (read.isGuess) issues.guess('period', 'period_guessed', { period: read.value });
  return read.value;
}

function figure(field: FigureField, values: VolumeValues, issues: RowIssues): number | null {
  const text = values[field];
  if (text === '') return null;
  const read = readCount(text);
  if (!read || read.value > DOSSIERS_AT_MOST) {
    issues.error(field, 'bad_count', { max: DOSSIERS_AT_MOST });
    return null;
  }
  if (read.isGuess) issues.guess(field, 'count_guessed', { count: read.value });
  return read.value;
}
