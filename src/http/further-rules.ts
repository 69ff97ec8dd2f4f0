import { SetMetadata } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Queries } from '../database/reader.js';
import type { Known } from './known-input.js';
import type { Fault } from './problem.js';

export const FURTHER_RULES = 'further rules of the body';

/** What else is known of a request whose body is judged. */
export interface Asked<Path extends object = object> {
  /** Members of the address that are right. */
  path: Partial<Path>;
  /** Pointers to what is refused of the body already: it was sent, and is not known. */
  refused: ReadonlySet<string>;
  request: FastifyRequest;
}

/** What a feature's own rules find in a body, of which only that is given which its class has nothing against. */
export type FurtherRules<Input extends object = object, Path extends object = object> = (
  queries: Queries,
  input: Known<Input>,
  asked: Asked<Path>,
) => Promise<Fault[]>;

/**
 * Names the rules of the use case that can be asked while something of the request is refused, so that all faults are told at
 * once. They are asked only then: a request that is right is judged by the use case itself.
 */
export const AlsoTells = <Input extends object, Path extends object = object>(
  rules: FurtherRules<Input, Path>,
): MethodDecorator => SetMetadata(FURTHER_RULES, rules);
