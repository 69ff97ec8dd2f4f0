import type { Language } from '../http/language.js';
import { wording } from '../http/wording.js';
import { checkedInput } from '../http/checked-input.js';
import { type Fault, Problem } from '../http/problem.js';

/**
 * A form that asks by GET, read as strictly as the API reads the same words; what is wrong stays in the form beside its
 * message. Only names that the question does not have are passed over: whoever shares a link may have added some.
 */
export class Form<Question extends object> {
  status = 200;
  /** Messages by the name of the field that they are about. */
  readonly errors: Record<string, string> = {};

  private constructor(
    /** What was typed, as it was typed. */
    readonly typed: Readonly<Record<string, string>>,
    private readonly language: Language,
    private readonly read: Question | undefined,
  ) {}

  /** @param defaults what is asked where the field was left empty */
  static async of<Question extends object>(
    kind: new () => Question,
    sent: unknown,
    language: Language,
    defaults: Record<string, string> = {},
  ): Promise<Form<Question>> {
    const typed = { ...defaults, ...given(sent) };
    try {
      return new Form(typed, language, await readAs(kind, typed));
    } catch (error) {
      const form = new Form<Question>(typed, language, undefined);
      form.take(error);
      return form;
    }
  }

  /** What the question gives; undefined where something is wrong with it, which `errors` then tell. */
  async ask<Answer>(answer: (question: Question) => Promise<Answer>): Promise<Answer | undefined> {
    if (this.read === undefined) return undefined;
    try {
      return await answer(this.read);
    } catch (error) {
      this.take(error);
      return undefined;
    }
  }

  /** What was typed, as a query; `changed` replaces or, being undefined, leaves out. */
  query(changed: Record<string, string | undefined> = {}): string {
    const words = Object.entries({ ...this.typed, ...changed }).filter(
      (word): word is [string, string] => word[1] !== undefined,
    );
    return new URLSearchParams(words).toString();
  }

  private take(error: unknown): void {
    if (!(error instanceof Problem) || !error.details.faults?.length) throw error;
    this.status = error.status;
    for (const { pointer, code, params } of error.details.faults) {
      this.errors[pointer.slice(1)] ??= wording(code, this.language, params);
    }
  }
}

/** A form sends its empty fields too; a name sent twice counts once. */
function given(sent: unknown): Record<string, string> {
  const fields = Object.entries(sent as Record<string, unknown>).map(([name, value]) => [
    name,
    String(Array.isArray(value) ? value.at(-1) : value).trim(),
  ]);
  return Object.fromEntries(fields.filter(([, value]) => value !== '')) as Record<string, string>;
}

async function readAs<Question extends object>(
  kind: new () => Question,
  typed: Record<string, string>,
): Promise<Question> {
  try {
    return await readStrictly(kind, typed);
  } catch (error) {
    const faults = error instanceof Problem ? (error.details.faults ?? []) : [];
    const unknown = faults.filter(isUnknown).map(({ pointer }) => pointer.slice(1));
    if (unknown.length === 0) throw error;
    for (const name of unknown) delete typed[name];
    return readStrictly(kind, typed);
  }
}

function readStrictly<Question extends object>(kind: new () => Question, typed: object): Promise<Question> {
  return checkedInput(typed, 'query', kind);
}

function isUnknown({ code }: Fault): boolean {
  return code === 'unknown_parameter';
}
