/** How a response vector is judged: `reference/response-vectors/README.md`, "How a vector is judged". */

export interface ResponseFailure {
  /** Path in the answer, e.g. `recist-1.1.visits.V1.sumMm`. */
  readonly key: string;
  readonly expected: unknown;
  readonly got: unknown;
  /** Null where equality is exact. */
  readonly tolerance: number | null;
}

/** Lengths, products, volumes. */
const SIZE_TOLERANCE = 0.0001;
/** Growth rates and ratios. */
const RATE_TOLERANCE = 0.02;

/**
 * Every key of `expected` must stand in `got` with an equal value; further keys of `got` are free. The `reason` of a
 * criterion is for people and is not compared; the `reason` of a definition below it is a code and is.
 */
export function compareAnswer(criterion: string, expected: unknown, got: unknown): ResponseFailure[] {
  const failures: ResponseFailure[] = [];
  compare(criterion, expected, got, failures, true);
  return failures;
}

function compare(key: string, expected: unknown, got: unknown, failures: ResponseFailure[], top: boolean): void {
  if (typeof expected === "number") {
    const tolerance = key.includes(".kinetics.") ? RATE_TOLERANCE : SIZE_TOLERANCE;
    // A difference of exactly the tolerance is equal; the last bits of a double must not decide otherwise.
    const equal = typeof got === "number" && Math.abs(got - expected) <= tolerance * (1 + 1e-9);
    if (!equal) failures.push({ key, expected, got: got ?? null, tolerance });
  } else if (Array.isArray(expected)) {
    const equal = Array.isArray(got) && JSON.stringify(got) === JSON.stringify(expected);
    if (!equal) failures.push({ key, expected, got: got ?? null, tolerance: null });
  } else if (typeof expected === "object" && expected !== null) {
    if (typeof got !== "object" || got === null || Array.isArray(got)) {
      failures.push({ key, expected, got: got ?? null, tolerance: null });
      return;
    }
    for (const [name, value] of Object.entries(expected)) {
      if (top && name === "reason") continue;
      const under = `${key}.${name}`;
      if (!Object.hasOwn(got, name))
        failures.push({ key: under, expected: value, got: "no such key", tolerance: null });
      else compare(under, value, (got as Record<string, unknown>)[name], failures, false);
    }
  } else if (got !== expected) failures.push({ key, expected, got: got ?? null, tolerance: null });
}
