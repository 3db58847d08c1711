import { z } from "zod";

/**
 * A model in ONNX (Open Neural Network Exchange), by file: the one form whose numbers do not stand in the document. The file is
 * named with its hash, so that another file is refused.
 */

/** Longest row that a model of tables may ask for. */
const MOST_COLUMNS = 10_000;

export const onnxForm = z.strictObject({
  kind: z.literal("onnx"),
  /** Beside the signature; a name, no path. */
  file: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*\.onnx$/, "a file's name that ends in .onnx, without a folder"),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Name of the model's one input: 32-bit floats, one row a subject. */
  tensor: z.string().min(1),
  /** The row in the model's order, each (value - centre) / scale of an input. */
  columns: z
    .array(
      z.strictObject({
        input: z.string().min(1),
        centre: z.number().default(0),
        scale: z.number().gt(0).default(1),
      }),
    )
    .min(1)
    .max(MOST_COLUMNS),
  /** Which output is read, at which place of its row (from 0), and what it is. */
  output: z.strictObject({
    tensor: z.string().min(1),
    place: z.int().min(0).default(0),
    gives: z.enum(["probability", "score"]),
  }),
});
export type OnnxForm = z.infer<typeof onnxForm>;
