import { type SampleSizeRequest, sampleSizeRequest } from "@nadir/domain";

/** One field of a question: what it is called in the address, what it says, an example, and how it enters the request. */
export interface SizeField {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly example: string;
  readonly optional?: true;
}
export interface SizeQuestion {
  readonly kind: SampleSizeRequest["kind"];
  readonly title: string;
  readonly fields: readonly SizeField[];
}

const field = (name: string, label: string, hint: string, example: string): SizeField => ({
  name,
  label,
  hint,
  example,
});
const parameters = field("parameters", "Candidate parameters", "whole number: a term with k levels counts k − 1", "24");
const shrinkage = field("shrinkage", "Shrinkage", "0 to 1; 0.9 is usual", "0.9");

export const SIZE_QUESTIONS: readonly SizeQuestion[] = [
  {
    kind: "develop-binary",
    title: "Develop: yes or no",
    fields: [
      parameters,
      field("prevalence", "Prevalence", "share with the outcome, 0 to 1", "0.174"),
      field("coxSnell", "Expected Cox–Snell R²", "0 to 1, of an earlier model", "0.288"),
      shrinkage,
    ],
  },
  {
    kind: "develop-survival",
    title: "Develop: time to event",
    fields: [
      parameters,
      field("rate", "Event rate", "events a unit of follow-up", "0.065"),
      field("timePoint", "Time point", "in the same unit", "2"),
      field("meanFollowUp", "Mean follow-up", "in the same unit", "2.07"),
      field("coxSnell", "Expected Cox–Snell R²", "0 to 1, of an earlier model", "0.051"),
      shrinkage,
    ],
  },
  {
    kind: "develop-continuous",
    title: "Develop: a number",
    fields: [
      parameters,
      field("rSquared", "Expected R²", "0 to 1", "0.2"),
      field("mean", "Mean outcome", "above 0", "1.9"),
      field("standardDeviation", "Standard deviation", "above 0", "0.6"),
      shrinkage,
    ],
  },
  {
    kind: "validate-binary",
    title: "Validate: yes or no",
    fields: [
      field("prevalence", "Prevalence", "share with the outcome, 0 to 1", "0.3"),
      field("cStatistic", "Expected C-statistic", "0.5 to 1", "0.75"),
      field("widthObservedExpected", "Width of O/E", "of its 95 % interval", "0.2"),
      field("widthSlope", "Width of the slope", "of its 95 % interval", "0.2"),
      field("widthCStatistic", "Width of C", "of its 95 % interval", "0.1"),
      { ...field("threshold", "Decision threshold", "0 to 1; empty: no net benefit", ""), optional: true },
    ],
  },
  {
    kind: "validate-survival",
    title: "Validate: time to event",
    fields: [
      field("risk", "Risk by the horizon", "0 to 1", "0.4"),
      field("censoredBefore", "Censored before it", "share, 0 to 1", "0.2"),
    ],
  },
];

/** The request of what was typed in, or one sentence for each field that cannot be used. */
export function requestOf(
  question: SizeQuestion,
  typed: Readonly<Record<string, string>>,
): { readonly request: SampleSizeRequest } | { readonly faults: readonly string[] } {
  const values: Record<string, number> = {};
  const faults: string[] = [];
  for (const { name, label, hint, optional } of question.fields) {
    const text = (typed[name] ?? "").trim();
    if (text === "" && optional) continue;
    const value = Number(text);
    if (text === "" || !Number.isFinite(value))
      faults.push(`${label}: '${text}' is not a number; give ${hint}, with a decimal dot.`);
    else values[name] = value;
  }
  if (faults.length > 0) return { faults };
  const { coxSnell, widthObservedExpected, widthSlope, widthCStatistic, ...rest } = values;
  const parsed = sampleSizeRequest.safeParse({
    kind: question.kind,
    ...rest,
    ...(coxSnell === undefined ? {} : { expected: { coxSnell } }),
    ...(widthSlope === undefined
      ? {}
      : { widths: { observedExpected: widthObservedExpected, slope: widthSlope, cStatistic: widthCStatistic } }),
  });
  if (parsed.success) return { request: parsed.data };
  return {
    faults: question.fields
      .filter((f) => isAtFault(f.name, parsed.error.issues))
      .map((f) => `${f.label}: ${typed[f.name]} is out of range; give ${f.hint}.`),
  };
}

/** Nested members stand in the address under names of their own. */
const MEMBERS: Readonly<Record<string, string>> = {
  widthObservedExpected: "observedExpected",
  widthSlope: "slope",
  widthCStatistic: "cStatistic",
};
const isAtFault = (
  name: string,
  issues: readonly { readonly path: readonly PropertyKey[]; readonly code: string }[],
): boolean =>
  issues.some((i) => {
    const last = String(i.path.at(-1));
    if (name === "coxSnell") return i.path[0] === "expected";
    const member = MEMBERS[name];
    return member === undefined ? i.path.length === 1 && last === name : i.path[0] === "widths" && last === member;
  });
