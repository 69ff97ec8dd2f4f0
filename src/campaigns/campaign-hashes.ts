import { createHash } from 'node:crypto';

/** SHA-256 over a line `stratum,service` for each service, in byte order of strata and ids, each line with its line feed. */
export function populationHash(strata: readonly { key: string; services: readonly string[] }[]): string {
  const hash = createHash('sha256');
  for (const { key, services } of strata) {
    for (const service of services) hash.update(`${key},${service}\n`);
  }
  return hash.digest('hex');
}

export interface DrawLine {
  stratum: string;
  place: number;
  serviceId: string;
}

/** SHA-256 over a line `stratum,place,service` for each drawn service, in byte order of strata and by place. */
export function drawHash(lines: readonly DrawLine[]): string {
  const text = lines.map(({ stratum, place, serviceId }) => `${stratum},${place},${serviceId}\n`).join('');
  return createHash('sha256').update(text).digest('hex');
}
