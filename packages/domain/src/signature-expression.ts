import { z } from "zod";

/** A formula as a tree: inputs, constants, sums, products and a few functions. Nothing in it is code. */
export type Expression =
  | { readonly input: string }
  | { readonly constant: number }
  | { readonly of: (typeof EXPRESSION_PAIRS)[number]; readonly parts: readonly [Expression, Expression] }
  | { readonly of: (typeof EXPRESSION_SINGLES)[number]; readonly parts: readonly [Expression] };

export const EXPRESSION_PAIRS = ["plus", "minus", "times", "over"] as const;
export const EXPRESSION_SINGLES = ["square", "square-root", "log", "exp"] as const;

const expression: z.ZodType<Expression> = z.lazy(() =>
  z.union([
    z.strictObject({ input: z.string().min(1) }),
    z.strictObject({ constant: z.number() }),
    z.strictObject({ of: z.enum(EXPRESSION_PAIRS), parts: z.tuple([expression, expression]) }),
    z.strictObject({ of: z.enum(EXPRESSION_SINGLES), parts: z.tuple([expression]) }),
  ]),
);

/** intercept + slope × expression; with `link: logit` the log odds. `text` is the same formula for readers. */
export const expressionForm = z.strictObject({
  kind: z.literal("expression"),
  link: z.enum(["identity", "logit"]).default("identity"),
  intercept: z.number(),
  slope: z.number(),
  expression,
  /** The expression's value is held within this range, which is that of training. */
  within: z.tuple([z.number(), z.number()]).optional(),
  text: z.string().min(1),
});

export function inputsOfExpression(
  at: Expression,
  path: readonly (string | number)[],
): { readonly input: string; readonly at: readonly (string | number)[] }[] {
  if ("input" in at) return [{ input: at.input, at: [...path, "input"] }];
  if ("constant" in at) return [];
  return at.parts.flatMap((part, i) => inputsOfExpression(part, [...path, "parts", i]));
}

/** Of a form's value; NaN where it has none (a logarithm of what is not above 0, a division by 0). */
export function expressionValue(at: Expression, value: (input: string) => number): number {
  if ("input" in at) return value(at.input);
  if ("constant" in at) return at.constant;
  const [a, b] = at.parts.map((part) => expressionValue(part, value)) as [number, number];
  switch (at.of) {
    case "plus":
      return a + b;
    case "minus":
      return a - b;
    case "times":
      return a * b;
    case "over":
      return b === 0 ? Number.NaN : a / b;
    case "square":
      return a * a;
    case "square-root":
      return a < 0 ? Number.NaN : Math.sqrt(a);
    case "log":
      return a > 0 ? Math.log(a) : Number.NaN;
    case "exp":
      return Math.exp(a);
  }
}

const SIGN = { plus: "+", minus: "−", times: "×", over: "/" } as const;
const WORD = { square: "²", "square-root": "√", log: "log", exp: "exp" } as const;

/** As it is read: `(size × texture) / age`, `log(size)`, `size²`. */
export function expressionText(at: Expression, called: (input: string) => string = (name) => name): string {
  if ("input" in at) return called(at.input);
  if ("constant" in at) return String(at.constant);
  const inner = at.parts.map((part) => expressionText(part, called));
  if (at.parts.length === 1)
    return at.of === "square" ? `(${inner[0]})²` : `${WORD[at.of as keyof typeof WORD]}(${inner[0]})`;
  return `(${inner.join(` ${SIGN[at.of as keyof typeof SIGN]} `)})`;
}

/** Inputs, constants and functions of a formula, counted: its length. */
export const expressionLength = (at: Expression): number =>
  "parts" in at ? 1 + at.parts.reduce((s, part) => s + expressionLength(part), 0) : 1;
