import { describe, expect, it } from 'vitest';
import { acceptedType } from './accepted-type.js';

const OFFERS = ['text/turtle', 'application/ld+json', 'text/html'] as const;

describe('The media type of an answer', () => {
  it.each([
    [undefined, 'text/turtle'],
    ['*/*', 'text/turtle'],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'text/html'],
    ['application/ld+json', 'application/ld+json'],
    ['text/turtle;q=0.5, application/ld+json;q=0.7', 'application/ld+json'],
    ['text/*', 'text/turtle'],
    ['*/*, text/turtle;q=0', 'application/ld+json'],
    ['image/png', undefined],
    ['text/turtle;q=0', undefined],
  ])('asked for with Accept: %s is %s', (accept, type) => {
    expect(acceptedType(accept, OFFERS)).toBe(type);
  });
});
