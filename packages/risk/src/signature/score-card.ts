import { type ModelCard, Refusal } from "@nadir/domain";
import { applySignature } from "./apply-signature.ts";
import { gatherInputs, type KnownOfSubject } from "./gather-inputs.ts";
import type { ScoreInterval } from "./uncertainty.ts";

export interface Neighbour {
  readonly tag: string;
  readonly outcome: string;
  /** Distance in standard deviations of training. */
  readonly distance: number;
}

/** What a model says of one patient, with its interval and the training patients most like this one. */
export interface CardScore {
  readonly status: "scored" | "not-evaluable" | "refused";
  readonly score: number | null;
  readonly probability: number | null;
  readonly group: string | null;
  /** Conformal by the card, else over the signature's bootstrap refits. */
  readonly interval: (ScoreInterval & { readonly how: "conformal" | "bootstrap" }) | null;
  /** Outcomes that cannot be excluded at the level, where the signature has conformal scores. */
  readonly outcomes: { readonly level: number; readonly set: readonly ("with" | "without")[] } | null;
  readonly contributions: readonly { readonly label: string; readonly value: number | string; readonly adds: number }[];
  readonly neighbours: readonly Neighbour[];
  /** What is lacking, or why it was refused; a sentence each. */
  readonly missing: readonly string[];
  readonly warnings: readonly string[];
}

const NEAREST = 3;
const none = {
  score: null,
  probability: null,
  group: null,
  interval: null,
  outcomes: null,
  contributions: [],
  neighbours: [],
  warnings: [],
};

/** Scores one patient. What the signature refuses (a unit, a configuration) is told, not thrown: a page shows several models. */
export function scoreCard(card: ModelCard, known: KnownOfSubject): CardScore {
  try {
    const found = applySignature(card.signature, known);
    const missing = found.missing.map(({ what }) => what);
    if (found.score === null) return { ...none, status: "not-evaluable", missing, warnings: found.warnings };
    const { score, probability, group, outcomes } = found;
    return {
      status: "scored",
      score,
      probability,
      group,
      interval: conformal(card, score) ?? (found.interval === null ? null : { ...found.interval, how: "bootstrap" }),
      outcomes: outcomes === null ? null : { level: outcomes.level, set: outcomes.set },
      contributions: found.contributions,
      neighbours: nearest(card, gatherInputs(card.signature, known).values),
      missing,
      warnings: found.warnings,
    };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ...none, status: "refused", missing: error.problems.map(({ message }) => message) };
  }
}

/** Score ± half width; through the logit where the score is the line of a logistic formula. */
function conformal({ interval, signature: { form } }: ModelCard, score: number): CardScore["interval"] {
  if (interval === undefined) return null;
  const isLogit = form.kind === "linear" && form.link === "logit";
  const turned = (x: number) => (isLogit ? 1 / (1 + Math.exp(-x)) : x);
  const { level, halfWidth } = interval;
  return {
    of: isLogit ? "probability" : "score",
    level,
    lower: turned(score - halfWidth),
    upper: turned(score + halfWidth),
    how: "conformal",
  };
}

/** By Euclidean distance over the card's numbers, each divided by its standard deviation (n − 1) in training. */
function nearest(card: ModelCard, values: ReadonlyMap<string, number | string>): Neighbour[] {
  const { neighbours } = card;
  if (neighbours === undefined) return [];
  const names = Object.keys(neighbours[0]?.values ?? {});
  const scale = names.map((name) => {
    const column = neighbours.map((n) => n.values[name] as number);
    const mean = column.reduce((a, b) => a + b, 0) / column.length;
    return Math.sqrt(column.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (column.length - 1));
  });
  // A number that is not known, or that does not vary in training, tells no likeness.
  const used = names
    .map((name, i) => ({ name, sd: scale[i] as number }))
    .filter(({ name, sd }) => sd > 0 && typeof values.get(name) === "number");
  if (used.length < names.filter((_, i) => (scale[i] as number) > 0).length || used.length === 0) return [];
  return neighbours
    .map(({ tag, outcome, values: theirs }) => ({
      tag,
      outcome,
      distance: Math.hypot(
        ...used.map(({ name, sd }) => ((values.get(name) as number) - (theirs[name] as number)) / sd),
      ),
    }))
    .sort((a, b) => a.distance - b.distance || (a.tag < b.tag ? -1 : 1))
    .slice(0, NEAREST);
}
