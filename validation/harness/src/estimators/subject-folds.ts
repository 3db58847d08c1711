import { drawTag, type SubjectFolds } from "@nadir/domain";
import type { TrainingRow } from "../cohort/training-view.ts";

/**
 * Fold of each row. By subject: within those with and those without the event (and the unknown) subjects are dealt in turn
 * in the order of their drawn tags, so that folds are alike in size and events and no row order matters; rows of one
 * subject go together. By site: one fold a site.
 */
export function foldsOf(rows: readonly TrainingRow[], folds: SubjectFolds): readonly (string | number)[] {
  if (folds.by === "site") return rows.map((r) => r.site);
  const byTag = new Map(rows.map((r) => [r.tag, r]));
  const dealt = new Map<string, number>();
  let next = 0;
  for (const stratum of [true, false, null])
    for (const { tag } of [...byTag.values()]
      .filter((r) => r.event === stratum)
      .map(({ tag }) => ({ tag, drawn: drawTag(folds.seed, tag) }))
      .sort((a, b) => (a.drawn < b.drawn ? -1 : 1)))
      dealt.set(tag, next++ % folds.count);
  return rows.map((r) => dealt.get(r.tag)!);
}
