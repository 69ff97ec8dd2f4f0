import { type ChannelVolume, VOLUME_CHANNELS, type VolumeChannel } from '../../domain/case-volumes.js';
import type { Fault } from '../../http/problem.js';

/** More than any agency of the province receives of one procedure in a year, so that a slip of the hand is told. */
export const DOSSIERS_AT_MOST = 10_000_000;

const MEMBERS = ['channel', 'received', 'resolved', 'onTime'];

/**
 * Reads the channels of one period from a JSON body; every fault at once, each with its pointer.
 * @returns channels in the order of VOLUME_CHANNELS; to be used only where there are no faults
 */
export function checkVolumes(body: unknown): { channels: ChannelVolume[]; faults: Fault[] } {
  const faults: Fault[] = [];
  const refuse = (pointer: string, code: Fault['code'], params?: Fault['params']) =>
    faults.push({ in: 'body', pointer, code, ...(params ? { params } : {}) });
  if (!Array.isArray(body) || body.length > VOLUME_CHANNELS.length) {
    refuse('', 'not_a_list', { max: VOLUME_CHANNELS.length });
    return { channels: [], faults };
  }
  const channels: ChannelVolume[] = [];
  for (const [i, item] of (body as unknown[]).entries()) {
    if (item === null || typeof item !== 'object' || Array.isArray(item)) {
      refuse(`/${i}`, 'not_an_object');
      continue;
    }
    const stated = item as Record<string, unknown>;
    for (const name of Object.keys(stated).filter((member) => !MEMBERS.includes(member)))
      refuse(`/${i}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, 'unknown_field');
    const channel = VOLUME_CHANNELS.find((one) => one === stated['channel']);
    if (stated['channel'] === undefined) refuse(`/${i}/channel`, 'required');
    else if (!channel) refuse(`/${i}/channel`, 'not_one_of', { allowed: VOLUME_CHANNELS.join(', ') });
    else if (channels.some((one) => one.channel === channel)) refuse(`/${i}/channel`, 'channel_twice');
    const figure = (name: 'received' | 'resolved' | 'onTime'): number | null => {
      const value = stated[name] ?? null;
      const isFigure =
        value === null ||
        (Number.isInteger(value) && Number(value) >= 0 && Number(value) <= DOSSIERS_AT_MOST);
      const code = Number.isInteger(value) ? 'integer_out_of_range' : 'not_integer';
      if (!isFigure) refuse(`/${i}/${name}`, code, { min: 0, max: DOSSIERS_AT_MOST });
      return isFigure ? (value as number | null) : null;
    };
    const volume = { received: figure('received'), resolved: figure('resolved'), onTime: figure('onTime') };
    const isGiven = (name: string) => (stated[name] ?? null) !== null;
    if (!isGiven('received')) refuse(`/${i}/received`, 'required');
    if (isGiven('onTime') && !isGiven('resolved')) refuse(`/${i}/resolved`, 'required');
    if (volume.onTime !== null && volume.resolved !== null && volume.onTime > volume.resolved)
      refuse(`/${i}/onTime`, 'on_time_above_resolved', { resolved: volume.resolved });
    channels.push({ ...volume, channel: channel as VolumeChannel, received: volume.received ?? 0 });
  }
  channels.sort((a, b) => VOLUME_CHANNELS.indexOf(a.channel) - VOLUME_CHANNELS.indexOf(b.channel));
  return { channels, faults };
}
