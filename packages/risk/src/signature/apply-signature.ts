import { inputsOfForm, type Signature } from "@nadir/domain";
import { type Contribution, evaluateForm, type FormValue } from "./evaluate-form.ts";
import { gatherInputs, type KnownOfSubject } from "./gather-inputs.ts";
import { bootstrapInterval, type OutcomeSet, outcomeSet, outsideTraining, type ScoreInterval } from "./uncertainty.ts";

export type { Contribution } from "./evaluate-form.ts";

export interface SignatureScore {
  readonly status: "scored" | "not-evaluable";
  /** Linear predictor or sum of points; null where an input is missing. */
  readonly score: number | null;
  /** With a logit link. */
  readonly probability: number | null;
  /** Of a Cox model with a baseline, and of a survival forest: the risk by each of its times. */
  readonly risks: readonly { readonly time: number; readonly timeUnit: string; readonly risk: number }[];
  readonly group: string | null;
  /** Of a form with several classes: the probability of each. */
  readonly classes: FormValue["classes"];
  /** Of a tree: the questions asked, with their answers. */
  readonly path: FormValue["path"];
  /** Over bootstrap refits, where the signature has them. */
  readonly interval: ScoreInterval | null;
  /** Outcomes that cannot be excluded, where the signature has conformal scores. */
  readonly outcomes: OutcomeSet | null;
  readonly intercept: number;
  readonly contributions: readonly Contribution[];
  readonly missing: readonly { readonly input: string; readonly what: string }[];
  readonly warnings: readonly string[];
}

/**
 * The score of one subject. An input that is missing, without a rule of the signature for that, leaves the score out and is
 * named: no score is made up. Refusals are those of `gatherInputs`, and `OUTSIDE_DOMAIN` for a logarithm of what is not
 * above 0. Of an ONNX form `given` is what the model's file says of this subject (`onnxRow`).
 */
export function applySignature(signature: Signature, known: KnownOfSubject, given?: number): SignatureScore {
  const { values, missing, warnings } = gatherInputs(signature, known);
  const { form } = signature;
  const labels = new Map(signature.inputs.map((i) => [i.name, i.label]));
  const intercept = form.kind === "linear" ? form.intercept : 0;
  const needed = new Set(inputsOfForm(form).map((i) => i.input));
  // An input that only serves a ratio is missing when the ratio is, and both are named.
  if (missing.some((m) => needed.has(m.input)))
    return {
      status: "not-evaluable",
      score: null,
      probability: null,
      risks: [],
      group: null,
      classes: [],
      path: [],
      interval: null,
      outcomes: null,
      intercept,
      contributions: [],
      missing,
      warnings,
    };
  const found = evaluateForm(form, values, labels, given);
  const { score, probability } = found;
  return {
    status: "scored",
    score,
    probability,
    risks:
      form.kind === "cox" && form.baseline
        ? form.baseline.survival.map(({ time, value }) => ({
            time,
            timeUnit: form.baseline!.timeUnit,
            risk: -Math.expm1(Math.log(value) * Math.exp(score)),
          }))
        : found.risks,
    group: groupOf(signature, score) ?? found.group,
    classes: found.classes,
    path: found.path,
    interval: bootstrapInterval(signature, values),
    outcomes: probability === null ? null : outcomeSet(signature, probability),
    intercept: found.intercept,
    contributions: found.contributions,
    missing,
    warnings: [...warnings, ...found.warnings, ...outsideTraining(signature, values, known)],
  };
}

function groupOf({ groups }: Signature, score: number): string | null {
  const found = groups?.list.find(({ upTo, below }) =>
    upTo !== undefined ? score <= upTo : below !== undefined ? score < below : true,
  );
  return found?.name ?? null;
}
