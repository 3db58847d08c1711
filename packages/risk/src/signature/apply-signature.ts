import { type PointRule, refuse, type Signature, type SignatureTerm } from "@nadir/domain";
import { gatherInputs, type KnownOfSubject } from "./gather-inputs.ts";

/** What each input adds to the score: the sum of all, and the intercept, is the score. */
export interface Contribution {
  readonly input: string;
  readonly label: string;
  readonly value: number | string;
  /** Coefficient × (transformed value - centre) / scale, or points. */
  readonly adds: number;
}

export interface SignatureScore {
  readonly status: "scored" | "not-evaluable";
  /** Linear predictor or sum of points; null where an input is missing. */
  readonly score: number | null;
  /** With a logit link. */
  readonly probability: number | null;
  /** With a Cox model that has a baseline: the risk by each of its times. */
  readonly risks: readonly { readonly time: number; readonly timeUnit: string; readonly risk: number }[];
  readonly group: string | null;
  readonly intercept: number;
  readonly contributions: readonly Contribution[];
  readonly missing: readonly { readonly input: string; readonly what: string }[];
  readonly warnings: readonly string[];
}

/**
 * The score of one subject. An input that is missing, without a rule of the signature for that, leaves the score out and is
 * named: no score is made up. Refusals are those of `gatherInputs`, and `OUTSIDE_DOMAIN` for a logarithm of what is not
 * above 0.
 */
export function applySignature(signature: Signature, known: KnownOfSubject): SignatureScore {
  const { values, missing, warnings } = gatherInputs(signature, known);
  const { form } = signature;
  const labels = new Map(signature.inputs.map((i) => [i.name, i.label]));
  const intercept = form.kind === "linear" ? form.intercept : 0;
  const needed = new Set(form.kind === "points" ? form.items.map((i) => i.input) : form.terms.map((t) => t.input));
  // An input that only serves a ratio is missing when the ratio is, and both are named.
  if (missing.some((m) => needed.has(m.input)))
    return {
      status: "not-evaluable",
      score: null,
      probability: null,
      risks: [],
      group: null,
      intercept,
      contributions: [],
      missing,
      warnings,
    };

  const contributions: Contribution[] =
    form.kind === "points"
      ? form.items.map(({ input, rules, otherwise }) => {
          const value = values.get(input)!;
          const adds = rules.find((r) => holds(r, value))?.points ?? otherwise;
          return { input, label: labels.get(input)!, value, adds };
        })
      : form.terms.map((term) => {
          const value = values.get(term.input) as number;
          return {
            input: term.input,
            label: labels.get(term.input)!,
            value,
            adds: termValue(term, value, labels.get(term.input)!),
          };
        });
  const score = contributions.reduce((sum, c) => sum + c.adds, intercept);
  return {
    status: "scored",
    score,
    probability: form.kind === "linear" && form.link === "logit" ? 1 / (1 + Math.exp(-score)) : null,
    risks:
      form.kind === "cox" && form.baseline
        ? form.baseline.survival.map(({ time, value }) => ({
            time,
            timeUnit: form.baseline!.timeUnit,
            risk: -Math.expm1(Math.log(value) * Math.exp(score)),
          }))
        : [],
    group: groupOf(signature, score),
    intercept,
    contributions,
    missing,
    warnings,
  };
}

function termValue({ coefficient, transform, centre, scale }: SignatureTerm, value: number, label: string): number {
  if (transform === "square-root" ? value < 0 : transform !== undefined && value <= 0)
    refuse(
      "OUTSIDE_DOMAIN",
      `${label} is ${value}; the signature takes its ${transform === "square-root" ? "square root, which wants 0 or more" : "logarithm, which wants a value above 0"}.`,
      { found: String(value) },
    );
  const turned =
    transform === "log"
      ? Math.log(value)
      : transform === "log2"
        ? Math.log2(value)
        : transform === "log10"
          ? Math.log10(value)
          : transform === "square-root"
            ? Math.sqrt(value)
            : value;
  return (coefficient * (turned - centre)) / scale;
}

function holds({ above, atLeast, below, atMost, is }: PointRule, value: number | string): boolean {
  if (is !== undefined && String(is) !== String(value)) return false;
  if (typeof value === "string") return is !== undefined;
  return (
    (above === undefined || value > above) &&
    (atLeast === undefined || value >= atLeast) &&
    (below === undefined || value < below) &&
    (atMost === undefined || value <= atMost)
  );
}

function groupOf({ groups }: Signature, score: number): string | null {
  const found = groups?.list.find(({ upTo, below }) =>
    upTo !== undefined ? score <= upTo : below !== undefined ? score < below : true,
  );
  return found?.name ?? null;
}
