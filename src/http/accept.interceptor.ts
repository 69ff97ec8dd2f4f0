import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { acceptedType } from './accepted-type.js';
import { answerTypes, DESCRIPTION, type RouteDescription } from './describe.js';
import { Problem } from './problem.js';

/** Refuses, before anything is done, a request whose `Accept` takes no type that its route answers with (RFC 9110, 15.5.7). */
@Injectable()
export class AcceptInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { accept } = context.switchToHttp().getRequest<FastifyRequest>().headers;
    if (accept === undefined || accept === '*/*') return next.handle();
    const description = this.reflector.get<RouteDescription | undefined>(DESCRIPTION, context.getHandler());
    const offers = description ? answerTypes(description) : [];
    if (offers.length > 0 && acceptedType(accept, offers) === undefined) {
      throw new Problem(406, 'not_acceptable', {
        params: { offered: offers.join(', ') },
        headers: { vary: 'Accept' },
      });
    }
    return next.handle();
  }
}
