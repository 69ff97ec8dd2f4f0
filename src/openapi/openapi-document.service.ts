import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { JsonSchema } from '../http/describe.js';
import { PublicUrl } from '../http/public-url.js';
import { aboutTheApi, type Info, TAG_TEXTS, thisServer } from './about-the-api.js';
import { Components } from './components.js';
import { type ControllerClass, routesOf } from './documented-route.js';
import { operationOf } from './operation.js';
import type { Method, PathItem } from './path-items.js';
import { HEADERS, PARAMETERS, SECURITY_SCHEMES } from './shared-components.js';

/** The document, as far as its readers here look into it. */
export interface OpenApi {
  openapi: string;
  info: Info;
  servers: JsonSchema[];
  tags: { name: string; description?: string }[];
  paths: Record<string, PathItem>;
  components: Record<string, Record<string, JsonSchema>>;
}

/** The OpenAPI document, made from the controllers that run: it cannot say what the code does not do. */
@Injectable()
export class OpenApiDocument {
  private made: OpenApi | undefined;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly publicUrl: PublicUrl,
  ) {}

  /** @throws Error where a route is not described, or two schemas bear one title */
  get document(): OpenApi {
    return (this.made ??= this.make());
  }

  private make(): OpenApi {
    const components = new Components();
    const routes = this.discovery
      .getControllers()
      .flatMap(({ metatype }) => routesOf(metatype as ControllerClass))
      .sort((a, b) => compare(a.path, b.path) || compare(a.method, b.method));
    const paths: OpenApi['paths'] = {};
    for (const route of routes) {
      const path = (paths[route.path] ??= { summary: '' });
      const operation = operationOf(route, components);
      path[route.method as Method] = operation;
      // What is there to be read says best what the path is.
      if (route.method === 'get' || path.summary === '') path.summary = route.description.summary;
    }
    const tags = [...new Set(routes.map(({ description }) => description.tag))].sort();
    return {
      openapi: '3.1.0',
      info: aboutTheApi(this.publicUrl.base),
      servers: [thisServer(this.publicUrl.base)],
      tags: tags.map((name) => ({ name, description: TAG_TEXTS[name] })),
      paths,
      components: {
        schemas: sortedByName(components.schemas),
        headers: HEADERS,
        responses: sortedByName(components.responses),
        parameters: PARAMETERS,
        securitySchemes: SECURITY_SCHEMES,
      },
    };
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function sortedByName(schemas: Record<string, JsonSchema>): Record<string, JsonSchema> {
  return Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => compare(a, b)));
}
