import { SetMetadata } from '@nestjs/common';
import type { Queries } from '../database/reader.js';
import type { Fault } from './problem.js';

export const FURTHER_RULES = 'further rules of the body';

/** What a feature's own rules find in a body, of which only the members are given that its class has nothing against. */
export type FurtherRules<Input extends object = object> = (
  queries: Queries,
  input: Partial<Input>,
) => Promise<Fault[]>;

/**
 * Names the rules of the use case that can be asked while the class of the body refuses some members, so that all faults are
 * told at once. They are asked only then: a body that is right is judged by the use case itself.
 */
export const AlsoTells = <Input extends object>(rules: FurtherRules<Input>): MethodDecorator =>
  SetMetadata(FURTHER_RULES, rules);
