import type { PublicUrl } from './public-url.js';

/** `Link: <...>; rel="next"` of a list: the same question with the next cursor. */
export function nextLink(publicUrl: PublicUrl, path: string, query: object, next: string): string {
  const parameters = Object.entries({ ...query, cursor: next })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]): [string, string] => [name, String(value)]);
  return `<${publicUrl.api(path)}?${new URLSearchParams(parameters).toString()}>; rel="next"`;
}
