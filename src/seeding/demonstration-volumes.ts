import type { ChannelVolume } from '../domain/case-volumes.js';
import { seededFraction } from './seeded-draw.js';

/** Some hundred dossiers in person and far fewer online: round orders of size, and no count of any agency. */
export function demonstrationVolumes(seed: string, serviceId: string): ChannelVolume[] {
  const draw = (what: string) => seededFraction(seed, `volumes-${what}`, serviceId);
  const online = 5 + Math.floor(60 * draw('online'));
  const inPerson = 100 + Math.floor(700 * draw('in-person'));
  return [
    { channel: 'online', ...handled(online, draw('online-resolved'), draw('online-on-time')) },
    { channel: 'in_person', ...handled(inPerson, draw('resolved'), draw('on-time')) },
  ];
}

/** Nine to ten tenths resolved, and as many of those on time. */
function handled(received: number, resolvedShare: number, onTimeShare: number) {
  const resolved = Math.floor(received * (0.9 + 0.1 * resolvedShare));
  return { received, resolved, onTime: Math.floor(resolved * (0.9 + 0.1 * onTimeShare)) };
}
