import { setFlagsFromString } from 'node:v8';

/** Bytes of bytecode that a function runs before V8 looks whether to compile it for speed. V8's own figure is 67,584. */
const BYTECODE_BEFORE_A_LOOK = 8_000;

/**
 * From now on, what runs again and again is compiled for speed after an eighth of the runs that V8 waits for: a write passes through
 * thousands of functions, a few times each, and would be interpreted for the first thousands of writes. Called when the start is
 * over, since nearly all of that runs once. See docs/decisions/0016-compiled-for-speed-sooner.md.
 */
export function optimiseSooner(): void {
  setFlagsFromString(`--interrupt-budget=${BYTECODE_BEFORE_A_LOOK}`);
}
