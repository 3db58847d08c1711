import { stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type OnnxForm, refuse, type Signature } from "@nadir/domain";
import {
  applySignature,
  checkOnnxModel,
  gatherInputs,
  type KnownOfSubject,
  MOST_ONNX_BYTES,
  onnxRow,
} from "@nadir/risk";
import { readBytes } from "../read-input.ts";

/** Scores one subject after another. `close` gives the memory of the model back. */
export interface Scorer {
  readonly of: (known: KnownOfSubject) => Promise<ReturnType<typeof applySignature>>;
  readonly close: () => Promise<void>;
}

/** Of a signature as read from `file`; where it is an ONNX one, with the model beside it. Refusals as `checkOnnxModel`. */
export async function openScorer(signature: Signature, file: string): Promise<Scorer> {
  const { form } = signature;
  if (form.kind !== "onnx")
    return { of: async (known) => applySignature(signature, known), close: async () => undefined };
  const model = await openOnnx(form, join(dirname(file), form.file));
  return {
    of: async (known) => {
      const { values } = gatherInputs(signature, known);
      // Where an input is missing nothing is run, and the answer names it.
      const isWhole = form.columns.every(({ input }) => values.has(input));
      return applySignature(signature, known, isWhole ? await model.run(onnxRow(form, values)) : undefined);
    },
    close: model.close,
  };
}

/**
 * ONNX Runtime as WebAssembly: one thread and no rewriting of the graph, so that the same file and row give the same bits on every
 * machine; nothing is fetched, no native library is loaded.
 */
async function openOnnx(form: OnnxForm, path: string) {
  const found = await stat(path).catch(() => null);
  if (!found?.isFile())
    refuse(
      "ONNX_MISSING",
      `The signature's model '${form.file}' is not beside it; put the file into the same folder (${path}).`,
      { where: { file: path } },
    );
  // Before it is read: a file of any size could stand there.
  if (found.size > MOST_ONNX_BYTES)
    refuse(
      "ONNX_TOO_LARGE",
      `The model '${form.file}' has ${(found.size / 2 ** 20).toFixed(1)} MB; a model of a table has at most ${MOST_ONNX_BYTES / 2 ** 20}. Models of images are run elsewhere; give their scores as values.`,
      { where: { file: path }, found: String(found.size), expected: `at most ${MOST_ONNX_BYTES}` },
    );
  const bytes = await readBytes(path);
  checkOnnxModel(form, bytes);
  const { env, InferenceSession, Tensor } = await import("onnxruntime-web/wasm");
  env.wasm.numThreads = 1;
  env.logLevel = "fatal";
  const session = await InferenceSession.create(bytes, {
    executionProviders: ["wasm"],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    graphOptimizationLevel: "disabled",
    logSeverityLevel: 4,
  }).catch((error: Error) =>
    refuse("ONNX_NOT_RUNNABLE", `The model '${form.file}' cannot be run: ${reasonOf(error)}.`, {
      where: { file: path },
    }),
  );
  const { tensor, output } = form;
  return {
    run: async (row: Float32Array): Promise<number> => {
      const answer = await session
        .run({ [tensor]: new Tensor("float32", row, [1, row.length]) }, [output.tensor])
        .catch((error: Error) => refuse("ONNX_NOT_RUNNABLE", `The model '${form.file}' stopped: ${reasonOf(error)}.`));
      const { data } = answer[output.tensor]!;
      const value = (data as Float32Array)[output.place];
      return value === undefined
        ? refuse(
            "ONNX_OUTPUT",
            `The model '${form.file}' gives ${data.length} numbers as '${output.tensor}'; there is none at place ${output.place}, counted from 0.`,
          )
        : value;
    },
    close: () => session.release(),
  };
}

/** The runtime's own words without the place in its source. */
const reasonOf = ({ message }: Error): string =>
  message
    .replace(/^.*ERROR_MESSAGE:\s*/s, "")
    .replace(/\S*\/onnxruntime\/\S+\s*/g, "")
    .split("\n")[0]!
    .slice(0, 200)
    .replace(/\.$/, "");
