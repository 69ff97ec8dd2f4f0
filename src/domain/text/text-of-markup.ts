const NOT_SHOWN = /^<(script|style|noscript|template)[\s>/]/i;
const LONGEST_NAME = '<noscript>'.length;

/**
 * What a page of HTML says, without its markup, scripts and styles, its white space drawn together. It is made to be
 * compared with itself and not to be read: references such as `&amp;` stay, and text after a tag that never ends is left out.
 * The time grows with the length alone, whatever the page holds.
 */
export function textOfMarkup(markup: string): string {
  const parts: string[] = [];
  for (let at = 0; at < markup.length;) {
    const open = markup.indexOf('<', at);
    parts.push(markup.slice(at, open === -1 ? undefined : open));
    at = open === -1 ? markup.length : endOfMarkup(markup, open);
  }
  return parts.join(' ').replaceAll(/\s+/g, ' ').trim().normalize('NFC');
}

function endOfMarkup(markup: string, open: number): number {
  if (markup.startsWith('<!--', open)) return after(markup, '-->', open + 4);
  const name = NOT_SHOWN.exec(markup.slice(open, open + LONGEST_NAME))?.[1];
  if (name === undefined) return after(markup, '>', open);
  const closing = new RegExp(`</${name}`, 'gi');
  closing.lastIndex = open;
  const close = closing.exec(markup);
  return close ? after(markup, '>', close.index) : markup.length;
}

function after(markup: string, what: string, from: number): number {
  const found = markup.indexOf(what, from);
  return found === -1 ? markup.length : found + what.length;
}
