const PLAIN = /^https?:\/\/(?:(?!xn--)[a-z0-9-]+\.)+[a-z]+(?:[/?#][^\s\\]*)?$/i;
const SHAPE = /^https?:\/\/[^\s/\\@?#]+(?:[/?#][^\s\\]*)?$/i;
/** URL parsers leave them out or write them otherwise. */
const CONTROL = /\p{Cc}/u;

/**
 * An absolute http(s) address as people must be able to follow it. The shape is asked first because the URL parser
 * repairs what it reads: it drops tabs and reads `http:///a` and `http:a` as `http://a/`. A name before the host is refused: it makes one site look like another. A plain ASCII address needs
 * no parser: imports ask this millions of times.
 */
export function isWebAddress(text: string): boolean {
  return (PLAIN.test(text) || (SHAPE.test(text) && URL.canParse(text))) && !CONTROL.test(text);
}
