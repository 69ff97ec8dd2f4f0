import type { JsonSchema } from '../http/describe.js';
import { withFormat } from './number-format.js';
import { SCHEMA_TEXTS } from './schema-texts.js';

/** Schemas with a title are written once, under their title, and referred to; so are answers under a name. */
export class Components {
  readonly schemas: Record<string, JsonSchema> = {};
  readonly responses: Record<string, JsonSchema> = {};
  /** Many routes share a schema, such as the one of problems: each is walked once. */
  private readonly references = new Map<JsonSchema, JsonSchema>();

  /**
   * The schema with each titled part replaced by a reference.
   * @throws Error where two different schemas have one title
   */
  hoisted(schema: JsonSchema): JsonSchema {
    const reference = this.references.get(schema) ?? this.made(schema);
    this.references.set(schema, reference);
    return reference;
  }

  private made(schema: JsonSchema): JsonSchema {
    const inner = withFormat(this.mapped(schema) as JsonSchema);
    const { title } = schema;
    if (typeof title !== 'string') return inner;
    const description = SCHEMA_TEXTS[title];
    const described = description === undefined ? inner : { ...inner, description };
    const known = this.schemas[title];
    if (known && JSON.stringify(known) !== JSON.stringify(described))
      throw new Error(`Two schemas have the title ${title}`);
    this.schemas[title] = described;
    return { $ref: `#/components/schemas/${title}` };
  }

  /** A reference to the answer, which stands among the components under this name. */
  response(name: string, answer: () => JsonSchema): JsonSchema {
    this.responses[name] ??= answer();
    return { $ref: `#/components/responses/${name}` };
  }

  private mapped(value: unknown, isMap = false): unknown {
    if (Array.isArray(value)) return value.map((item) => this.part(item));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => {
        if (isMap) return [key, this.part(item)];
        if (MAPS_OF_SCHEMAS.includes(key)) return [key, this.mapped(item, true)];
        return [key, KEYWORDS_OF_DATA.includes(key) ? item : this.part(item)];
      }),
    );
  }

  private part(value: unknown): unknown {
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? this.hoisted(value as JsonSchema)
      : this.mapped(value);
  }
}

/** Keywords whose members are named by the user, such as a property called `title`. */
const MAPS_OF_SCHEMAS = ['properties', 'patternProperties'];
const KEYWORDS_OF_DATA = ['enum', 'const', 'examples', 'default', 'required', 'type'];
