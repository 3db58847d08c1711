import type { CaseVisit, CriterionId, CriterionOutcome } from "@nadir/domain";
import { CRITERIA } from "../criteria.ts";
import type { SdtmRow } from "./columns.ts";
import type { RowMaker } from "./subject.ts";
import { CATEGORY_TERM, GROUP, SUM_TESTS, TUMOUR_TESTS, type TumourTest, unitOf } from "./terms.ts";

/** The criterion as CDISC names it, or by its own name, which is counted as unmapped. */
export function categoryOf({ unmapped }: RowMaker, { criterion }: CriterionOutcome, variable: string): string {
  const own = CRITERIA.get(criterion)?.title ?? criterion;
  return unmapped.standard(variable, own, CATEGORY_TERM[criterion as CriterionId] ?? undefined) ?? own;
}

/** The sums of a visit and their changes, as each criterion added them; a sum with a missing lesion is none. */
export function sumRows(maker: RowMaker, visit: CaseVisit): SdtmRow[] {
  return maker.subject.outcomes.flatMap((outcome) => {
    const unit = unitOf(outcome);
    const tests = SUM_TESTS[unit];
    const judged = outcome.visits[visit.id];
    const baseline = outcome.baselineVisit === visit.id ? baselineSum(outcome) : null;
    const found: [TumourTest, number | null, string, keyof typeof GROUP][] = [
      [tests.sum, judged?.size.value ?? baseline, unit, "target"],
      [tests.fromBaseline, perCent(judged?.size.percentFromBaseline), "%", "target"],
      [tests.fromNadir, perCent(judged?.size.percentFromNadir), "%", "target"],
      ["SUMDIAM", judged?.newLesionSumMm ?? null, "mm", "new"],
    ];
    return found.flatMap(([test, value, of, group]) =>
      value === null
        ? []
        : [
            maker.row("TR", visit, {
              GRPID: GROUP[group],
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

const baselineSum = (outcome: CriterionOutcome): number | null =>
  outcome.baselineSumMm ?? outcome.baselineSum ?? outcome.baselineBurden ?? null;
