import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { JsonSchema } from '../http/describe.js';
import { API_VERSION } from '../http/finish.js';
import { PublicUrl } from '../http/public-url.js';
import { Components } from './components.js';
import { type ControllerClass, routesOf } from './documented-route.js';
import { operationOf } from './operation.js';
import { HEADERS, PARAMETERS, SECURITY_SCHEMES } from './shared-components.js';

/** The document, as far as its readers here look into it. */
export interface OpenApi {
  openapi: string;
  info: { title: string; version: string; description: string };
  servers: { url: string }[];
  tags: { name: string }[];
  paths: Record<string, Record<string, JsonSchema>>;
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
      const path = (paths[route.path] ??= {});
      path[route.method] = operationOf(route, components);
    }
    const tags = [...new Set(routes.map(({ description }) => description.tag))].sort();
    return {
      openapi: '3.1.0',
      info: {
        title: 'Danh mục dịch vụ công trực tuyến · Catalogue of online public services',
        version: `${API_VERSION}.0.0`,
        description:
          'Mức độ trực tuyến của dịch vụ công theo Nghị định 43/2011/NĐ-CP. ' +
          'Levels of public services online, as Decree 43/2011/NĐ-CP defines them. ' +
          'Reading needs no account; texts of problems are in Vietnamese or English by Accept-Language.',
      },
      servers: [{ url: this.publicUrl.base }],
      tags: tags.map((name) => ({ name })),
      paths,
      components: {
        schemas: sortedByName(components.schemas),
        headers: HEADERS,
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
