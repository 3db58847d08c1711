import {
  expressionValue,
  type PointRule,
  refuse,
  type SignatureForm,
  type SignatureTerm,
  type SignatureTreeNode,
} from "@nadir/domain";
import { evaluateMachine } from "./evaluate-machine.ts";
import { onnxValue } from "./onnx/row-of.ts";

/** What each input adds to the score: where the form is a sum, all and the intercept are the score. */
export interface Contribution {
  readonly input: string;
  readonly label: string;
  readonly value: number | string;
  /** Coefficient × (transformed value - centre) / scale, or points. */
  readonly adds: number;
}

export interface FormValue {
  readonly score: number;
  readonly probability: number | null;
  /** The group that a tree's leaf names, or the likeliest class. */
  readonly group: string | null;
  readonly intercept: number;
  readonly contributions: readonly Contribution[];
  readonly classes: readonly { readonly name: string; readonly probability: number }[];
  /** Of a tree: the questions asked, in order, with their answers. */
  readonly path: readonly { readonly question: string; readonly answer: boolean }[];
  /** Of a survival forest: the risk by each of its times. */
  readonly risks: readonly { readonly time: number; readonly timeUnit: string; readonly risk: number }[];
  readonly warnings: readonly string[];
}

type Values = ReadonlyMap<string, number | string>;
type Labels = ReadonlyMap<string, string>;

/**
 * Refusal `OUTSIDE_DOMAIN` for a logarithm of what is not above 0, and for a formula without a value; `ONNX_NOT_RUN` for a model
 * file whose output (`given`) is not there.
 */
export function evaluateForm(form: SignatureForm, values: Values, labels: Labels, given?: number): FormValue {
  const nothing = { probability: null, group: null, intercept: 0, classes: [], path: [], risks: [], warnings: [] };
  const label = (input: string): string => labels.get(input)!;
  const termsOf = (terms: readonly SignatureTerm[]): Contribution[] =>
    terms.map((term) => {
      const value = values.get(term.input) as number;
      return { input: term.input, label: label(term.input), value, adds: termValue(term, value, label(term.input)) };
    });
  const sum = (of: readonly Contribution[], start = 0): number => of.reduce((s, c) => s + c.adds, start);
  switch (form.kind) {
    case "linear": {
      const contributions = termsOf(form.terms);
      const score = sum(contributions, form.intercept);
      const probability = form.link === "logit" ? 1 / (1 + Math.exp(-score)) : null;
      return { ...nothing, score, probability, intercept: form.intercept, contributions };
    }
    case "cox": {
      const contributions = termsOf(form.terms);
      return { ...nothing, score: sum(contributions), contributions };
    }
    case "points": {
      const contributions = form.items.map(({ input, rules, otherwise }) => {
        const value = values.get(input)!;
        return { input, label: label(input), value, adds: rules.find((r) => holds(r, value))?.points ?? otherwise };
      });
      return { ...nothing, score: sum(contributions), contributions };
    }
    case "tree": {
      const { leaf, path } = descend(form.root, values, label);
      return {
        ...nothing,
        score: leaf.value,
        probability: form.probability ? leaf.value : null,
        group: leaf.group ?? null,
        contributions: [],
        path,
      };
    }
    case "classes": {
      const scores = form.classes.map((c) => sum(termsOf(c.terms), c.intercept));
      const top = Math.max(...scores);
      const total = scores.reduce((s, v) => s + Math.exp(v - top), 0);
      const classes = form.classes.map((c, k) => ({ name: c.name, probability: Math.exp(scores[k]! - top) / total }));
      const best = scores.indexOf(top);
      return {
        ...nothing,
        score: top,
        group: form.classes[best]!.name,
        intercept: form.classes[best]!.intercept,
        contributions: termsOf(form.classes[best]!.terms),
        classes,
      };
    }
    case "machine": {
      const { probability, risks } = evaluateMachine(form, values);
      // No sum of parts: the probability, or the risk by the last time, is the score.
      return { ...nothing, score: probability ?? risks.at(-1)!.risk, probability, contributions: [], risks };
    }
    case "onnx":
      return { ...nothing, ...onnxValue(form, given), contributions: [] };
    case "expression": {
      const found = expressionValue(form.expression, (input) => values.get(input) as number);
      const [least, most] = form.within ?? [found, found];
      const score = form.intercept + form.slope * Math.min(most, Math.max(least, found));
      if (!Number.isFinite(score))
        refuse("OUTSIDE_DOMAIN", `The formula ${form.text} has no value for these inputs (${found}).`);
      const probability = form.link === "logit" ? 1 / (1 + Math.exp(-score)) : null;
      const warnings =
        found < least || found > most
          ? [`The formula is ${found}, outside of training; ${least} to ${most} is held.`]
          : [];
      return { ...nothing, score, probability, intercept: form.intercept, contributions: [], warnings };
    }
    case "nomogram": {
      const warnings: string[] = [];
      const contributions = form.axes.map(({ input, marks }) => {
        const value = values.get(input) as number;
        const read = alongMarks(marks, value);
        if (read.outside) warnings.push(`${label(input)} is ${value}, beyond the ends of its axis; the end was read.`);
        return { input, label: label(input), value, adds: read.value };
      });
      const score = sum(contributions);
      const probability = alongMarks(form.total, score);
      if (probability.outside) warnings.push(`${score} points are beyond the ends of the total; the end was read.`);
      return { ...nothing, score, probability: probability.value, contributions, warnings };
    }
  }
}

