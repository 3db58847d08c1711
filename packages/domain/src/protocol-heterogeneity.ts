import { z } from "zod";
import { POOLED_MEASURES } from "./protocol-analysis.ts";
import { figure } from "./protocol-figure.ts";

const count = z.int().min(0);

/** One measure over the sites of the test set, pooled by random effects. */
const pooledSites = z.strictObject({
  measure: z.enum(POOLED_MEASURES),
  /** On which estimates are pooled; figures are given back on their own scale. */
  scale: z.enum(["logit", "log", "identity"]),
  sites: z.array(
    z.strictObject({
      site: z.string(),
      n: count,
      events: count,
      /** Null value: not pooled, the note says why. */
      figure,
      /** Share in the pooled mean. */
      weight: z.number().nullable(),
    }),
  ),
  pooled: figure,
  /** Where the figure of a new site may lie. */
  prediction: z.strictObject({ lower: z.number(), upper: z.number() }).nullable(),
  /** On the scale of pooling; I² in per cent, descriptive. Null where nothing was pooled. */
  spread: z.strictObject({ tau2: z.number(), q: z.number(), df: count, iSquared: z.number() }).nullable(),
});
export type PooledSites = z.infer<typeof pooledSites>;

export const heterogeneityResult = z.strictObject({
  method: z.enum(["reml", "dersimonian-laird"]),
  limits: z.enum(["wald", "hksj"]),
  level: z.number(),
  pools: z.array(pooledSites).min(1),
});
