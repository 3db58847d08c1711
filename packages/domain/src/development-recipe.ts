import { z } from "zod";
import { developmentPlan } from "./development-plan.ts";

const text = z.string().min(1);

/**
 * How a published model was built, as a plan to be fitted on one's own data, `nadir.recipe/1`. Where coefficients are not printed in
 * what we have, none is made up: the recipe has the inputs, the signs as far as they are printed, and the way of fitting.
 */
export const developmentRecipe = z.strictObject({
  schema: z.literal("nadir.recipe/1"),
  id: z.string().regex(/^[a-z0-9-]+$/),
  /** Rows of the coverage table. */
  rows: z.array(z.string().regex(/^[A-Z]\d\d$/)).min(1),
  title: text,
  sources: z.array(text).min(1),
  /** What the sources print of it, and what they do not. */
  published: text,
  missing: text,
  /** Direction of each predictor as printed: 1 = more likely, -1 = less likely. */
  signs: z.record(text, z.union([z.literal(1), z.literal(-1)])).default({}),
  plan: developmentPlan,
});
export type DevelopmentRecipe = z.infer<typeof developmentRecipe>;
