export type Coding = 'br' | 'gzip' | 'identity';

const CODINGS: Coding[] = ['br', 'gzip', 'identity'];

// Few clients send many different headers, and the hot lane asks this for every request.
const known = new Map<string, Coding>();

/** The content coding to answer with: the one that the caller values most, brotli before gzip where it does not mind. */
export function codingOf(acceptEncoding: string | string[] | undefined): Coding {
  const header = String(acceptEncoding ?? '');
  let coding = known.get(header);
  if (coding === undefined) {
    coding = bestOf(header);
    if (known.size >= 500) known.clear();
    known.set(header, coding);
  }
  return coding;
}

function bestOf(header: string): Coding {
  const quality = new Map<string, number>();
  for (const part of header.toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim());
    const q = parameters.map((parameter) => /^q=([01](?:\.\d{0,3})?)$/.exec(parameter)?.[1]).find(Boolean);
    if (name !== '') quality.set(name, q === undefined ? 1 : Number(q));
  }
  // Without being named, the plain form is good enough, but no better than any coding that is named.
  const valueOf = (coding: Coding) =>
    quality.get(coding) ?? quality.get('*') ?? (coding === 'identity' ? Number.MIN_VALUE : 0);
  // Where everything is refused, the plain form is sent all the same: nothing else is left, and everybody can read it.
  const [first = 'identity', ...others] = CODINGS.filter((coding) => valueOf(coding) > 0);
  return others.reduce((best, coding) => (valueOf(coding) > valueOf(best) ? coding : best), first);
}
