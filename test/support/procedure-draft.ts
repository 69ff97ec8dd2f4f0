/** Everything that a draft needs for being published but the decision, as a clerk sends it. */
export function aCompleteDraft(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    name: 'Cấp giấy xác nhận thử nghiệm',
    fieldCode: 'ho-tich',
    steps: 'Bước 1: nộp hồ sơ.\nBước 2: nhận kết quả.',
    channels: [
      { channel: 'in_person', timeValue: 5, timeUnit: 'working_day', feeKind: 'amount', feeAmount: 10000 },
      { channel: 'online', timeValue: 3, timeUnit: 'working_day', feeKind: 'free' },
    ],
    components: [{ name: 'Tờ khai', originals: 1, hasForm: true }],
    dossierSets: 1,
    subjects: ['Công dân Việt Nam'],
    implementingAgency: 'Sở Tư pháp',
    results: [{ name: 'Giấy xác nhận' }],
    notApplicable: { requirements: 'Pháp luật không quy định điều kiện' },
    legalBasis: ['123/2015/NĐ-CP'],
    levels: ['province'],
    ...changes,
  };
}
