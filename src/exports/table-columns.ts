import type { PublishedService } from '../domain/published-service.js';
import type { Language } from '../http/language.js';

export interface TableColumn {
  /** As the import file names it. */
  name: string;
  title: Record<Language, string>;
  value(service: PublishedService): string | number;
}

const column = (
  name: string,
  vi: string,
  en: string,
  value: (service: PublishedService) => string | number | null,
): TableColumn => ({ name, title: { vi, en }, value: (service) => value(service) ?? '' });

/** The columns of CSV and XLSX: first those of the import file, so that an export can be edited and read in again. */
export const TABLE_COLUMNS: readonly TableColumn[] = [
  column('procedure_code', 'Mã thủ tục', 'Procedure code', (service) => service.procedure.code),
  column('procedure_name', 'Tên thủ tục', 'Procedure name', (service) => service.procedure.name),
  column('field', 'Lĩnh vực', 'Field', (service) => service.field.name),
  column('agency_code', 'Mã cơ quan', 'Agency code', (service) => service.agency.code),
  column('agency_name', 'Cơ quan thực hiện', 'Agency name', (service) => service.agency.name),
  column('level', 'Mức độ', 'Level', (service) => service.level),
  column('effective_from', 'Từ ngày', 'Effective from', (service) => service.levelSince),
  column(
    'information_url',
    'Địa chỉ trang thông tin',
    'Information URL',
    (service) => service.links.information,
  ),
  column('form_urls', 'Địa chỉ biểu mẫu', 'Form URLs', (service) => service.links.forms.join('\n')),
  column('submission_url', 'Địa chỉ nộp hồ sơ', 'Submission URL', (service) => service.links.submission),
  column('status_url', 'Địa chỉ tra cứu hồ sơ', 'Status URL', (service) => service.links.status),
  column(
    'decision_number',
    'Số quyết định',
    'Decision number',
    (service) => service.procedure.decisionNumber,
  ),
  column('decision_date', 'Ngày quyết định', 'Decision date', (service) => service.procedure.decisionDate),
  column('note', 'Ghi chú', 'Note', () => null),
  column('basis', 'Căn cứ của mức độ', 'Basis', (service) => service.basis),
  column('declared_level', 'Mức độ tự khai', 'Declared level', (service) => service.declaredLevel),
  column('verified_level', 'Mức độ đã kiểm tra', 'Verified level', (service) => service.verifiedLevel),
  column('supported_level', 'Mức độ theo hiện trạng', 'Supported level', (service) => service.supportedLevel),
  column('held_back_by', 'Tiêu chí còn thiếu', 'Held back by', (service) => service.heldBackBy.join('\n')),
  column('demonstration', 'Dữ liệu minh họa', 'Demonstration', (service) => String(service.demonstration)),
  column('id', 'Mã dịch vụ', 'Id', (service) => service.id),
  column('updated_at', 'Cập nhật lúc', 'Updated at', (service) => service.updatedAt),
];

/** The header row. */
export function tableHeader(language: Language | undefined): string[] {
  return TABLE_COLUMNS.map(({ name, title }) => (language === undefined ? name : title[language]));
}
