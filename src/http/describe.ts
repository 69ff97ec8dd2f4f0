import { SetMetadata } from '@nestjs/common';

/** A JSON Schema (2020-12), as in OpenAPI 3.1. */
export type JsonSchema = { [key: string]: unknown };

/** What the OpenAPI document says of a route beyond its path and inputs, which are read from the code. */
export interface RouteDescription {
  /** One line, as a sentence without a full stop. */
  summary: string;
  /** Sentences that help to use it, beyond what the code says: access, conditions, paging and formats are told anyway. */
  more?: string;
  tag: string;
  /** Answers with success: schema by status; `null`: no body. Answers that are not JSON name their media types. */
  answers: Record<number, JsonSchema | null | { mediaType: string | readonly string[] }>;
  /** Bodies that are not read by a class of inputs: schema by media type. */
  body?: Record<string, JsonSchema>;
  /** Statuses of problems beyond those that follow from the route's inputs and access rule. */
  problems?: number[];
  /** The route takes `If-Match` (`required`), or may (`optional`). */
  ifMatch?: 'required' | 'optional';
  /** Examples of path parameters that exist in the demonstration catalogue. */
  examples?: Record<string, string>;
}

export const JSON_TYPE = 'application/json';

/** The media types that a route answers success with; none where it answers without a body. */
export function answerTypes({ answers }: Pick<RouteDescription, 'answers'>): string[] {
  return [...new Set(Object.values(answers).flatMap((answer) => (answer === null ? [] : typesOf(answer))))];
}

/** A schema has no member `mediaType` of these types. */
export function isOtherType(
  answer: JsonSchema | { mediaType: string | readonly string[] },
): answer is { mediaType: string | readonly string[] } {
  const { mediaType } = answer;
  return typeof mediaType === 'string' || Array.isArray(mediaType);
}

function typesOf(answer: JsonSchema | { mediaType: string | readonly string[] }): string[] {
  return isOtherType(answer) ? [answer.mediaType].flat() : [JSON_TYPE];
}

export const DESCRIPTION = 'route description';

/** Describes a route for the OpenAPI document. */
export const Describe = (description: RouteDescription): MethodDecorator =>
  SetMetadata(DESCRIPTION, description);

export const SECRETS = 'holds secrets';

/** The request or its answer holds a secret: what is kept of it under an `Idempotency-Key` opens for the same credentials only. */
export const HoldsSecrets = (): MethodDecorator => SetMetadata(SECRETS, true);
