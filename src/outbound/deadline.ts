/** Ends what is asked of others: after its time, or when something else ends it. */
export interface Deadline {
  signal: AbortSignal;
  /** To be called when the answer is there: nothing is left of it then. */
  clear(): void;
}

/**
 * Not `AbortSignal.any` with `AbortSignal.timeout`: nobody holds the second, and once it is collected (Node 20) it never ends anything, so
 * that one silent target would be waited for without end.
 * @param ms milliseconds
 * @param stop ends it before its time
 */
export function deadline(ms: number, stop?: AbortSignal): Deadline {
  const controller = new AbortController();
  const end = () => controller.abort();
  const timer = setTimeout(end, ms).unref();
  if (stop?.aborted) end();
  stop?.addEventListener('abort', end);
  const clear = () => {
    clearTimeout(timer);
    stop?.removeEventListener('abort', end);
  };
  return { signal: controller.signal, clear };
}
