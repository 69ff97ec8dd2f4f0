/** The routes of the server, so that a known path with a wrong method is 405 and not 404. */
export class RouteTable {
  private readonly routes = new Map<string, { pattern: RegExp; methods: Set<string> }>();

  /** @param path with `:name` for a segment and `*` for a rest */
  add(method: string | string[], path: string): void {
    const route = this.routes.get(path) ?? { pattern: patternOf(path), methods: new Set<string>() };
    for (const one of [method].flat()) route.methods.add(one);
    this.routes.set(path, route);
  }

  /** The methods that any path takes, in alphabetical order. */
  allMethods(): string[] {
    const methods = [...this.routes.values()].flatMap((route) => [...route.methods]);
    return [...new Set([...methods, 'OPTIONS'])].sort();
  }

  /** The methods that the path takes, in alphabetical order; empty where the path is not known. */
  methodsFor(path: string): string[] {
    const methods = new Set<string>();
    for (const route of this.routes.values()) {
      if (!route.pattern.test(path)) continue;
      for (const method of route.methods) methods.add(method);
    }
    if (methods.size > 0) methods.add('OPTIONS');
    return [...methods].sort();
  }
}

function patternOf(path: string): RegExp {
  const escaped = path.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/:\w+/g, '[^/]+').replaceAll('*', '.*')}/?$`);
}
