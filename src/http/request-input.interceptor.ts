import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { PARAMTYPES_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { Reader } from '../database/reader.js';
import { type FaultyInput, type InputClass, inputWithFaults, isInputClass } from './checked-input.js';
import { DESCRIPTION, JSON_TYPE, type RouteDescription } from './describe.js';
import { FURTHER_RULES, type FurtherRules } from './further-rules.js';
import { isRefused, knownPart } from './known-input.js';
import { badRequest, type Fault, Problem } from './problem.js';

type Place = 'body' | 'query' | 'path';
interface TakenInput {
  place: Place;
  kind: InputClass | undefined;
}

/** What was checked of the requests under way, by the object that was sent. */
const inputs = new WeakMap<object, object>();

/** What a request sent, as its class has it; undefined where nothing was checked. */
export function inputOf(sent: unknown): object | undefined {
  return sent !== null && typeof sent === 'object' ? inputs.get(sent) : undefined;
}

/** What a route without a class of inputs for a place takes there: nothing. */
class Nothing {
  declare readonly none?: never;
}

/**
 * Checks address, question and body of a request together, so that all faults come at once, and refuses what a route of the
 * API has no inputs for: a parameter or a body that would be ignored.
 */
@Injectable()
export class RequestInputInterceptor implements NestInterceptor {
  private readonly taken = new WeakMap<object, TakenInput[]>();

  constructor(private readonly reader: Reader) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    await this.check(context);
    return next.handle();
  }

  private async check(context: ExecutionContext): Promise<void> {
    const handler = context.getHandler();
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (request.isMultipart() && !takesForms(handler))
      throw new Problem(415, 'media_type', { params: { expected: JSON_TYPE } });
    const { method, params, query, body } = request;
    const sent: Record<Place, unknown> = { path: params, query, body };
    const taken = this.takenBy(context.getClass(), handler);
    const faults: Fault[] = [];
    const read: Partial<Record<Place, FaultyInput>> = {};
    for (const { place, kind } of taken) {
      if (!kind || (kind === Nothing && isEmpty(sent[place]))) continue;
      // A change of nothing is a body without members; no body at all is a mistake of the program that sent it.
      if (place === 'body' && body === undefined && method === 'PATCH')
        faults.push({ in: 'body', pointer: '', code: 'not_an_object' });
      const checked = await inputWithFaults(sent[place], place, kind);
      faults.push(...checked.faults);
      read[place] = checked;
      if (sent[place] !== null && typeof sent[place] === 'object') inputs.set(sent[place], checked.input);
    }
    if (faults.length === 0) return;
    faults.push(...(await this.furtherFaults(handler, request, read)));
    throw badRequest(faults.slice(0, MOST_FAULTS));
  }

  /** What the feature's own rules find in the members that are right so far; those that are not have been told. */
  private async furtherFaults(
    handler: object,
    request: FastifyRequest,
    { body, path }: Partial<Record<Place, FaultyInput>>,
  ): Promise<Fault[]> {
    const furtherFaults = Reflect.getMetadata(FURTHER_RULES, handler) as FurtherRules | undefined;
    // Of a body that is no object nothing is known.
    if (!furtherFaults || !body || body.faults.some(({ pointer }) => pointer === '')) return [];
    const refused = refusedOf(body);
    const asked = { path: path ? knownPart(path.input, refusedOf(path)) : {}, refused, request };
    const found = await furtherFaults(this.reader, knownPart(body.input, refused), asked);
    return found.filter(({ pointer }) => !isRefused(pointer, refused));
  }

  private takenBy(controller: object & { prototype?: object }, handler: { name: string }): TakenInput[] {
    const known = this.taken.get(handler);
    if (known) return known;
    const taken = placesOf(controller, handler.name);
    const description = descriptionOf(handler);
    if (description) taken.push(...placesOfNothing(taken, description));
    this.taken.set(handler, taken);
    return taken;
  }
}

const MOST_FAULTS = 100;

function refusedOf({ faults }: FaultyInput): ReadonlySet<string> {
  return new Set(faults.map(({ pointer }) => pointer));
}

function descriptionOf(handler: object): RouteDescription | undefined {
  return Reflect.getMetadata(DESCRIPTION, handler) as RouteDescription | undefined;
}

/** Whoever does not read the parts of a form would ignore them. Forms of pages are read by their handlers. */
function takesForms(handler: object): boolean {
  const description = descriptionOf(handler);
  return !description || description.body?.['multipart/form-data'] !== undefined;
}

/** A body that the handler reads by itself is told in its description. */
function placesOfNothing(taken: TakenInput[], { body }: RouteDescription): TakenInput[] {
  const isTaken = (place: Place) => taken.some((input) => input.place === place);
  const places: Place[] = body || isTaken('body') ? [] : ['body'];
  if (!isTaken('query')) places.push('query');
  return places.map((place) => ({ place, kind: Nothing }));
}

function isEmpty(sent: unknown): boolean {
  return sent === undefined || JSON.stringify(sent) === '{}';
}

// As Nest numbers the places of inputs.
const PLACES: Record<string, Place> = { '3': 'body', '4': 'query', '5': 'path' };

/** Where the handler takes inputs from, and their classes. */
function placesOf(controller: object & { prototype?: object }, handler: string): TakenInput[] {
  const args = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, handler) ?? {}) as Record<
    string,
    { index: number }
  >;
  const types = (Reflect.getMetadata(PARAMTYPES_METADATA, controller.prototype!, handler) ?? []) as unknown[];
  return Object.entries(args).flatMap(([key, { index }]): TakenInput[] => {
    const place = PLACES[key.split(':')[0]!];
    const type = types[index];
    const kind = isInputClass(type) ? type : undefined;
    return place ? [{ place, kind }] : [];
  });
}
