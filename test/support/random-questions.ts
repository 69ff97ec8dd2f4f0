import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { OpenApiDocument } from '../../src/openapi/openapi-document.service.js';
import { seeded } from './seeded.js';

interface Parameter {
  name: string;
  in: string;
  required: boolean;
  schema: { enum?: string[]; type?: string; minimum?: number; maximum?: number };
  example?: string;
}

interface Question {
  path: string;
  parameters: Parameter[];
}

/** What may stand for a parameter whose schema does not list its values, by its name: known ones, and some that are not. */
const VALUES: Record<string, string[]> = {
  agency: ['STP', 'STTTT', '080', 'VPUB', 'UBND', 'NONE'],
  parent: ['080', 'UBND', 'NONE'],
  district: ['080', '082', 'NONE'],
  field: ['ho-tich', 'bao-hiem', 'NONE'],
  procedure: ['1.001193', '1.000688', '9.999999'],
  code: ['STP', '080', '1.001193', '1.000688', '2.000635', 'NONE'],
  id: ['STP~1.001193', '02635~1.001193', 'NONE'],
  q: ['khai sinh', 'KHAI SINH', 'kết hôn', 'ket hon', 'đăng ký', 'dang ky', 'sở', 'cap giay', 'ä%_', "l'"],
  asOf: ['2011-12-31', '2012-06-30', '2020-02-29', '2026-03-02', '2026-03-20', '2030-01-01'],
  a: ['2012-06-30', '2026-03-02'],
  b: ['2026-03-02', '2026-03-20'],
  from: ['2011-01-15', '2025-12-31'],
  to: ['2026-01-31', '2026-03-20'],
  fields: ['id,name', 'id,levels,links', 'code', 'id,id'],
  since: ['0', 'x'],
  wait: ['0'],
  period: ['2012', '2026-03', '2026-Q1'],
  volumePeriod: ['2012', '2026-03', 'last'],
  year: ['2012', '2026'],
};
const INSTANTS = [
  '2012-01-01T00:00:00Z',
  '2026-03-02T02:00:00.010Z',
  '2026-03-02T09:00:00+07:00',
  '2026-03-11T00:00:00Z',
];
const NUMBERS = [1, 2, 3, 7, 50, 500];
const OPTIONAL_EVERY = 4;

/** Questions to the public routes with filters of every kind, the same for the same seed; cursors are those that answers gave. */
export class RandomQuestions {
  private readonly random: () => number;
  private readonly questions: Question[];
  private readonly cursors = new Map<string, { asked: string; cursor: string }[]>();

  constructor(app: NestFastifyApplication, seed: number) {
    this.random = seeded(seed);
    const { paths } = app.get(OpenApiDocument).document as unknown as {
      paths: Record<string, Record<string, { 'x-access-rule': string; parameters: Partial<Parameter>[] }>>;
    };
    this.questions = Object.entries(paths).flatMap(([path, { get }]) =>
      get?.['x-access-rule'] === 'catalogue.read' && path.startsWith('/api/v1/')
        ? [{ path, parameters: get.parameters.filter((one): one is Parameter => one.schema !== undefined) }]
        : [],
    );
  }

  /** The routes there are to ask. */
  get routes(): string[] {
    return this.questions.map(({ path }) => path);
  }

  /** @param index each route is asked in its turn */
  next(index: number): { route: string; url: string } {
    const { path, parameters } = this.questions[index % this.questions.length]!;
    const further = this.cursors.get(path);
    if (further !== undefined && this.random() < 1 / 3) {
      const { asked, cursor } = this.pick(further);
      return {
        route: path,
        url: `${asked}${asked.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}`,
      };
    }
    let url = path;
    const query = new URLSearchParams();
    for (const parameter of parameters) {
      const { name } = parameter;
      if (parameter.in === 'path')
        url = url.replace(`{${name}}`, encodeURIComponent(this.valueOf(parameter)));
      else if (name !== 'cursor' && (parameter.required || this.random() < 1 / OPTIONAL_EVERY))
        query.set(name, this.valueOf(parameter));
    }
    return { route: path, url: query.size === 0 ? url : `${url}?${query.toString()}` };
  }

  /** Has a later question go on from an answer. */
  heard(route: string, url: string, answer: string): void {
    const cursor = /"next":"([^"]+)"/.exec(answer)?.[1];
    if (cursor === undefined || url.includes('cursor=') || route.endsWith('/changes')) return;
    this.cursors.set(route, [...(this.cursors.get(route) ?? []), { asked: url, cursor }]);
  }

  private valueOf({ name, schema, example }: Parameter): string {
    if (example !== undefined && (!(name in VALUES) || this.random() < 2 / 3)) return example;
    if (schema.enum) return this.pick(schema.enum);
    if (schema.type === 'boolean') return this.pick(['true', 'false']);
    if (name.startsWith('knownAt') || name === 'updatedSince') return this.pick(INSTANTS);
    const values = VALUES[name];
    if (values) return this.pick(values);
    if (schema.type === 'integer') {
      const { minimum = 1, maximum = 500 } = schema;
      return String(Math.min(maximum, Math.max(minimum, this.pick(NUMBERS))));
    }
    return this.pick(['2012', '1', 'NONE']);
  }

  private pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.random() * items.length)]!;
  }
}
