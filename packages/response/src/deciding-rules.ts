import type { FiredRule } from "@nadir/domain";

/** A rule that decides of a visit's category, and the visit at which it fired. */
export interface DecidingRule {
  readonly visit: string;
  readonly date: string;
  readonly rule: FiredRule;
}

/** As much of a `CriterionOutcome` as is read here. */
interface Traced {
  readonly visitOrder: readonly string[];
  readonly visits: Readonly<Record<string, { readonly date: string; readonly trace: readonly FiredRule[] }>>;
}

/** Parts put together by the table of the criterion: says what was found, not what set it apart. */
const COMPOSITION = /\.overall$/;
/** The sum against baseline and nadir, as every criterion compares it. What RANO-BM asks of a single lesion is its own. */
const SIZE =
  /^(recist-1\.1\.target-(no-targets|missing|cr|pd|no-baseline|pr|sd)|rano\.size-.*|immune-burden\.(nothing-measurable|pd|pd-by-remainder|missing|gone|no-baseline|pr|sd))$/;
const CARRIED = /\.carried$/;
/** Fired at one visit, and true of all that follow: a progression that was dropped, a lesion that joined the sum, a new reference. */
const LASTING =
  /^(irecist\.reset(-by-improvement)?|immune-burden\.(negated|joined)|rano\.(preliminary-not-confirmed|unconfirmed-gone|three-months-stable|first-after-radiotherapy)|mrano\.not-confirmed)$/;

/**
 * Why a visit has its category under a criterion, when another criterion says something else: what came before and still
 * counts, and what of this visit makes the category: the rules beyond the table (confirmation, window, steroids, a new
 * lesion), else the size, or the table where it says something else than the size. With nothing before or beyond, both.
 * Of a progression that is carried, the rules of the visit that made it. Empty without a trace.
 */
export function decidingRules(outcome: Traced, visit: string): DecidingRule[] {
  const { visitOrder, visits } = outcome;
  const at = visitOrder.indexOf(visit);
  const rulesAt = (i: number): DecidingRule[] => {
    const id = visitOrder[i];
    const found = id === undefined ? undefined : visits[id];
    return id === undefined || found === undefined
      ? []
      : found.trace.map((rule) => ({ visit: id, date: found.date, rule }));
  };
  const now = rulesAt(at);
  const carried = now.filter(({ rule }) => CARRIED.test(rule.id));
  if (carried.length > 0) {
    let made = at;
    while (rulesAt(made).some(({ rule }) => CARRIED.test(rule.id))) made--;
    const id = visitOrder[made];
    const because = id === undefined ? [] : decidingRules(outcome, id);
    return [...because.filter(({ rule }) => !COMPOSITION.test(rule.id)), ...carried];
  }
  const before = visitOrder.slice(0, Math.max(0, at)).flatMap((_, i) => rulesAt(i));
  const lasting = before.filter(({ rule }) => LASTING.test(rule.id));
  const size = now.filter(({ rule }) => SIZE.test(rule.id));
  const composed = now.filter(({ rule }) => COMPOSITION.test(rule.id));
  const beyond = now.filter((one) => !size.includes(one) && !composed.includes(one));
  if (beyond.length + lasting.length === 0) return [...size, ...composed];
  const isBySize =
    size.length > 0 && composed.every(({ rule: { figures } }) => figures["target"] === figures["overall"]);
  // Where a rule beyond it decides, the table adds nothing to the category that stands beside it. That a progression was
  // dropped does not say what the tumour is now.
  const isDecided = composed.length > 0 && beyond.some(({ rule }) => !LASTING.test(rule.id));
  return [...lasting, ...beyond, ...(isDecided ? [] : isBySize ? size : composed)];
}
