import type { CaseVisit, CriterionId, CriterionOutcome } from "@nadir/domain";
import { baselineBurdenOf, unitOf } from "../burden.ts";
import { CRITERIA } from "../criteria.ts";
import type { SdtmRow } from "./columns.ts";
import type { RowMaker } from "./subject.ts";
import { CATEGORY_TERM, GROUP, SUM_TESTS, TUMOUR_TESTS, type TumourTest } from "./terms.ts";

/** The criterion as CDISC names it, or by its own name, which is counted as unmapped. */
export function categoryOf({ unmapped }: RowMaker, { criterion }: CriterionOutcome, variable: string): string {
  const own = CRITERIA.get(criterion)?.title ?? criterion;
  return unmapped.standard(variable, own, CATEGORY_TERM[criterion as CriterionId] ?? undefined) ?? own;
}

/** Their sums can hold new lesions beside the targets: neither group of lesions is theirs alone. */
const WITH_NEW_LESIONS: ReadonlySet<string> = new Set(["imrecist", "irrecist", "irrc", "irano"]);

/** The sums of a visit and their changes, as each criterion added them; a sum with a missing lesion is none. */
export function sumRows(maker: RowMaker, visit: CaseVisit): SdtmRow[] {
  return maker.subject.outcomes.flatMap((outcome) => {
    const unit = unitOf(outcome);
    const tests = SUM_TESTS[unit];
    const judged = outcome.visits[visit.id];
    const baseline = outcome.baselineVisit === visit.id ? baselineBurdenOf(outcome) : null;
    const group = WITH_NEW_LESIONS.has(outcome.criterion) ? undefined : GROUP.target;
    const found: [TumourTest, number | null, string, string | undefined][] = [
      [tests.sum, judged?.size.value ?? baseline, unit, group],
      [tests.fromBaseline, perCent(judged?.size.percentFromBaseline), "%", group],
      [tests.fromNadir, fromNadir(maker, outcome, visit.id), "%", group],
      ["SUMDIAM", judged?.newLesionSumMm ?? null, "mm", GROUP.new],
    ];
    return found.flatMap(([test, value, of, lesions]) =>
      value === null
        ? []
        : [
            maker.row("TR", visit, {
              GRPID: lesions,
              LNKGRP: visit.id,
              TESTCD: test,
              TEST: TUMOUR_TESTS[test],
              CAT: categoryOf(maker, outcome, "TRCAT"),
              ORRES: String(value),
              ORRESU: of,
              STRESC: String(value),
              STRESN: value,
              STRESU: of,
              DRVFL: "Y",
            }),
          ],
    );
  });
}

/** To twelve digits, which only takes off what binary fractions add: 5.7, not 5.699999999999993. */
const perCent = (change: number | null | undefined): number | null =>
  change === null || change === undefined ? null : Number(change.toPrecision(12));

/**
 * The codelist's change is from the lowest sum recorded before. A criterion of the RANO family can restart its reference above
 * that (after radiotherapy, after a progression that was not confirmed): that change has no term, and is counted instead of
 * being given under this one.
 */
function fromNadir({ unmapped }: RowMaker, outcome: CriterionOutcome, visit: string): number | null {
  const size = outcome.visits[visit]?.size;
  const change = perCent(size?.percentFromNadir);
  if (size === undefined || change === null) return null;
  const before = outcome.visitOrder.slice(0, outcome.visitOrder.indexOf(visit));
  const sums = before.map((id) => (outcome.visits[id]?.disregarded ? null : (outcome.visits[id]?.size.value ?? null)));
  const lowest = Math.min(...[baselineBurdenOf(outcome), ...sums].filter((sum) => sum !== null));
  if (size.nadir === lowest) return change;
  unmapped.add("TRTESTCD", `change in per cent from a reference that is not the lowest sum (${outcome.criterion})`);
  return null;
}
