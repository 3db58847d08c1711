import { refuse, type Signature, type SignatureTerm } from "@nadir/domain";
import { expit } from "@nadir/statistics";
import { transformed } from "./evaluate-form.ts";

/** A nomogram of a sum: points of each input, and what their total says. */
export interface Nomogram {
  readonly axes: readonly {
    readonly label: string;
    readonly unit: string;
    /** Value of the input and its points, in the order of the values. */
    readonly marks: readonly (readonly [value: number, points: number])[];
  }[];
  /** What the total is read on to, e.g. `objective response`; a risk has its time. */
  readonly outcome: string;
  readonly total: readonly (readonly [points: number, probability: number])[];
  /** Linear predictor at no points, and of one point. */
  readonly start: number;
  readonly perPoint: number;
}

const PROBABILITIES = [0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99];
const LONGEST = 100;

/**
 * The nomogram of a logistic or Cox formula over the ranges of training (Harrell 2015, Regression Modeling Strategies, section 5.3): the
 * input that moves the sum most goes from 0 to 100 points, the others in proportion, so that points add up to the linear
 * predictor. Of a Cox formula the risk by its first time. Refuses another form, a formula without ranges, and an input twice.
 */
export function nomogramOf({ form, inputs, predicts, id }: Signature): Nomogram {
  const isLogit = form.kind === "linear" && form.link === "logit";
  const baseline = form.kind === "cox" ? form.baseline?.survival[0] : undefined;
  if ((form.kind !== "linear" && form.kind !== "cox") || (!isLogit && !baseline))
    return refuse(
      "NO_NOMOGRAM",
      `The form of '${id}' is ${form.kind}; a nomogram is drawn of a logistic formula, or of a Cox formula with its baseline.`,
    );
  const twice = form.terms.find((t, i) => form.terms.findIndex((o) => o.input === t.input) < i);
  if (twice) refuse("NO_NOMOGRAM", `The input '${twice.input}' stands in two terms; a nomogram has one axis for each.`);
  const sums = form.terms.map((term) => {
    const input = inputs.find((i) => i.name === term.input)!;
    const range = "seen" in input ? input.seen : undefined;
    if (!range || range[0] === range[1])
      return refuse(
        "NO_RANGE",
        `The input '${input.label}' has no range of training ('seen'); a nomogram's axis goes over it.`,
        { found: input.name },
      );
    const values = ticksOf(range[0], range[1]);
    const adds = values.map((v) => addsOf(term, v, input.label));
    return { label: input.label, unit: "unit" in input ? input.unit : "1", values, adds, least: Math.min(...adds) };
  });
  const perPoint = Math.max(...sums.map((s) => Math.max(...s.adds) - s.least)) / LONGEST;
  if (!(perPoint > 0)) refuse("NO_NOMOGRAM", `No input of '${id}' moves the sum over its range.`);
  const start = (form.kind === "linear" ? form.intercept : 0) + sums.reduce((s, a) => s + a.least, 0);
  const most = sums.reduce((s, a) => s + (Math.max(...a.adds) - a.least) / perPoint, 0);
  const lineOf = (p: number): number =>
    baseline ? Math.log(Math.log(1 - p) / Math.log(baseline.value)) : Math.log(p / (1 - p));
  return {
    axes: sums.map(({ label, unit, values, adds, least }) => ({
      label,
      unit,
      marks: values.map((v, i) => [v, (adds[i]! - least) / perPoint] as const),
    })),
    outcome: baseline ? `Risk: ${predicts}` : `Probability: ${predicts}`,
    total: PROBABILITIES.map((p) => [(lineOf(p) - start) / perPoint, p] as const).filter(
      ([points]) => points >= 0 && points <= most,
    ),
    start,
    perPoint,
  };
}

/** What a total of points says, without reading between marks. */
export const probabilityAt = ({ start, perPoint }: Nomogram, { form }: Signature, points: number): number => {
  const line = start + perPoint * points;
  const baseline = form.kind === "cox" ? form.baseline?.survival[0] : undefined;
  return baseline ? -Math.expm1(Math.log(baseline.value) * Math.exp(line)) : expit(line);
};

const addsOf = ({ coefficient, transform, centre, scale }: SignatureTerm, value: number, label: string): number =>
  (coefficient * (transformed(transform, value, label) - centre)) / scale;

/** Both ends, and round values between them, about five. */
function ticksOf(low: number, high: number): number[] {
  const rough = (high - low) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((f) => f * power).find((s) => s >= rough)!;
  const inside: number[] = [];
  for (let k = Math.ceil(low / step); k * step < high; k++) inside.push(Number((k * step).toPrecision(12)));
  // A round value that nearly touches an end would be written over it.
  return [low, ...inside.filter((v) => v - low > step / 2 && high - v > step / 2), high];
}
