import type { Multipart } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { isCleanText } from '../../http/body-parser.js';
import { badRequest, type Fault, Problem } from '../../http/problem.js';
import type { EvidenceStore, StoredFile } from './evidence-store.js';
import { cleanFileName } from './file-name.js';
import { TAKEN_TYPES } from './file-type.js';

/** Largest file of evidence, in bytes. */
export const FILE_LIMIT = 20 * 1024 * 1024;
const LIMITS = {
  fileSize: FILE_LIMIT,
  files: 1,
  fields: 10,
  fieldNameSize: 100,
  fieldSize: 10_000,
  parts: 11,
};

export interface Upload {
  file: StoredFile;
  fileName: string;
  /** The texts sent beside the file. */
  fields: Record<string, string>;
}

/**
 * Takes in a form with one `file`; the file goes to the store as it arrives and is never held in memory.
 * @param fields gets the texts as they come, so that they are known also where the file is refused
 * @throws Problem 400, 413, 503
 */
export async function takeUpload(
  request: FastifyRequest,
  store: EvidenceStore,
  fields: Record<string, string> = {},
): Promise<Upload> {
  const faults: Fault[] = [];
  let file: StoredFile | undefined;
  let fileName = '';
  try {
    for await (const part of request.parts({ limits: LIMITS })) {
      if (part.type === 'file' && part.fieldname === 'file') {
        fileName = cleanFileName(part.filename);
        file = await store.put(part.file as AsyncIterable<Buffer>, fileName);
        if (!file)
          faults.push({ in: 'body', pointer: '/file', code: 'file_type', params: { allowed: TAKEN_TYPES } });
      } else {
        faults.push(...(await field(part, fields)));
      }
    }
  } catch (error) {
    throw problemOfForm(error);
  }
  if (fileName === '') faults.push({ in: 'body', pointer: '/file', code: 'required' });
  if (faults.length > 0 || !file) throw badRequest(faults);
  return { file, fileName, fields };
}

async function field(part: Multipart, fields: Record<string, string>): Promise<Fault[]> {
  const pointer = `/${part.fieldname.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  if (part.type === 'file') {
    part.file.resume();
    return [{ in: 'body', pointer, code: 'unknown_field' }];
  }
  const text = String(part.value);
  if (part.valueTruncated)
    return [{ in: 'body', pointer, code: 'too_long', params: { max: LIMITS.fieldSize } }];
  if (!isCleanText(text)) return [{ in: 'body', pointer, code: 'ill_formed_text' }];
  fields[part.fieldname] = text.normalize('NFC');
  return [];
}

function problemOfForm(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const { statusCode } = (error ?? {}) as { statusCode?: unknown };
  if (statusCode === 413) return new Problem(413, 'too_large', { params: { limit: FILE_LIMIT } });
  return new Problem(400, 'malformed_form');
}
