import { z } from "zod";

/** Null where a curve does not come so low. */
const limit = z.number().nullable();

/** A Kaplan–Meier curve: one step an event or censoring time, survival with its limits. */
export const curveSteps = z.array(
  z.object({
    time: z.number(),
    atRisk: z.int(),
    censored: z.int(),
    survival: z.number(),
    lower: limit,
    upper: limit,
  }),
);

export const medianTime = z.object({ estimate: limit, lower: limit, upper: limit });
