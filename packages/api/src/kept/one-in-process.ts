/**
 * The process's one `name`. The portal's pages and its other addresses are built apart, each with its own copy of a module: what is
 * dear to make would be made and held twice.
 * @param make called at the first asking in the process
 */
export function oneInProcess<T extends object>(name: string, make: () => T): T {
  const place = globalThis as unknown as Record<symbol, T | undefined>;
  const key = Symbol.for(`nadir: ${name}`);
  place[key] ??= make();
  return place[key];
}
