/** Tells of numbers that `npm run faults` repeats at its end. */
export function tellNumbers(line: string): void {
  console.log(`Σ ${line}`);
}
