import { SetMetadata } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Queries } from '../database/reader.js';
import type { Fault } from './problem.js';

export const FURTHER_RULES = 'further rules of the body';

/** What else is known of a request whose body is judged. */
export interface Asked<Path extends object = object> {
  /** Members of the address that are right. */
  path: Partial<Path>;
  /** Members of the body that are refused already: they were sent, and are not known. */
  refused: ReadonlySet<string>;
  request: FastifyRequest;
}

/** What a feature's own rules find in a body, of which only the members are given that its class has nothing against. */
export type FurtherRules<Input extends object = object, Path extends object = object> = (
  queries: Queries,
  input: Partial<Input>,
  asked: Asked<Path>,
) => Promise<Fault[]>;

/**
 * Names the rules of the use case that can be asked while something of the request is refused, so that all faults are told at
 * once. They are asked only then: a request that is right is judged by the use case itself.
 */
export const AlsoTells = <Input extends object, Path extends object = object>(
  rules: FurtherRules<Input, Path>,
): MethodDecorator => SetMetadata(FURTHER_RULES, rules);
