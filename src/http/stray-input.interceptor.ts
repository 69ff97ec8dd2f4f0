import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { DESCRIPTION } from './describe.js';
import { badRequest, type Fault } from './problem.js';

/** Refuses what a route of the API has no class of inputs for: a parameter or a body that would be ignored. */
@Injectable()
export class StrayInputInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const handler = context.getHandler();
    if (Reflect.getMetadata(DESCRIPTION, handler) === undefined) return next.handle();
    const { query, body } = context.switchToHttp().getRequest<FastifyRequest>();
    const taken = placesOf(context.getClass(), handler.name);
    const faults: Fault[] = [];
    if (!taken.has(QUERY)) {
      for (const name of Object.keys(query as object))
        faults.push({ in: 'query', pointer: `/${name}`, code: 'unknown_parameter' });
    }
    if (!taken.has(BODY) && body !== null && typeof body === 'object') {
      for (const name of Object.keys(body))
        faults.push({ in: 'body', pointer: `/${name}`, code: 'unknown_field' });
    }
    if (faults.length > 0) throw badRequest(faults.slice(0, 100));
    return next.handle();
  }
}

// As Nest numbers the places of inputs.
const WHOLE_REQUEST = '0';
const BODY = '3';
const QUERY = '4';

/** Where the handler takes inputs from; one that takes the whole request may read its body by itself. */
function placesOf(controller: object, handler: string): Set<string> {
  const args = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, handler) ?? {}) as object;
  const places = new Set(Object.keys(args).map((key) => key.split(':')[0]!));
  if (places.has(WHOLE_REQUEST)) places.add(BODY);
  return places;
}
