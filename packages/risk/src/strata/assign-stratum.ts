import { type Problem, Refusal, type StrataFactor, type StrataRule } from "@nadir/domain";

/** Values of a patient by column; empty text or null is not known. */
export type StrataValues = Readonly<Record<string, string | number | null | undefined>>;

export interface StratumOfSubject {
  /** The level of each factor, in the order of the rule; null where it is not known. */
  readonly levels: readonly (string | null)[];
  /** The levels joined; null where the rule gives a patient with an unknown factor no stratum. */
  readonly stratum: string | null;
  /** Labels of the factors that are not known. */
  readonly unknown: readonly string[];
}

const UNKNOWN = "unknown";
const columnOf = (factor: StrataFactor): string => factor.column ?? factor.name;
const joined = (levels: readonly string[]): string => levels.join(" / ");

/**
 * The stratum of one patient: the same values give the same stratum. Refusal, all factors together: a value that is no number
 * (`NOT_A_NUMBER`), a word of no level (`NO_SUCH_LEVEL`).
 */
export function assignStratum(rule: StrataRule, values: StrataValues): StratumOfSubject {
  const problems: Problem[] = [];
  const levels = rule.factors.map((factor) => levelOf(factor, values[columnOf(factor)], problems));
  if (problems.length > 0) throw new Refusal(problems);
  const unknown = rule.factors.flatMap((f, i) => (levels[i] === null ? [f.label] : []));
  const isSorted = unknown.length === 0 || rule.unknown === "own-level";
  return { levels, stratum: isSorted ? joined(levels.map((l) => l ?? UNKNOWN)) : null, unknown };
}

function levelOf(factor: StrataFactor, given: string | number | null | undefined, problems: Problem[]): string | null {
  const value = typeof given === "string" ? given.trim() : given;
  if (value === null || value === undefined || value === "") return null;
  const where = { path: columnOf(factor) };
  if (factor.kind === "word") {
    const level = factor.levels.find((l) => l.words.includes(String(value)));
    if (level) return level.name;
    problems.push({
      code: "NO_SUCH_LEVEL",
      message: `${factor.label} is '${value}', which is of no level of the rule; it knows: ${factor.levels.flatMap((l) => l.words).join(", ")}.`,
      where,
      found: String(value),
    });
    return null;
  }
  const number = Number(value);
  if (!Number.isFinite(number)) {
    problems.push({
      code: "NOT_A_NUMBER",
      message: `${factor.label} is '${value}'; give a number in ${factor.unit}.`,
      where,
      found: String(value),
    });
    return null;
  }
  const level = factor.levels.find(({ upTo, below }) =>
    upTo !== undefined ? number <= upTo : below === undefined || number < below,
  );
  return level!.name;
}

/** Every stratum that the rule can give, the first factor changing slowest. */
export function allStrata(rule: StrataRule): string[] {
  const names = rule.factors.map((f) => [
    ...f.levels.map((l) => l.name),
    ...(rule.unknown === "own-level" ? [UNKNOWN] : []),
  ]);
  return names.reduce<string[][]>((all, levels) => all.flatMap((a) => levels.map((l) => [...a, l])), [[]]).map(joined);
}

/** Counts of a stratum; by arm where arms are known. */
export interface StratumCount {
  readonly stratum: string;
  readonly subjects: number;
  readonly byArm: Readonly<Record<string, number>>;
}

/** The strata table: every stratum of the rule, also those without a patient, and those without a stratum last. */
export function countStrata(
  rule: StrataRule,
  subjects: readonly { readonly stratum: string | null; readonly arm?: string }[],
): StratumCount[] {
  const arms = [...new Set(subjects.flatMap((s) => s.arm ?? []))].sort();
  return [...allStrata(rule), null].flatMap((stratum) => {
    const own = subjects.filter((s) => s.stratum === stratum);
    if (stratum === null && own.length === 0) return [];
    const byArm = Object.fromEntries(arms.map((arm) => [arm, own.filter((s) => s.arm === arm).length]));
    return [{ stratum: stratum ?? "no stratum", subjects: own.length, byArm }];
  });
}
