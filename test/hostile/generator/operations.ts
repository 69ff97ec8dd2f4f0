import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { OpenApi } from '../../../src/openapi/openapi-document.service.js';
import { operationsOf } from '../../../src/openapi/path-items.js';

export type Schema = Record<string, unknown>;

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema: Schema;
  example?: string;
}

/** An operation of the OpenAPI document, its references followed one step. */
export interface Operation {
  method: string;
  path: string;
  rule: string;
  parameters: Parameter[];
  /** Schema of the body by media type; empty where none is taken. */
  bodies: Record<string, Schema>;
  needsBody: boolean;
}

interface Written {
  'x-access-rule': string;
  parameters?: (Parameter & { $ref?: string })[];
  requestBody?: { required: boolean; content: Record<string, { schema: Schema }> };
}

/** Reads the document as its readers do: which operations there are, and what it says that they take. */
export class DocumentReader {
  readonly operations: Operation[];
  private readonly ajv = new Ajv2020({ strict: false, validateSchema: false, logger: false });
  private readonly checks = new Map<Schema, (value: unknown) => boolean>();

  constructor(private readonly document: OpenApi) {
    formats.default(this.ajv);
    this.ajv.addFormat('iri', URL.canParse);
    this.operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      operationsOf(methods).map(([method, operation]) => {
        const written = operation as unknown as Written;
        return {
          method,
          path,
          rule: written['x-access-rule'],
          parameters: (written.parameters ?? []).map((parameter) =>
            parameter.$ref ? (this.at(parameter.$ref) as unknown as Parameter) : parameter,
          ),
          bodies: Object.fromEntries(
            Object.entries(written.requestBody?.content ?? {}).map(([type, { schema }]) => [type, schema]),
          ),
          needsBody: written.requestBody?.required ?? false,
        };
      }),
    );
  }

  /** The schema itself, where it is a reference. */
  followed(schema: Schema): Schema {
    return typeof schema['$ref'] === 'string' ? this.at(schema['$ref']) : schema;
  }

  accepts(schema: Schema, value: unknown): boolean {
    let check = this.checks.get(schema);
    if (!check) {
      const validate = this.ajv.compile({ ...schema, components: this.document.components });
      this.checks.set(schema, (check = (one) => validate(one) as boolean));
    }
    return check(value);
  }

  private at(reference: string): Schema {
    return reference
      .slice(2)
      .split('/')
      .reduce((found: unknown, part) => (found as Schema)[part], this.document) as Schema;
  }
}
