/** Where a computed value departs from the reference. */
export interface StatisticsFailure {
  /** Path inside `values`, e.g. `sensitivity.wilson_lower` or `survival[2]`. */
  readonly key: string;
  readonly expected: unknown;
  readonly got: unknown;
  readonly tolerance: number;
  /** The common mistake whose listed result was computed instead. */
  readonly mistake?: string;
}

/** Results of common mistakes, listed in the files so that a failing test can say which was made. */
export const isTrap = (key: string): boolean =>
  key.startsWith("trap_") ||
  key.includes("_trap_") ||
  key === "loess_interpolate_r_default" ||
  key === "naive_one_minus_km_cause1" ||
  key === "recalibration_intercept_with_free_slope";

const isNote = (key: string): boolean => key === "note" || key.startsWith("note_");

type Members = Readonly<Record<string, unknown>>;
const isMembers = (v: unknown): v is Members => typeof v === "object" && v !== null && !Array.isArray(v);

/**
 * The rule of the oracle: |a-b| <= max(rel_tol |b|, 1e-10); p-values below 1e-12 within 1e-4 of themselves; null must be
 * null. Every expected key must be computed, except notes and traps. An unnamed list stands for named values in order,
 * and a single value for a list of one (the reference software drops both).
 */
export function compareValues(expected: Members, got: Members, relTol: number): StatisticsFailure[] {
  const traps = collectTraps(expected);
  const failures: StatisticsFailure[] = [];
  const visit = (want: unknown, have: unknown, path: readonly string[]): void => {
    if (isMembers(want)) {
      for (const [key, value] of Object.entries(want)) {
        if (isTrap(key) || isNote(key)) continue;
        visit(value, isMembers(have) ? have[key] : undefined, [...path, key]);
      }
      return;
    }
    if (Array.isArray(want)) {
      const list = Array.isArray(have)
        ? have
        : isMembers(have)
          ? Object.values(have)
          : have === undefined
            ? []
            : [have];
      const flat = want.length !== list.length && list.length === 1 && Array.isArray(list[0]) ? list[0] : list;
      if (flat.length !== want.length) fail(want, have, path, 0);
      else
        want.forEach((value, i) => {
          visit(value, flat[i], [...path, `[${i}]`]);
        });
      return;
    }
    const single = Array.isArray(have) && have.length === 1 ? have[0] : have;
    if (typeof want === "number") {
      const smallP = want !== 0 && Math.abs(want) < 1e-12 && path.some((k) => /(^|_)p(_|$)|pvalue/.test(k));
      const tolerance = smallP ? 1e-4 * Math.abs(want) : Math.max(relTol * Math.abs(want), 1e-10);
      if (typeof single !== "number" || !(Math.abs(single - want) <= tolerance)) fail(want, single, path, tolerance);
      return;
    }
    if (single !== want) fail(want, single, path, 0);
  };
  const fail = (want: unknown, have: unknown, path: readonly string[], tolerance: number): void => {
    const key = path.reduce((s, k) => (k.startsWith("[") || s === "" ? s + k : `${s}.${k}`), "");
    const trap = traps.find(({ value }) => sameNumber(value, have, relTol));
    failures.push({
      key,
      expected: want,
      got: have === undefined ? "not computed" : have,
      tolerance,
      ...(trap ? { mistake: trap.name } : {}),
    });
  };
  visit(expected, got, []);
  return failures;
}

const sameNumber = (a: unknown, b: unknown, relTol: number): boolean =>
  typeof a === "number" && typeof b === "number" && Math.abs(a - b) <= Math.max(relTol * Math.abs(a), 1e-10);

function collectTraps(values: Members): { name: string; value: number }[] {
  const out: { name: string; value: number }[] = [];
  const visit = (v: unknown, name: string | null): void => {
    if (typeof v === "number" && name) out.push({ name, value: v });
    else if (Array.isArray(v)) for (const x of v) visit(x, name);
    else if (isMembers(v)) for (const [k, x] of Object.entries(v)) visit(x, name ?? (isTrap(k) ? k : null));
  };
  visit(values, null);
  return out;
}
