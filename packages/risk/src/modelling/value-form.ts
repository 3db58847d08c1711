import type { Expression, SignatureForm } from "@nadir/domain";
import type { FittedModel } from "./fitted-model.ts";
import type { Shift } from "./linear-formula.ts";

/** Multinomial regression and the discriminant of several classes as functions of raw values; null of other models. */
export function classesForm(
  model: FittedModel,
  names: readonly string[],
  predictors: readonly string[],
  shift: Shift,
  called: (column: string) => string,
): SignatureForm | null {
  const functions =
    model.kind === "multinomial"
      ? [
          { intercept: 0, weights: [] },
          ...model.rows.map(([intercept, ...weights]) => ({ intercept: intercept!, weights })),
        ]
      : model.kind === "linear-discriminant"
        ? model.model.constants.map((intercept, k) => ({ intercept, weights: model.model.weights[k]! }))
        : null;
  if (!functions || functions.length !== names.length) return null;
  return {
    kind: "classes",
    classes: functions.map(({ intercept, weights }, k) => ({
      name: names[k]!,
      intercept,
      terms: Array.from(weights, (coefficient, j) => ({
        input: called(predictors[j]!),
        coefficient,
        ...(shift[predictors[j]!] ?? { centre: 0, scale: 1 }),
      })),
    })),
  };
}

/** A found formula on raw values: where a step has scaled a column, the scaling is written into it. */
export function expressionForm(
  model: FittedModel,
  shift: Shift,
  called: (column: string) => string,
): Extract<SignatureForm, { kind: "expression" }> | null {
  if (model.kind !== "symbolic") return null;
  const { link, intercept, slope, expression, within, text } = model.model;
  return {
    kind: "expression",
    link,
    intercept,
    slope,
    expression: onRawValues(expression, shift, called),
    within: [within[0], within[1]],
    text: Object.keys(shift).length > 0 ? `${text} of scaled values` : text,
  };
}

function onRawValues(at: Expression, shift: Shift, called: (column: string) => string): Expression {
  if ("constant" in at) return at;
  if ("input" in at) {
    const own = shift[at.input];
    const input = { input: called(at.input) };
    if (!own) return input;
    const centred: Expression = { of: "minus", parts: [input, { constant: own.centre }] };
    return { of: "over", parts: [centred, { constant: own.scale }] };
  }
  return at.parts.length === 1
    ? { of: at.of as "log", parts: [onRawValues(at.parts[0], shift, called)] }
    : {
        of: at.of as "plus",
        parts: [onRawValues(at.parts[0], shift, called), onRawValues(at.parts[1], shift, called)],
      };
}
