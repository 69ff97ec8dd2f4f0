import { createHash } from 'node:crypto';

/** What the draw rests on besides the population: both are told to everybody. */
export interface DrawKey {
  seed: string;
  /** SHA-256 of the published list that the population was taken from. */
  checksum: string;
}

export interface DrawnService {
  serviceId: string;
  /** Place in the order of the draw, from 1. */
  place: number;
  /** The number that put it there. */
  ticket: string;
}

/** `printf '%s\n%s\n%s' SEED CHECKSUM SERVICE | sha256sum` */
export function ticketOf({ seed, checksum }: DrawKey, serviceId: string): string {
  return createHash('sha256').update(`${seed}\n${checksum}\n${serviceId}`, 'utf8').digest('hex');
}

/**
 * The services with the smallest tickets, smallest first. The order in which they are given plays no part, nor does any
 * database's or language's idea of sorting: tickets are hexadecimal, and a program in any language finds the same.
 */
export function draw(key: DrawKey, serviceIds: readonly string[], size: number): DrawnService[] {
  return serviceIds
    .map((serviceId) => ({ serviceId, ticket: ticketOf(key, serviceId) }))
    .sort((a, b) => (a.ticket < b.ticket ? -1 : 1))
    .slice(0, size)
    .map(({ serviceId, ticket }, i) => ({ serviceId, place: i + 1, ticket }));
}
