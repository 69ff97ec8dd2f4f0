import type { Quad } from 'n3';
import { describeNode, inBoth, iri } from './describe-node.js';
import type { RdfNames } from './names.js';

/** What the catalogue says beyond CPSV-AP: name, Vietnamese, English. */
const PROPERTIES = [
  ['procedure', 'Thủ tục hành chính của dịch vụ', 'The administrative procedure that the service offers'],
  ['basis', 'Căn cứ của mức độ công bố', 'Where the published level comes from'],
  ['declaredLevel', 'Mức độ cơ quan tự khai', 'The level that the agency declares'],
  ['verifiedLevel', 'Mức độ đã kiểm tra', 'The level that an inspection verified'],
  ['supportedLevel', 'Mức độ theo hiện trạng', 'The level that the facts support'],
  ['heldBackBy', 'Tiêu chí còn thiếu', 'Criterion that holds the service back from the next level'],
  ['levelSince', 'Đạt mức độ này từ ngày', 'First day of the unbroken run at the published level'],
  ['demonstration', 'Là dữ liệu minh họa', 'Whether the data is a demonstration'],
  ['form', 'Địa chỉ biểu mẫu', 'Address of a form'],
  ['submission', 'Địa chỉ nộp hồ sơ trực tuyến', 'Address of online submission'],
  ['status', 'Địa chỉ tra cứu hồ sơ', 'Address where the status of a case is shown'],
  ['decisionNumber', 'Số quyết định công bố', 'Number of the decision that made the procedure public'],
  ['decisionDate', 'Ngày quyết định công bố', 'Date of that decision'],
  ['originals', 'Số bản chính', 'Number of originals'],
  ['copies', 'Số bản sao', 'Number of copies'],
  ['hasForm', 'Có biểu mẫu', 'Whether there is a form'],
  ['resultCode', 'Mã kết quả', 'Code of the result'],
] as const;

/** The catalogue's own vocabulary, so that every name in its data can be looked up. */
export function vocabularyGraph(names: RdfNames): Quad[] {
  const own = (name: string) => names.term(`slc:${name}`).value;
  return [
    ...describeNode(names, own('Procedure'), {
      a: names.term('rdfs:Class'),
      'rdfs:label': inBoth('Thủ tục hành chính', 'Administrative procedure'),
      'rdfs:isDefinedBy': iri(names.vocabulary),
    }),
    ...PROPERTIES.flatMap(([name, vietnamese, english]) =>
      describeNode(names, own(name), {
        a: names.term('rdf:Property'),
        'rdfs:label': inBoth(vietnamese, english),
        'rdfs:isDefinedBy': iri(names.vocabulary),
      }),
    ),
  ];
}
