import type { ProtocolDocument } from "./protocol.ts";
import type { Say } from "./protocol-contradiction.ts";

/** What the planned effects of a marker cannot be, and a predictive claim without its interaction. */
export function effectContradictions(d: ProtocolDocument, say: Say): void {
  const invalid = (path: string, detail: string) => say("PROTOCOL_INVALID", path, detail);
  const predictors = d.predictors.map((p) => p.id);
  d.secondary.forEach((s, i) => {
    if (s.kind !== "adjusted-effect" && s.kind !== "treatment-interaction") return;
    const path = `secondary.${i}`;
    const marker = s.marker.from === "predictor" ? s.marker.predictor : null;
    const check = (at: string, ids: readonly string[]) => {
      for (const id of ids) {
        if (!predictors.includes(id))
          invalid(at, `'${id}' is not defined here; defined are ${predictors.join(", ") || "none"}.`);
        if (id === marker) invalid(at, `'${id}' is the marker itself; it cannot be its own confounder.`);
      }
      const twice = ids.find((id, k) => ids.indexOf(id) !== k);
      if (twice) invalid(at, `'${twice}' stands twice.`);
    };
    if (marker !== null && !predictors.includes(marker))
      invalid(`${path}.marker.predictor`, `'${marker}' is not defined here; defined are ${predictors.join(", ")}.`);
    if (s.kind === "adjusted-effect") {
      s.confounders.forEach((set, k) => {
        check(`${path}.confounders.${k}.predictors`, set.predictors);
        if (s.confounders.findIndex((c) => c.name === set.name) !== k)
          invalid(`${path}.confounders.${k}.name`, `two sets are called '${set.name}'; name them apart.`);
      });
      return;
    }
    check(`${path}.adjustFor`, s.adjustFor);
    const both = s.treated.arms.find((a) => s.control.arms.includes(a));
    if (both) invalid(`${path}.control.arms`, `arm '${both}' is treated and control; name it once.`);
  });
  const { best, comparator } = d.biomarker;
  if (!best.includes("predictive") || !comparator) return;
  const tested = d.secondary.some(
    (s) => s.kind === "treatment-interaction" && s.control.arms.includes(comparator.arm) && s.sets.includes("test"),
  );
  if (!tested)
    say(
      "BEST_PREDICTIVE_WITHOUT_COMPARATOR",
      "secondary",
      `a predictive claim is tested in the test set: plan an analysis of kind treatment-interaction with arm '${comparator.arm}' as control.`,
    );
}
