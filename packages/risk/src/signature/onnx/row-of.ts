import { type OnnxForm, refuse } from "@nadir/domain";

/** The row of one subject, in the model's order, as 32-bit floats. Refusal: a number that such a float cannot hold. */
export function onnxRow({ columns }: OnnxForm, values: ReadonlyMap<string, number | string>): Float32Array {
  return Float32Array.from(columns, ({ input, centre, scale }) => {
    const value = ((values.get(input) as number) - centre) / scale;
    if (!Number.isFinite(Math.fround(value)))
      refuse("OUTSIDE_DOMAIN", `'${input}' is ${value}, which a 32-bit float of the model cannot hold.`, {
        found: String(value),
      });
    return value;
  });
}

/** What the model gave, as score and probability. Refusal: no number, or no probability where the signature says one. */
export function onnxValue({ output, file }: OnnxForm, given: number | undefined) {
  if (given === undefined)
    refuse(
      "ONNX_NOT_RUN",
      `The model '${file}' is an ONNX file beside its signature; it is run by \`nadir score\`, where the file is.`,
    );
  const isProbability = output.gives === "probability";
  if (!Number.isFinite(given) || (isProbability && (given < 0 || given > 1)))
    refuse(
      "ONNX_OUTPUT",
      `The model '${file}' gives ${given} as '${output.tensor}'; ${isProbability ? "a probability from 0 to 1" : "a number"} is wanted.`,
      { found: String(given) },
    );
  return { score: given, probability: isProbability ? given : null };
}
