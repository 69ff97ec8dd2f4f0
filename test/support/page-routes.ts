import { type INestApplication, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer } from '@nestjs/core';

/** Every address outside the API that the running application answers a GET of, as `/desk/services/:id`. */
export function pageRoutes(app: INestApplication): string[] {
  const routes = [...app.get(ModulesContainer).values()].flatMap(({ controllers }) =>
    [...controllers.values()].flatMap(({ metatype }) => {
      const { prototype } = metatype as unknown as { prototype: object };
      const base = pathsOf(metatype as object)[0]!;
      return Object.values(Object.getOwnPropertyDescriptors(prototype)).flatMap(({ value }) =>
        typeof value === 'function' && Reflect.getMetadata(METHOD_METADATA, value) === RequestMethod.GET
          ? pathsOf(value).map((path) => `/${[base, path].filter(Boolean).join('/')}`)
          : [],
      );
    }),
  );
  return [...new Set(routes)].filter((route) => !route.startsWith('/api/')).sort();
}

/** What a controller or a handler is bound to, without slashes at the ends. */
function pathsOf(target: object): string[] {
  const paths: string | string[] = Reflect.getMetadata(PATH_METADATA, target) ?? '';
  return [paths].flat().map((path) => path.replace(/^\/+|\/+$/g, ''));
}
