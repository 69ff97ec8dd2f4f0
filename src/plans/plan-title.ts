import type { PlanRow } from './plan.table.js';

/** What a plan is called that is begun by its first line. */
export function titleOfPlan(
  year: number,
  title: string | undefined,
  titleEn: string | null | undefined,
): Pick<PlanRow, 'title' | 'titleEn'> {
  if (title === undefined) return { title: `Kế hoạch năm ${year}`, titleEn: `Plan for ${year}` };
  return { title, titleEn: titleEn ?? null };
}
