import type { FastifyRequest } from 'fastify';
import { BARE_FILES } from '../http/bare-files.js';
import { isCleanText } from '../http/body-parser.js';
import { inputWithFaults } from '../http/checked-input.js';
import { badRequest, type Fault, Problem } from '../http/problem.js';
import { ImportChoices } from './imports.dto.js';
import { FILE_LIMIT } from './reading/raw-table.js';
import type { ArrivedFile, ImportFiles } from './runs/import-files.js';

const FIELD_LIMIT = 1_000;
const LIMITS = {
  fileSize: FILE_LIMIT + 1,
  files: 1,
  fields: 10,
  fieldNameSize: 100,
  fieldSize: FIELD_LIMIT,
  parts: 11,
};
const NAME_LIMIT = 255;
const UNNAMED = 'import';

export interface Upload {
  file: ArrivedFile;
  choices: ImportChoices;
}

/** The fields of a form, without those that are for whoever takes it; it may refuse them. */
export type OwnFields = (fields: Record<string, string>) => Record<string, string>;

/**
 * Takes in a file that is sent as the field `file` of a form or as a bare body; it goes to the disk as it arrives.
 * @throws Problem 400, 413, 415
 */
export async function takeUpload(
  request: FastifyRequest,
  choices: ImportChoices,
  files: ImportFiles,
  own: OwnFields = (fields) => fields,
): Promise<Upload> {
  if (request.isMultipart()) return takeForm(request, choices, files, own);
  const type = (request.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
  const bare = BARE_FILES['/api/v1/imports']!;
  if (!bare.includes(type)) {
    throw new Problem(415, 'media_type', {
      params: { expected: ['multipart/form-data', ...bare].join(', ') },
    });
  }
  const file = await files.arrive(request.raw, fileNameOf(choices.fileName ?? UNNAMED));
  return { file, choices };
}

async function takeForm(
  request: FastifyRequest,
  inAddress: ImportChoices,
  files: ImportFiles,
  own: OwnFields,
): Promise<Upload> {
  const faults: Fault[] = [];
  const fields: Record<string, string> = {};
  let file: ArrivedFile | undefined;
  try {
    for await (const part of request.parts({ limits: LIMITS })) {
      const pointer = `/${part.fieldname.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      if (part.type === 'file') {
        if (part.fieldname === 'file' && !file) {
          file = await files.arrive(part.file, fileNameOf(part.filename));
          // What a browser sends where no file was chosen.
          if (file.size === 0 && !part.filename) {
            await files.forget(file);
            file = undefined;
          }
        } else {
          part.file.resume();
          faults.push({ in: 'body', pointer, code: 'unknown_field' });
        }
      } else if (part.valueTruncated || !isCleanText(String(part.value))) {
        faults.push({ in: 'body', pointer, code: 'ill_formed_text' });
      } else if (part.value !== '') fields[part.fieldname] = String(part.value).normalize('NFC');
    }
    if (!file) faults.push({ in: 'body', pointer: '/file', code: 'required' });
    const { input: inForm, faults: wrong } = await inputWithFaults(own(fields), 'body', ImportChoices);
    faults.push(...wrong);
    if (faults.length > 0 || !file) throw badRequest(faults);
    return { file, choices: { ...inAddress, ...inForm } };
  } catch (error) {
    if (file) await files.forget(file);
    throw problemOfForm(error);
  }
}

function problemOfForm(error: unknown): unknown {
  if (error instanceof Problem) return error;
  const { statusCode, code } = (error ?? {}) as { statusCode?: unknown; code?: unknown };
  if (statusCode === 413) return new Problem(413, 'too_large', { params: { limit: FILE_LIMIT } });
  // A full disk or a folder that cannot be written is no fault of the form.
  return typeof code === 'string' && /^E[A-Z]+$/.test(code) ? error : new Problem(400, 'malformed_form');
}

/** The last part of a path, cleaned: some browsers send where the file lay. */
function fileNameOf(name: string | undefined): string {
  const last = (name ?? '').normalize('NFC').split(/[/\\]/u).at(-1)!.trim().slice(0, NAME_LIMIT);
  return last !== '' && isCleanText(last) ? last : UNNAMED;
}
