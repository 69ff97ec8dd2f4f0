import type { ChangedPart } from '../../domain/procedure-changes.js';
import type { Channel, DossierComponent } from '../../domain/procedure-content.js';

/** Words of the page’s language. */
type Words = (key: string, values?: Record<string, unknown>) => string;

/** A part of a procedure in lines for people; none where nothing is stated. */
export function partLines(part: ChangedPart['part'], value: unknown, t: Words): string[] {
  if (value === null) return [];
  if (value === true) return [t('service:atSource')];
  if (part === 'channels') return (value as Channel[]).map((channel) => channelLine(channel, t));
  if (part === 'components') return (value as DossierComponent[]).map((paper) => paperLine(paper, t));
  if (Array.isArray(value))
    return value.map((item) => (typeof item === 'object' ? named(item) : String(item)));
  if (typeof value !== 'object') return [String(value)];
  return Object.values(value)
    .filter((one) => one !== null)
    .map(String);
}

function named(item: unknown): string {
  const { name, code } = item as { name: string; code: string | null };
  return code === null ? name : `${name} (${code})`;
}

function channelLine(
  { channel, timeValue, timeUnit, feeKind, feeAmount, currency }: Channel,
  t: Words,
): string {
  const words = [t(`service:channel_${channel}`)];
  if (timeValue !== null && timeUnit !== null)
    words.push(t(`service:time_${timeUnit}`, { count: timeValue }));
  if (feeKind === 'free') words.push(t('service:free'));
  if (feeKind === 'amount') words.push(`${feeAmount ?? ''} ${currency ?? ''}`.trim());
  return words.join(' · ');
}

function paperLine({ name, originals, copies, hasForm }: DossierComponent, t: Words): string {
  const words = [name, `${t('service:originals')}: ${originals}`, `${t('service:copies')}: ${copies}`];
  return [...words, ...(hasForm ? [t('service:hasForm')] : [])].join(' · ');
}
