import { inputsOfForm, type Signature, type SignatureTreeNode } from "@nadir/domain";
import type { Block } from "./blocks.ts";

type Form = Signature["form"];
type Name = (input: string) => string;

/** The formula of a signature as a table: all that the score is computed from. */
export function formBlock(form: Form, label: Name, from: Name): Block {
  switch (form.kind) {
    case "points":
      return {
        kind: "table",
        caption: "Points of the signature, as locked: the first rule that holds",
        columns: [
          { title: "Input", share: 2 },
          { title: "Predictor here", share: 2 },
          { title: "Points", share: 4 },
        ],
        rows: form.items.map((i) => [
          label(i.input),
          from(i.input),
          [...i.rules.map(ruleInWords), `otherwise ${i.otherwise}`].join("; "),
        ]),
      };
    case "tree":
      return {
        kind: "table",
        caption: "Leaves of the tree, as locked",
        columns: [
          { title: "Where", share: 6 },
          { title: "Value", share: 1, align: "right" },
        ],
        rows: leaves(form.root, label, from),
      };
    case "nomogram":
      return {
        kind: "table",
        caption: "Axes of the nomogram, as locked: points straight between marks",
        columns: [
          { title: "Input", share: 2 },
          { title: "Predictor here", share: 2 },
          { title: "Value → points", share: 5 },
        ],
        rows: [
          ...form.axes.map((a) => [label(a.input), from(a.input), marks(a.marks)]),
          ["Sum of points", "", marks(form.total)],
        ],
      };
    case "expression":
      return {
        kind: "table",
        caption: `Inputs of the formula, as locked: ${minus(form.intercept)} + ${minus(form.slope)} × ${form.text}`,
        columns: [
          { title: "Input", share: 1 },
          { title: "Predictor here", share: 1 },
        ],
        rows: [...new Set(inputsOfForm(form).map((i) => i.input))].map((name) => [label(name), from(name)]),
      };
    case "machine":
    case "onnx":
      return {
        kind: "table",
        caption: `Columns of the ${form.kind === "onnx" ? "ONNX" : form.model.kind} model, as locked: (value − centre) / scale; its numbers stand in the ${form.kind === "onnx" ? `file ${form.file}` : "signature"}`,
        columns: [
          { title: "Input", share: 3 },
          { title: "Predictor here", share: 3 },
          { title: "Centre", share: 1.5, align: "right" },
          { title: "Scale", share: 1.5, align: "right" },
        ],
        rows: form.columns.map((c) => [label(c.input), from(c.input), minus(c.centre), String(c.scale)]),
      };
    case "classes":
      return termsTable(
        form.classes.flatMap((c) =>
          c.terms.map((t) => ({ ...t, of: `${label(t.input)} (${c.name}, intercept ${c.intercept})` })),
        ),
        from,
      );
    default:
      return termsTable(
        form.terms.map((t) => ({ ...t, of: label(t.input) })),
        from,
      );
  }
}

const minus = (v: number): string => String(v).replace("-", "−");
const marks = (of: readonly (readonly [number, number])[]): string =>
  of.map(([x, y]) => `${minus(x)} → ${minus(y)}`).join("; ");

function leaves(node: SignatureTreeNode, label: Name, from: Name, path: readonly string[] = []): string[][] {
  if ("value" in node)
    return [
      [`${path.join(" and ") || "everybody"}${node.group === undefined ? "" : `: ${node.group}`}`, minus(node.value)],
    ];
  const name = `${label(node.input)} (${from(node.input)})`;
  const [yes, no] =
    node.is !== undefined
      ? [`is ${node.is}`, `is not ${node.is}`]
      : node.below !== undefined
        ? [`below ${node.below}`, `${node.below} or above`]
        : [`at most ${node.atMost}`, `above ${node.atMost}`];
  return [
    ...leaves(node.yes, label, from, [...path, `${name} ${yes}`]),
    ...leaves(node.no, label, from, [...path, `${name} ${no}`]),
  ];
}

function termsTable(
  terms: readonly (Extract<Form, { kind: "linear" }>["terms"][number] & { readonly of: string })[],
  from: Name,
): Block {
  return {
    kind: "table",
    caption: "Terms of the signature, as locked: coefficient × (value − centre) / scale",
    columns: [
      { title: "Input", share: 3 },
      { title: "Predictor here", share: 3 },
      { title: "Transform", share: 1.4 },
      { title: "Coefficient", share: 1.6, align: "right" },
      { title: "Centre", share: 1.2, align: "right" },
      { title: "Scale", share: 1.2, align: "right" },
    ],
    rows: terms.map((t) => [
      t.of,
      from(t.input),
      t.transform ?? "none",
      minus(t.coefficient),
      minus(t.centre),
      String(t.scale),
    ]),
  };
}

const RULES = { above: "above", atLeast: "at least", below: "below", atMost: "at most", is: "is" } as const;

function ruleInWords(rule: { readonly points: number } & { readonly [K in keyof typeof RULES]?: unknown }): string {
  const when = (Object.keys(RULES) as (keyof typeof RULES)[])
    .filter((k) => rule[k] !== undefined)
    .map((k) => `${RULES[k]} ${String(rule[k])}`);
  return `${rule.points} where ${when.join(" and ")}`;
}
