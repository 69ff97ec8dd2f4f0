import type { CoverageReport } from './coverage.query.js';
import type { Grouping } from './report-question.js';
import { stackedBars } from './stacked-bars.js';

const BY: Record<Grouping, string> = {
  agency: 'cơ quan',
  field: 'lĩnh vực',
  'level-of-government': 'cấp chính quyền',
  district: 'địa bàn huyện',
};
const UNITS = { service: 'dịch vụ công', procedure: 'thủ tục hành chính' };
const BASES = { published: 'mức độ công bố', declared: 'mức độ tự khai', verified: 'mức độ đã kiểm tra' };

/** The report as bars; rows in which nothing is counted are left out and their number is said. */
export function coverageChart({
  rows,
  totals,
  by,
  unit,
  basis,
  asOf,
  weight,
  volumePeriod,
}: CoverageReport): string {
  const filled = rows.filter(({ total }) => total > 0);
  const { total, none, exact } = totals;
  const what = weight === 'volumes' ? `hồ sơ tiếp nhận trong kỳ ${volumePeriod}` : UNITS[unit];
  const left = totals.coverage[1].excluded[0]?.count ?? 0;
  const unknown = left > 0 ? ` Không tính ${left} dịch vụ chưa biết số hồ sơ.` : '';
  const demonstration =
    totals.demonstration > 0 ? ` Trong đó ${totals.demonstration} dùng dữ liệu minh họa.` : '';
  const description =
    `Theo ${BASES[basis]}. Tổng ${total} ${what}: ${none} chưa đạt mức 1, ${exact[1]} ở mức 1, ${exact[2]} ở mức 2, ` +
    `${exact[3]} ở mức 3.${demonstration}${unknown} Không vẽ ${rows.length - filled.length} dòng không có ${what}. ` +
    'Con số bên phải mỗi thanh: chưa đạt / mức 1 / mức 2 / mức 3.';
  const [year, month, dayOfMonth] = asOf.split('-');
  return stackedBars(
    `Mức độ ${what} theo ${BY[by]}, ngày ${dayOfMonth}/${month}/${year}`,
    description,
    filled.map((row) => ({
      label: row.name,
      counts: [row.none, row.exact[1], row.exact[2], row.exact[3]],
    })),
  );
}
