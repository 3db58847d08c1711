/** Adds what may be hundreds of thousands of values; `push(...values)` would lay each on the stack. */
export function addAll<T>(into: T[], values: Iterable<T>): void {
  for (const value of values) into.push(value);
}
