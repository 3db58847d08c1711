import { type FrozenBlock, type ProtocolDocument, refuse } from "@nadir/domain";
import { MOST_FOR_EXACT_RANK_SUM } from "@nadir/statistics";

/** An exact test that the test set is too large for would be known to fail only after the one opening. */
export function refuseLargeExact(
  { secondary }: Pick<ProtocolDocument, "secondary">,
  { precision: { evaluable } }: { readonly precision: Pick<FrozenBlock["precision"], "evaluable"> },
): void {
  const exact = secondary.findIndex((s) => s.kind === "auc-permutation" && s.sets.includes("test"));
  if (exact >= 0 && evaluable > MOST_FOR_EXACT_RANK_SUM)
    refuse(
      "PROTOCOL_INVALID",
      `secondary.${exact}: the exact permutation test goes up to ${MOST_FOR_EXACT_RANK_SUM} subjects, and ${evaluable} test subjects can be predicted. Leave it out: DeLong's interval serves so many.`,
      {
        where: { path: `secondary.${exact}` },
        found: String(evaluable),
        expected: `at most ${MOST_FOR_EXACT_RANK_SUM}`,
      },
    );
}
