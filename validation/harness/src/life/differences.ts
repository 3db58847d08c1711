export interface Difference {
  /** Path in the result document, e.g. `primary.analysis.auc.value`. */
  readonly path: string;
  readonly reported: string;
  readonly derived: string;
}

/** Every place where two JSON values differ, leaf by leaf, in document order. */
export function differences(reported: unknown, derived: unknown, path = ""): Difference[] {
  if (isContainer(reported) && isContainer(derived) && Array.isArray(reported) === Array.isArray(derived)) {
    const a = reported as Record<string, unknown>;
    const b = derived as Record<string, unknown>;
    return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((name) =>
      differences(a[name], b[name], path === "" ? name : `${path}.${name}`),
    );
  }
  return Object.is(reported, derived) || (reported === 0 && derived === 0)
    ? []
    : [{ path, reported: inWords(reported), derived: inWords(derived) }];
}

const isContainer = (value: unknown): boolean => value !== null && typeof value === "object";
const inWords = (value: unknown): string => (value === undefined ? "absent" : JSON.stringify(value).slice(0, 120));