function termValue({ coefficient, transform, centre, scale }: SignatureTerm, value: number, label: string): number {
  return (coefficient * (transformed(transform, value, label) - centre)) / scale;
}

export function transformed(transform: SignatureTerm["transform"], value: number, label: string): number {
  if (transform === "square-root" ? value < 0 : transform !== undefined && value <= 0)
    refuse(
      "OUTSIDE_DOMAIN",
      `${label} is ${value}; the signature takes its ${transform === "square-root" ? "square root, which wants 0 or more" : "logarithm, which wants a value above 0"}.`,
      { found: String(value) },
    );
  switch (transform) {
    case "log":
      return Math.log(value);
    case "log2":
      return Math.log2(value);
    case "log10":
      return Math.log10(value);
    case "square-root":
      return Math.sqrt(value);
    case undefined:
      return value;
  }
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

function descend(root: SignatureTreeNode, values: Values, label: (input: string) => string) {
  const path: { question: string; answer: boolean }[] = [];
  let node = root;
  while (!("value" in node)) {
    const value = values.get(node.input)!;
    const [question, answer] =
      node.is !== undefined
        ? [`is ${node.is}`, String(node.is) === String(value)]
        : node.below !== undefined
          ? [`is below ${node.below}`, Number(value) < node.below]
          : [`is at most ${node.atMost}`, Number(value) <= node.atMost!];
    path.push({ question: `${label(node.input)} (${value}) ${question}`, answer });
    node = answer ? node.yes : node.no;
  }
  return { leaf: node, path };
}

/** Straight between marks; beyond an end the end's value. */
function alongMarks(marks: readonly (readonly [number, number])[], at: number): { value: number; outside: boolean } {
  const sorted = [...marks].sort((a, b) => a[0] - b[0]);
  const [first, last] = [sorted[0]!, sorted.at(-1)!];
  if (at <= first[0]) return { value: first[1], outside: at < first[0] };
  if (at >= last[0]) return { value: last[1], outside: at > last[0] };
  const k = sorted.findIndex(([x]) => x >= at);
  const [[x0, y0], [x1, y1]] = [sorted[k - 1]!, sorted[k]!];
  return { value: y0 + ((at - x0) / (x1 - x0)) * (y1 - y0), outside: false };
}
