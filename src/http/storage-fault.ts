import { Problem } from './problem.js';

const CODES = /^(ENOSPC|EDQUOT|EROFS|EACCES|EPERM|EIO|EMFILE|ENFILE|ENOTDIR|ENOENT|EEXIST)$/;

/** Whether the error says that a folder of files is full, read-only, failing or away, rather than that the request is wrong. */
export function isStorageFault(error: unknown): boolean {
  const { code, syscall } = (error ?? {}) as { code?: unknown; syscall?: unknown };
  return typeof code === 'string' && typeof syscall === 'string' && CODES.test(code);
}

export function storageUnavailable(): Problem {
  return new Problem(503, 'storage_unavailable', { headers: { 'retry-after': '30' } });
}
