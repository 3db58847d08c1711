import type { ProtocolDocument } from "./protocol.ts";
import type { Say } from "./protocol-contradiction.ts";
import { horizonOfModel, isImportedModel } from "./protocol-model.ts";

/** Measures that cannot be pooled over sites with this endpoint and model. */
export function heterogeneityContradictions(d: ProtocolDocument, say: Say): void {
  const { heterogeneity: plan, primary, model } = d;
  if (plan.pooling !== "random-effects") return;
  const invalid = (path: string, detail: string) => say("PROTOCOL_INVALID", `heterogeneity.${path}`, detail);
  const binary = primary.metric === "auc";
  plan.measures.forEach((m, i) => {
    const path = `measures.${i}`;
    if (plan.measures.indexOf(m) !== i) invalid(path, `'${m}' stands twice.`);
    if (m === "auc" && !binary) invalid(path, "an AUC is of a binary endpoint; of this time to event pool c-harrell.");
    if ((m === "c-harrell" || m === "hazard-ratio") && binary)
      invalid(path, `${m} is of a time to event; of this binary endpoint pool auc.`);
    if (m !== "observed-to-expected" && m !== "slope") return;
    if (isImportedModel(model) && model.output.kind === "score")
      invalid(path, `${m} needs a probability; this model gives a score that only orders. Leave it out.`);
    else if (!binary && horizonOfModel(model) === null)
      invalid(path, `${m} of a time to event needs a risk by a horizon; this model gives none. Leave it out.`);
  });
  const wanted = plan.measures.includes("hazard-ratio");
  const cox = d.secondary.flatMap((s) => (s.kind === "cox" ? [s.id] : []));
  const named = plan.hazardRatioOf;
  if (wanted && (named === undefined || !cox.includes(named)))
    invalid(
      "hazardRatioOf",
      `name the Cox analysis whose hazard ratio is pooled; ${cox.length === 0 ? "none is planned under secondary" : `planned are ${cox.join(", ")}`}${named === undefined ? "" : `, found '${named}'`}.`,
    );
  if (!wanted && named !== undefined)
    invalid("hazardRatioOf", "no hazard ratio is pooled; add 'hazard-ratio' to the measures or leave this out.");
}
