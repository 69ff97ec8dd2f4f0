import 'reflect-metadata';
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { ACCESS } from '../accounts/access.guard.js';
import type { AccessRuleId } from '../accounts/access-rules.js';
import { DESCRIPTION, type RouteDescription } from '../http/describe.js';
import type { InputClass } from './input-schema.js';

/** A route as the code has it. */
export interface DocumentedRoute {
  /** `servicesList` */
  id: string;
  method: string;
  /** As in OpenAPI: `/api/v1/services/{id}` */
  path: string;
  access: AccessRuleId;
  description: RouteDescription;
  body?: InputClass;
  query?: InputClass;
  pathInput?: InputClass;
}

type Handler = (...args: unknown[]) => unknown;
export type ControllerClass = new (...args: never[]) => object;

/** Places of inputs, as Nest numbers them in its metadata. */
const PLACES: Record<string, 'body' | 'query' | 'pathInput'> = { 3: 'body', 4: 'query', 5: 'pathInput' };

/**
 * The routes of a controller that belong to the API.
 * @throws Error where one of them is not described or takes an input without a class
 */
export function routesOf(controller: ControllerClass): DocumentedRoute[] {
  const prototype = controller.prototype as Record<string, Handler>;
  return Object.getOwnPropertyNames(prototype).flatMap((name) => {
    const handler = prototype[name];
    if (name === 'constructor' || typeof handler !== 'function') return [];
    const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
    if (method === undefined) return [];
    const description = Reflect.getMetadata(DESCRIPTION, handler) as RouteDescription | undefined;
    const paths = pathsOf(controller).flatMap((base) => pathsOf(handler).map((end) => joined(base, end)));
    const place = `${controller.name}.${name}`;
    if (!description) {
      if (paths.some((path) => path.startsWith('/api/'))) throw new Error(`${place} is not described`);
      return [];
    }
    const access = (Reflect.getMetadata(ACCESS, handler) ?? Reflect.getMetadata(ACCESS, controller)) as
      AccessRuleId | undefined;
    if (!access) throw new Error(`${place} names no access rule`);
    const inputs = inputsOf(controller, name, description);
    return paths.map((path, i) => ({
      id: `${idOf(controller)}${capitalised(name)}${i === 0 ? '' : i + 1}`,
      method: RequestMethod[method].toLowerCase(),
      path,
      access,
      description,
      ...inputs,
    }));
  });
}

function inputsOf(
  controller: ControllerClass,
  name: string,
  description: RouteDescription,
): Pick<DocumentedRoute, 'body' | 'query' | 'pathInput'> {
  const types = Reflect.getMetadata('design:paramtypes', controller.prototype, name) as unknown[];
  const args = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, name) ?? {}) as Record<
    string,
    { index: number }
  >;
  const inputs: Pick<DocumentedRoute, 'body' | 'query' | 'pathInput'> = {};
  for (const [key, { index }] of Object.entries(args)) {
    const place = PLACES[key.split(':')[0]!];
    if (!place) continue;
    const type = types[index];
    const isClass =
      typeof type === 'function' && ![Object, String, Number, Boolean, Array].includes(type as never);
    if (isClass) inputs[place] = type as InputClass;
    else if (place !== 'body' || !description.body)
      throw new Error(`${controller.name}.${name} takes its ${place} without a class of inputs`);
  }
  return inputs;
}

function pathsOf(of: ControllerClass | Handler): string[] {
  return [(Reflect.getMetadata(PATH_METADATA, of) ?? '') as string | string[]].flat();
}

function joined(base: string, end: string): string {
  const path = `/${base}/${end}`.replace(/\/{2,}/g, '/').replace(/(.)\/$/, '$1');
  return path.replace(/:(\w+)/g, '{$1}');
}

function idOf({ name }: ControllerClass): string {
  const short = name.replace(/Controller$/, '');
  return short[0]!.toLowerCase() + short.slice(1);
}

function capitalised(name: string): string {
  return name[0]!.toUpperCase() + name.slice(1);
}
