import { type OnnxForm, type Problem, Refusal, refuse, sha256Hex } from "@nadir/domain";
import { type OnnxHead, type OnnxValue, readOnnxHead, type Size } from "./read-head.ts";

/** Largest file that is run: a model of a table is small, and one of images is none of these. */
export const MOST_ONNX_BYTES = 64 * 1024 * 1024;
/** Operator sets that ONNX Runtime 1.30 runs. */
const OPSETS: ReadonlyMap<string, readonly [number, number]> = new Map([
  ["", [7, 26]],
  ["ai.onnx", [7, 26]],
  ["ai.onnx.ml", [1, 5]],
]);
const FLOAT = 1;
const TYPES = [
  "?",
  "float32",
  "uint8",
  "int8",
  "uint16",
  "int16",
  "int32",
  "int64",
  "text",
  "bool",
  "float16",
  "float64",
];

/**
 * Refusal, with every fault of the file together: too large, another hash than the signature's, no ONNX model, an operator set
 * that is not run, weights in other files, random operators, another number of inputs, sizes that are open, numbers that are no
 * 32-bit floats, an output that is not there.
 */
export function checkOnnxModel(form: OnnxForm, bytes: Uint8Array): void {
  if (bytes.length > MOST_ONNX_BYTES)
    refuse(
      "ONNX_TOO_LARGE",
      `The model '${form.file}' has ${(bytes.length / 2 ** 20).toFixed(1)} MB; a model of a table has at most ${MOST_ONNX_BYTES / 2 ** 20}. Models of images are run elsewhere; give their scores as values.`,
      { found: String(bytes.length), expected: `at most ${MOST_ONNX_BYTES}` },
    );
  const hash = sha256Hex(bytes);
  if (hash !== form.sha256)
    refuse(
      "ONNX_OTHER_FILE",
      `The model '${form.file}' is another file than the signature's: its SHA-256 is ${hash}, the signature names ${form.sha256}.`,
      { found: hash, expected: form.sha256 },
    );
  const head = readOnnxHead(bytes);
  if (!head) refuse("ONNX_NO_MODEL", `The file '${form.file}' is no ONNX model.`, { expected: "an ONNX ModelProto" });
  const problems = [...faultsOfModel(form, head), ...faultsOfInput(form, head), ...faultsOfOutput(form, head)];
  if (problems.length > 0)
    throw new Refusal(
      problems.map(({ code, message }): Problem => ({ code, message: `Model '${form.file}': ${message}` })),
    );
}

type Fault = Pick<Problem, "code" | "message">;

function faultsOfModel(_: OnnxForm, { opsets, isSpread, random }: OnnxHead): Fault[] {
  const faults: Fault[] = [];
  for (const [domain, version] of opsets) {
    const known = OPSETS.get(domain);
    if (!known)
      faults.push({
        code: "ONNX_OPSET",
        message: `it uses operators of '${domain}', which are not run; export it with standard operators and ai.onnx.ml alone.`,
      });
    else if (version < known[0] || version > known[1])
      faults.push({
        code: "ONNX_OPSET",
        message: `operator set ${domain || "ai.onnx"} ${version} is not run; export it with one from ${known[0]} to ${known[1]}.`,
      });
  }
  if (opsets.size === 0) faults.push({ code: "ONNX_OPSET", message: "it names no operator set." });
  if (isSpread)
    faults.push({
      code: "ONNX_SPREAD",
      message: "its weights stand in other files; export it as one file, without external data.",
    });
  if (random.length > 0)
    faults.push({
      code: "ONNX_RANDOM",
      message: `it draws random numbers (${random.join(", ")}), so that a score would differ from run to run.`,
    });
  return faults;
}

function faultsOfInput({ tensor, columns }: OnnxForm, { inputs }: OnnxHead): Fault[] {
  const n = columns.length;
  const only = inputs[0];
  if (inputs.length !== 1 || !only)
    return [
      {
        code: "ONNX_INPUTS",
        message: `it has ${inputs.length} inputs (${inputs.map((i) => i.name).join(", ")}); a signature fills one, a row of ${n} numbers.`,
      },
    ];
  if (only.name !== tensor)
    return [{ code: "ONNX_INPUTS", message: `its input is '${only.name}'; the signature names '${tensor}'.` }];
  const faults = faultsOfNumbers(`the input '${tensor}'`, only);
  const shape = only.shape;
  const [rows, width] = shape ?? [];
  if (shape?.length !== 2)
    faults.push({
      code: "ONNX_SHAPE",
      message: `the input '${tensor}' has ${shapeInWords(shape)}; wanted are two sizes, subjects by columns.`,
    });
  else if (width === null)
    faults.push({
      code: "ONNX_DYNAMIC",
      message: `the input '${tensor}' leaves the number of its columns open; export it with ${n}.`,
    });
  else if (width !== n)
    faults.push({
      code: "ONNX_INPUTS",
      message: `the input '${tensor}' has ${width} columns; the signature lists ${n}.`,
    });
  if (shape?.length === 2 && rows !== null && rows !== 1)
    faults.push({
      code: "ONNX_SHAPE",
      message: `the input '${tensor}' wants ${rows} subjects at once; export it with an open number of rows, or 1.`,
    });
  return faults;
}

function faultsOfOutput({ output }: OnnxForm, { outputs }: OnnxHead): Fault[] {
  const found = outputs.find((o) => o.name === output.tensor);
  if (!found)
    return [
      {
        code: "ONNX_OUTPUT",
        message: `it has no output '${output.tensor}'; its outputs are ${outputs.map((o) => o.name).join(", ")}.`,
      },
    ];
  const faults = faultsOfNumbers(`the output '${output.tensor}'`, found);
  const width = found.shape && found.shape.length > 1 ? found.shape.at(-1) : null;
  if (width !== null && width !== undefined && output.place >= width)
    faults.push({
      code: "ONNX_OUTPUT",
      message: `the output '${output.tensor}' has ${width} numbers a subject; there is none at place ${output.place}, counted from 0.`,
    });
  return faults;
}

function faultsOfNumbers(what: string, { type }: OnnxValue): Fault[] {
  if (type === FLOAT) return [];
  return [
    {
      code: "ONNX_NOT_FLOAT",
      message:
        type === null
          ? `${what} is no tensor (a list of maps, as scikit-learn's converter makes them); export it with zipmap off.`
          : `${what} has numbers of type ${TYPES[type] ?? `no. ${type}`}; float32 is wanted.`,
    },
  ];
}

const shapeInWords = (shape: readonly Size[] | null): string =>
  shape === null ? "no shape" : `the shape ${shape.map((s) => s ?? "open").join(" × ")}`;
