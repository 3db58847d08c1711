import { type Field, fieldsOf, textOf } from "./protobuf.ts";

/** A size in a shape: a number, or null where the model leaves it open. */
export type Size = number | null;

/** An input or output of a model. */
export interface OnnxValue {
  readonly name: string;
  /** Element type of a tensor by its number in `TensorProto.DataType` (1 = 32-bit float); null of what is no tensor. */
  readonly type: number | null;
  /** Null where no shape is said. */
  readonly shape: readonly Size[] | null;
}

/** What a model says of itself, as far as is asked before it is run. */
export interface OnnxHead {
  /** Versions of the operator sets by domain; the standard one is ''. */
  readonly opsets: ReadonlyMap<string, number>;
  /** Without the weights, which older files list among the inputs. */
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  /** Whether weights stand in other files. */
  readonly isSpread: boolean;
  /** Operators that draw random numbers. */
  readonly random: readonly string[];
}

const RANDOM = /^(Random(Normal|Uniform)(Like)?|Multinomial|Bernoulli)$/;

const all = (fields: readonly Field[], number: number): readonly Field[] => fields.filter((f) => f.number === number);
const inside = (fields: readonly Field[], number: number): readonly Field[][] =>
  all(fields, number).map((f) => fieldsOf(f.bytes) ?? []);
const word = (fields: readonly Field[], number: number): string =>
  textOf(all(fields, number)[0]?.bytes ?? new Uint8Array(0));

/** The head of a model (onnx.proto: ModelProto 7 graph, 8 opset_import; GraphProto 1, 5, 11, 12). Null where it is no model. */
export function readOnnxHead(bytes: Uint8Array): OnnxHead | null {
  const model = fieldsOf(bytes);
  const graphField = model && all(model, 7)[0];
  const graph = graphField && fieldsOf(graphField.bytes);
  if (!model || !graph) return null;
  const weights = inside(graph, 5);
  const named = new Set(weights.map((w) => word(w, 8)));
  const values = (number: number) => inside(graph, number).map(portOf);
  const nodes = inside(graph, 1);
  return {
    opsets: new Map(inside(model, 8).map((o) => [word(o, 1), all(o, 2)[0]?.value ?? 0])),
    inputs: values(11).filter(({ name }) => !named.has(name)),
    outputs: values(12),
    // TensorProto 14 data_location: 1 = external.
    isSpread: weights.some((w) => all(w, 14)[0]?.value === 1),
    random: [...new Set(nodes.map((n) => word(n, 4)).filter((type) => RANDOM.test(type)))],
  };
}

/** ValueInfoProto 1 name, 2 type; TypeProto 1 tensor; Tensor 1 elem_type, 2 shape; Dimension 1 dim_value. */
function portOf(fields: readonly Field[]): OnnxValue {
  const tensor = inside(fields, 2).flatMap((type) => inside(type, 1))[0];
  const shape = tensor && inside(tensor, 2)[0];
  return {
    name: word(fields, 1),
    type: tensor ? (all(tensor, 1)[0]?.value ?? 0) : null,
    shape: shape ? inside(shape, 1).map((d) => all(d, 1)[0]?.value ?? null) : null,
  };
}
