/**
 * The media type to answer with, by `Accept` (RFC 9110, 12.5.1); of those that the caller likes equally, the first offered.
 * @returns undefined where the caller takes none of them
 */
export function acceptedType<Offer extends string>(
  accept: string | undefined,
  offers: readonly Offer[],
): Offer | undefined {
  const ranges = (accept || '*/*').split(',').map(rangeOf);
  const ranked = offers
    .map((offer) => ({ offer, quality: qualityOf(offer, ranges) }))
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality);
  return ranked[0]?.offer;
}

interface MediaRange {
  type: string;
  quality: number;
}

function rangeOf(text: string): MediaRange {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters
    .map((parameter) => /^q=([01](?:\.\d{0,3})?)$/.exec(parameter)?.[1])
    .find(Boolean);
  return { type, quality: quality === undefined ? 1 : Number(quality) };
}

/** The most exact range that covers the type decides. */
function qualityOf(offer: string, ranges: readonly MediaRange[]): number {
  for (const range of [offer, `${offer.split('/')[0]}/*`, '*/*']) {
    const found = ranges.find(({ type }) => type === range);
    if (found) return found.quality;
  }
  return 0;
}
