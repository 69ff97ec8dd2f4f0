const SHAPE = /^https?:\/\/[^\s/\\@?#][^\s\\]*$/i;

/**
 * An absolute http(s) address as people must be able to follow it. The shape is asked first because the URL parser
 * repairs what it reads: it drops tabs and reads `http:///a` and `http:a` as `http://a/`.
 */
export function isWebAddress(text: string): boolean {
  return SHAPE.test(text) && URL.canParse(text);
}
