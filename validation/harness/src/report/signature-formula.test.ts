import { signatureForm } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import { formBlock } from "./signature-formula.ts";

const block = (form: object) =>
  formBlock(
    signatureForm.parse(form),
    (input) => input.toUpperCase(),
    (input) => `p_${input}`,
  );

describe("the formula of a signature in a report", () => {
  it("a tree is its leaves, each with all that leads there", () => {
    const root = {
      input: "x",
      below: 2,
      yes: { value: 0.1, group: "good" },
      no: { input: "y", atMost: -1, yes: { value: 0.5 }, no: { value: 0.9 } },
    };
    expect(block({ kind: "tree", probability: true, root })).toMatchObject({
      rows: [
        ["X (p_x) below 2: good", "0.1"],
        ["X (p_x) 2 or above and Y (p_y) at most -1", "0.5"],
        ["X (p_x) 2 or above and Y (p_y) above -1", "0.9"],
      ],
    });
  });

  it("a nomogram is its axes with every mark, and the total", () => {
    const axes = [
      {
        input: "x",
        marks: [
          [-1, 0],
          [4, 100],
        ],
      },
    ];
    expect(
      block({
        kind: "nomogram",
        axes,
        total: [
          [0, 0.1],
          [100, 0.8],
        ],
      }),
    ).toMatchObject({
      rows: [
        ["X", "p_x", "−1 → 0; 4 → 100"],
        ["Sum of points", "", "0 → 0.1; 100 → 0.8"],
      ],
    });
  });
});
