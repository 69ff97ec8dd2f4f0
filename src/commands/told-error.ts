import { ArchiveError } from '../backup/archive.js';
import { BackupError } from '../backup/backup-error.js';
import { ConfigError } from '../config/config.js';
import { startRefusal } from '../database/start-refusal.js';
import { wording } from '../http/wording.js';
import { Problem } from '../http/problem.js';
import { WitnessError } from '../ledger/witness.js';
import { terminalLanguage } from './terminal-language.js';

/** A command that cannot be done as asked; its message names what is wrong and says how to mend it. */
export class CommandError extends Error {}

const TOLD_AS_IT_IS = [CommandError, ConfigError, BackupError, ArchiveError, WitnessError];

/** What is wrong with a path, and what to do about it. */
const FILE_FAULTS: Record<string, string> = {
  ENOENT: 'there is no such file or folder; check the path',
  ENOTDIR: 'a part of the path is no folder; check the path',
  EISDIR: 'this is a folder; give the path of a file',
  EEXIST: 'there is such a file already; give another name',
  EACCES: 'this may not be opened; check who it belongs to',
  EPERM: 'this may not be opened; check who it belongs to',
  EROFS: 'nothing can be written here; give another folder',
  ENOSPC: 'the disk is full; make room or give another folder',
};

/** What a person at the terminal reads of an error that ended a command. */
export function toldError(error: unknown): string {
  if (error instanceof Problem) return toldProblem(error);
  if (TOLD_AS_IT_IS.some((kind) => error instanceof kind)) return (error as Error).message;
  const refusal = startRefusal(error);
  if (refusal !== undefined) return refusal;
  const { path, code = '' } = (error ?? {}) as { path?: unknown; code?: string };
  const fault = FILE_FAULTS[code];
  return typeof path === 'string' && fault !== undefined ? `${path}: ${fault}` : String(error);
}

function toldProblem({ code, details: { params, faults = [] } }: Problem): string {
  const language = terminalLanguage();
  const lines = faults.map((fault) => `  ${fault.pointer}: ${wording(fault.code, language, fault.params)}`);
  return [wording(code, language, params), ...lines].join('\n');
}

/**
 * Does what a command asks of one thing. A request names it by its address, so that nothing below says what was not found.
 * @param absent what to tell where it is not there
 */
export async function ofOne<T>(work: Promise<T>, absent: string): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof Problem && error.code === 'not_found' ? new CommandError(absent) : error;
  }
}
