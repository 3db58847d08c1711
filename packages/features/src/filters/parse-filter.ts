import { Refusal } from "@nadir/domain";
import { z } from "zod";
import type { ImageFilter } from "./apply.ts";
import { HARALICK_FEATURES } from "./haralick.ts";
import { LAWS_KERNELS } from "./spatial.ts";

const pooling = z.enum(["max", "mean", "min"]);
const common = {
  boundary: z.enum(["zero", "constant", "periodize", "mirror"]).default("mirror"),
  /** Slice by slice. */
  is2d: z.boolean().default(false),
};
const positive = z.number().positive();
const order = z.int().nonnegative();

/** Order of the Riesz transform of the response, at most 4 in all; σ of the structure tensor that steers it, mm. */
const riesz = {
  riesz: z
    .tuple([order, order, order])
    .refine((l) => l[0] + l[1] + l[2] <= 4, "the orders sum to at most 4")
    .nullable()
    .default(null),
  steeringMm: positive.nullable().default(null),
};

/** What a person may write as a filter. */
export const filterSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("mean"), support: z.int().positive(), ...common }),
  z.strictObject({
    kind: z.literal("log"),
    sigmaMm: positive,
    cutoff: positive.default(4),
    ...riesz,
    ...common,
  }),
  z.strictObject({ kind: z.enum(["gradient", "sobel"]), ...common }),
  z.strictObject({ kind: z.enum(["square", "square-root", "logarithm", "exponential"]), ...common }),
  z.strictObject({
    kind: z.literal("haralick"),
    feature: z.enum(HARALICK_FEATURES).default("joint_entr"),
    width: positive,
    radius: z.int().positive().default(2),
    ...common,
  }),
  z.strictObject({
    kind: z.literal("collage"),
    feature: z.enum(HARALICK_FEATURES).default("joint_entr"),
    gradientRadius: z.int().positive().default(2),
    radius: z.int().positive().default(2),
    bins: z.int().min(2).max(256).default(64),
    angle: z.enum(["theta", "phi"]).default("theta"),
    ...common,
  }),
  z.strictObject({ kind: z.literal("lbp"), radius: positive.default(1), ...common }),
  z.strictObject({
    kind: z.literal("laws"),
    kernels: z.array(z.enum(LAWS_KERNELS)).min(2).max(3),
    pooling: pooling.nullable().default(null),
    energyDistance: z.int().positive().nullable().default(null),
    ...common,
  }),
  z.strictObject({
    kind: z.literal("gabor"),
    sigmaMm: positive,
    lambdaMm: positive,
    gamma: positive.default(1),
    theta: z.number().default(0),
    step: positive.nullable().default(null),
    pooling: pooling.default("mean"),
    isOrthogonal: z.boolean().default(false),
    ...common,
  }),
  z.strictObject({
    kind: z.literal("wavelet"),
    wavelet: z.string(),
    bands: z.string().regex(/^[LH]{2,3}$/, "L and H, one letter an axis"),
    level: z.int().positive().default(1),
    pooling: pooling.nullable().default(null),
    ...common,
  }),
  z.strictObject({
    kind: z.enum(["simoncelli", "shannon"]),
    level: z.int().positive().default(1),
    ...riesz,
    ...common,
  }),
]);

/** A complete filter from what a person wrote. Refuses `BAD_FILTER`, naming every setting that is wrong. */
export function parseFilter(input: unknown): ImageFilter {
  const parsed = filterSchema.safeParse(input);
  if (!parsed.success)
    throw new Refusal(
      parsed.error.issues.map(({ path, message }) => ({
        code: "BAD_FILTER",
        message: `Filter, ${path.join(".") || "the document"}: ${message}.`,
        where: { path: path.join(".") },
      })),
    );
  const filter = parsed.data;
  const sides = filter.is2d ? 2 : 3;
  const given =
    filter.kind === "laws" ? filter.kernels.length : filter.kind === "wavelet" ? filter.bands.length : sides;
  if (given !== sides)
    throw new Refusal([
      {
        code: "BAD_FILTER",
        message: `The ${filter.kind} filter names ${given} axes; in ${sides}D it must name ${sides}.`,
      },
    ]);
  return filter;
}
