// Plain JavaScript: the thread of a long write says it too, and a thread begins with a file, also where TypeScript runs as it is.

/**
 * SQLite ends a transaction by itself where its disk is full or failing. What is asked after that would be kept, each statement by itself:
 * it is refused with this code, and what went wrong is told by the first failure.
 */
export const ENDED_BY_ITSELF = 'TRANSACTION_ENDED';
