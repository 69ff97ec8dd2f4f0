import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

/** The short form: every page parses it anew. */
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What can only be found in a narrow window, where things do not have the room that they ask for. */
const IN_A_NARROW_WINDOW = ['scrollable-region-focusable'];

/**
 * What axe finds on a page, each fault with the elements that have it.
 * @param passOver elements not to look at
 */
export async function accessibilityFaults(page: Page, passOver: string[] = []): Promise<string[]> {
  await page.evaluate(AXE);
  return faultsByRules(page, passOver, RULES);
}

/** The same of a page that was looked at before, now that its window is narrow. */
export function faultsOfNarrowWindow(page: Page): Promise<string[]> {
  return faultsByRules(page, [], IN_A_NARROW_WINDOW);
}

function faultsByRules(page: Page, passOver: string[], only: string[]): Promise<string[]> {
  return page.evaluate(
    async ([rules, exclude]) => {
      const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
      const { violations } = await axe.run({ exclude }, { runOnly: rules, resultTypes: ['violations'] });
      return violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).slice(0, 3)}`,
      );
    },
    [only, passOver] as const,
  );
}
