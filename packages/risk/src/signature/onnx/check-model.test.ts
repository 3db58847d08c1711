import { type OnnxForm, Refusal, sha256Hex } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import { checkOnnxModel } from "./check-model.ts";
import { fieldsOf } from "./protobuf.ts";
import { readOnnxHead } from "./read-head.ts";

// A writer of its own: field numbers as onnx.proto has them.
const varint = (v: number): number[] => (v < 128 ? [v] : [(v % 128) + 128, ...varint(Math.floor(v / 128))]);
const word = (n: number, text: string) => part(n, [...new TextEncoder().encode(text)]);
const part = (n: number, bytes: readonly number[]) => [...varint(n * 8 + 2), ...varint(bytes.length), ...bytes];
const number = (n: number, v: number) => [...varint(n * 8), ...varint(v)];
type Sizes = readonly (number | string)[];
const value = (n: number, name: string, type: number, sizes: Sizes) =>
  part(n, [
    ...word(1, name),
    ...part(
      2,
      part(1, [
        ...number(1, type),
        ...part(
          2,
          sizes.flatMap((s) => part(1, typeof s === "number" ? number(1, s) : word(2, s))),
        ),
      ]),
    ),
  ]);
interface Wish {
  inputs?: [string, number, Sizes][];
  outputs?: [string, number, Sizes][];
  opsets?: [string, number][];
  operator?: string;
  external?: boolean;
}
function model({ inputs, outputs, opsets, operator, external }: Wish = {}): Uint8Array {
  const graph = [
    ...part(1, [...word(1, "x"), ...word(2, "p"), ...word(4, operator ?? "Sigmoid")]),
    ...part(5, [...number(1, 2), ...number(2, 1), ...word(8, "W"), ...(external ? number(14, 1) : [])]),
    ...(inputs ?? [["x", 1, ["N", 2]]]).flatMap(([n, t, s]) => value(11, n, t, s)),
    ...(outputs ?? [["p", 1, ["N", 1]]]).flatMap(([n, t, s]) => value(12, n, t, s)),
  ];
  const sets = (opsets ?? [["", 17]]).flatMap(([d, v]) => part(8, [...word(1, d), ...number(2, v)]));
  return Uint8Array.from([...number(1, 8), ...part(7, graph), ...sets]);
}
const form = (bytes: Uint8Array, more: Partial<OnnxForm> = {}): OnnxForm => ({
  kind: "onnx",
  file: "m.onnx",
  sha256: sha256Hex(bytes),
  tensor: "x",
  columns: ["a", "b"].map((input) => ({ input, centre: 0, scale: 1 })),
  output: { tensor: "p", place: 0, gives: "probability" },
  ...more,
});
const says = (wish: Wish, more: Partial<OnnxForm> = {}): string => {
  const bytes = model(wish);
  try {
    checkOnnxModel(form(bytes, more), bytes);
    return "nothing";
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.problems.map((p) => `${p.code} ${p.message}`).join("\n");
  }
};

describe("the head of an ONNX model", () => {
  it("is read: operator sets, inputs without weights, outputs with their shapes", () => {
    const bytes = model({
      inputs: [
        ["x", 1, ["N", 2]],
        ["W", 1, [2, 1]],
      ],
      opsets: [
        ["", 17],
        ["ai.onnx.ml", 3],
      ],
    });
    expect(readOnnxHead(bytes)).toEqual({
      opsets: new Map([
        ["", 17],
        ["ai.onnx.ml", 3],
      ]),
      inputs: [{ name: "x", type: 1, shape: [null, 2] }],
      outputs: [{ name: "p", type: 1, shape: [null, 1] }],
      isSpread: false,
      random: [],
    });
  });

  it("variable numbers by protobuf.dev: 150 is 96 01; a length past the end is no message", () => {
    expect(fieldsOf(Uint8Array.of(0x08, 0x96, 0x01))).toMatchObject([{ number: 1, value: 150 }]);
    expect(fieldsOf(Uint8Array.of(0x0a, 0x05, 0x01))).toBeNull();
    expect(fieldsOf(Uint8Array.of(0x08))).toBeNull();
  });
});

describe("a model is refused", () => {
  it.each<{ what: string; wish: Wish; more?: Partial<OnnxForm>; says: RegExp | string }>([
    { what: "never, where all fits", wish: {}, says: "nothing" },
    { what: "never, for one row at a time", wish: { inputs: [["x", 1, [1, 2]]] }, says: "nothing" },
    { what: "for a new operator set", wish: { opsets: [["", 27]] }, says: /ONNX_OPSET .*27 is not run; .* 7 to 26/ },
    { what: "for an old operator set", wish: { opsets: [["", 6]] }, says: /ONNX_OPSET .*ai\.onnx 6 is not run/ },
    { what: "for foreign operators", wish: { opsets: [["com.lab", 1]] }, says: /operators of 'com\.lab'/ },
    {
      what: "for another number of columns",
      wish: { inputs: [["x", 1, ["N", 3]]] },
      says: /has 3 columns; .* lists 2/,
    },
    { what: "for open columns", wish: { inputs: [["x", 1, ["N", "M"]]] }, says: /ONNX_DYNAMIC .*leaves .* open/ },
    { what: "for a fixed batch", wish: { inputs: [["x", 1, [32, 2]]] }, says: /wants 32 subjects at once/ },
    { what: "for a shape of images", wish: { inputs: [["x", 1, [1, 3, 64, 64]]] }, says: /shape 1 × 3 × 64 × 64/ },
    { what: "for doubles", wish: { inputs: [["x", 11, ["N", 2]]] }, says: /ONNX_NOT_FLOAT .*type float64/ },
    {
      what: "for two inputs",
      wish: {
        inputs: [
          ["x", 1, [1, 1]],
          ["z", 1, [1, 1]],
        ],
      },
      says: /has 2 inputs \(x, z\)/,
    },
    {
      what: "for another input",
      wish: { inputs: [["X", 1, [1, 2]]] },
      says: /its input is 'X'; the signature names 'x'/,
    },
    { what: "for no such output", wish: { outputs: [["q", 1, [1]]] }, says: /no output 'p'; its outputs are q/ },
    { what: "for weights elsewhere", wish: { external: true }, says: /ONNX_SPREAD .*one file/ },
    { what: "for dice", wish: { operator: "RandomNormal" }, says: /ONNX_RANDOM .*RandomNormal/ },
    { what: "for another file", wish: {}, more: { sha256: "0".repeat(64) }, says: /ONNX_OTHER_FILE .*another file/ },
    {
      what: "for a place that is not there",
      wish: {},
      more: { output: { tensor: "p", place: 1, gives: "score" } },
      says: /has 1 numbers a subject; there is none at place 1/,
    },
  ])("$what", ({ wish, more, says: wanted }) => expect(says(wish, more)).toMatch(wanted));

  it("with every fault together", () => {
    expect(
      says({ opsets: [["", 5]], inputs: [["x", 11, ["N", 4]]], outputs: [["p", 7, [1, 1]]] }).split("\n"),
    ).toHaveLength(4);
  });

  it("when it is no model, or larger than a model of a table", () => {
    const text = new TextEncoder().encode("subject,value\n");
    expect(() => checkOnnxModel(form(text), text)).toThrow(/no ONNX model/);
    const large = new Uint8Array(64 * 2 ** 20 + 1);
    expect(() => checkOnnxModel(form(Uint8Array.of()), large)).toThrow(
      /has 64\.0 MB; a model of a table has at most 64/,
    );
  });
});
