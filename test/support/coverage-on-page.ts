import type { Page } from 'playwright-core';

/** What the page of the coverage report counts for an agency: cells as a person reads them. */
export interface CoverageOnPage {
  total: number;
  exact: Record<1 | 2 | 3, number>;
}

export async function coverageOnPage(page: Page, agency: string): Promise<CoverageOnPage> {
  await page.goto(`/reports/coverage?agency=${agency}`);
  const cells = await page.locator('tfoot td').allTextContents();
  const [, total, , one, two, three] = cells.map((cell) => Number(cell.trim()));
  if ([total, one, two, three].some((number) => !Number.isInteger(number)))
    throw new Error(`The sums of the coverage report read ${cells.join(' | ')}`);
  return { total: total!, exact: { 1: one!, 2: two!, 3: three! } };
}
