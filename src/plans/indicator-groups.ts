/** Names of the groups in which the yearly report puts its figures; other groups are shown by their key. */
const GROUP_TITLES = new Map<string, { title: string; titleEn: string }>(
  Object.entries({
    legal_documents: { title: 'Văn bản', titleEn: 'Legal documents' },
    legal_documents_topic: { title: 'Nội dung văn bản', titleEn: 'Subjects of the documents' },
    training: { title: 'Đào tạo', titleEn: 'Training' },
    infrastructure: { title: 'Hạ tầng', titleEn: 'Infrastructure' },
    application: { title: 'Ứng dụng', titleEn: 'Applications' },
    online_services: { title: 'Dịch vụ công trực tuyến', titleEn: 'Online public services' },
    ecommerce: { title: 'Thương mại điện tử', titleEn: 'E-commerce' },
    education: { title: 'Giáo dục', titleEn: 'Education' },
    ranking: { title: 'Xếp hạng', titleEn: 'Rankings' },
    award: { title: 'Giải thưởng', titleEn: 'Awards' },
    shortcoming: { title: 'Hạn chế', titleEn: 'Shortcomings' },
    plan_2013: { title: 'Kế hoạch năm 2013', titleEn: 'Plan for 2013' },
  }),
);

export function groupTitle(group: string): { title: string; titleEn: string } {
  return GROUP_TITLES.get(group) ?? { title: group, titleEn: group };
}
