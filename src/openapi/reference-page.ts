import type { JsonSchema } from '../http/describe.js';
import type { OpenApi } from './openapi-document.service.js';
import { operationsOf as operationsOfPath } from './path-items.js';

/** The document as a page for people: every word of it comes from the document; it needs no script. */
export function referencePage(document: OpenApi): string {
  const sections = document.tags.map(({ name }) => ({ name, operations: operationsOf(document, name) }));
  return `<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API · ${escaped(document.info.title)}</title>
<link rel="stylesheet" href="/api/reference.css">
</head>
<body>
<header>
<h1>${escaped(document.info.title)}</h1>
<p>${escaped(document.info.description)}</p>
<p><a href="/api/openapi.json">Tài liệu OpenAPI 3.1 · <span lang="en">OpenAPI 3.1 document</span></a></p>
</header>
<nav aria-label="Mục lục · Contents">
<h2>Mục lục · <span lang="en">Contents</span></h2>
<ul>${sections
    .flatMap(({ operations }) => operations)
    .map(
      ({ id, method, path }) =>
        `<li><a href="#${id}"><span class="method">${method}</span> ${escaped(path)}</a></li>`,
    )
    .join('\n')}
<li><a href="#schemas">Lược đồ dữ liệu · <span lang="en">Schemas</span></a></li></ul>
</nav>
<main>
${sections.map(sectionOf).join('\n')}
<section id="schemas"><h2>Lược đồ dữ liệu · <span lang="en">Schemas</span></h2>
${Object.entries(document.components['schemas'] ?? {})
  .map(([name, schema]) => schemaOf(name, schema))
  .join('\n')}
</section>
</main>
</body>
</html>
`;
}

interface Operation {
  id: string;
  method: string;
  path: string;
  operation: JsonSchema;
  parameters: JsonSchema[];
  answers: [status: string, answer: JsonSchema][];
}

function operationsOf(document: OpenApi, tag: string): Operation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    operationsOfPath(methods)
      .filter(([, operation]) => (operation['tags'] as string[]).includes(tag))
      .map(([method, operation]) => ({
        id: String(operation['operationId']),
        method,
        path,
        operation,
        parameters: (operation['parameters'] as JsonSchema[]).map((parameter) =>
          resolved(document, parameter),
        ),
        answers: Object.entries(operation['responses'] as Record<string, JsonSchema>).map(
          ([status, answer]) => [status, resolved(document, answer)],
        ),
      })),
  );
}

function resolved(document: OpenApi, part: JsonSchema): JsonSchema {
  const { $ref } = part;
  if (typeof $ref !== 'string') return part;
  const [, , kind, name] = $ref.split('/');
  return document.components[kind!]![name!]!;
}

function sectionOf({ name, operations }: { name: string; operations: Operation[] }): string {
  return `<section><h2 lang="en">${escaped(name)}</h2>${operations.map(articleOf).join('\n')}</section>`;
}

function articleOf({ id, method, path, operation, parameters, answers }: Operation): string {
  const rows = parameters.map(
    (parameter) => `<tr><td><code>${escaped(String(parameter['name']))}</code></td>
<td>${escaped(String(parameter['in']))}${parameter['required'] === true ? ' *' : ''}</td>
<td>${shortSchema(parameter['schema'] as JsonSchema)} ${escaped(String(parameter['description'] ?? ''))}</td></tr>`,
  );
  const body = operation['requestBody'] as { content: Content } | undefined;
  const rowsOfAnswers = answers.map(
    ([status, { description, content }]) => `<tr><td>${status}</td>
<td lang="en">${escaped(String(description))}</td><td>${contentOf(content as Content | undefined)}</td></tr>`,
  );
  return `<article id="${id}">
<h3><span class="method">${method}</span> <code>${escaped(path)}</code></h3>
<p lang="en"><strong>${escaped(String(operation['summary']))}</strong></p>
${paragraphs(String(operation['description']))}
<p>Quyền · <span lang="en">Access</span>: <code>${escaped(String(operation['x-access-rule']))}</code>
(${escaped(accessOf(operation['x-access']))})</p>
${table('Tham số · Parameters (* bắt buộc · required)', ['Tên · Name', 'Nơi · In', 'Giá trị · Value'], rows)}
${body ? `<p>Nội dung gửi lên · <span lang="en">Body</span>: ${contentOf(body.content)}</p>` : ''}
${table('Trả lời · Answers', ['Mã · Status', 'Ý nghĩa · Meaning', 'Nội dung · Content'], rowsOfAnswers)}
</article>`;
}

function paragraphs(text: string): string {
  return text
    .split('\n\n')
    .map((part) => `<p lang="en">${escaped(part).replace(/`([^`]+)`/g, '<code>$1</code>')}</p>`)
    .join('\n');
}

function table(caption: string, heads: string[], rows: string[]): string {
  const head = heads.map((text) => `<th scope="col">${text}</th>`).join('');
  return `<div class="scroll"><table><caption>${caption}</caption><thead><tr>${head}</tr></thead>
<tbody>${rows.join('\n')}</tbody></table></div>`;
}

function accessOf(allow: unknown): string {
  return allow === 'anyone'
    ? 'mọi người · anyone'
    : Object.entries(allow as object)
        .map(([role, reach]) => `${role}: ${String(reach)}`)
        .join(', ');
}

type Content = Record<string, { schema?: JsonSchema }>;

function contentOf(content: Content | undefined): string {
  return Object.entries(content ?? {})
    .map(([type, { schema }]) => `<code>${escaped(type)}</code> ${schema ? shortSchema(schema) : ''}`)
    .join('<br>');
}

function shortSchema(schema: JsonSchema): string {
  const { $ref } = schema;
  if (typeof $ref !== 'string') return `<code>${escaped(JSON.stringify(schema))}</code>`;
  const name = $ref.split('/').at(-1)!;
  return `<a href="#schema-${name}">${escaped(name)}</a>`;
}

function schemaOf(name: string, schema: JsonSchema): string {
  return `<details id="schema-${name}"><summary>${escaped(name)}</summary>
<pre>${escaped(JSON.stringify(schema, null, 2))}</pre></details>`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
