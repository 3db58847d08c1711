import { z } from "zod";

/** A number with its interval. `value` null: not estimable, `note` says why; limits null: no interval, `note` says why. */
export const figure = z.strictObject({
  value: z.number().nullable(),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  level: z.number().nullable(),
  method: z.string(),
  note: z.string().nullable(),
});
export type Figure = z.infer<typeof figure>;

export const testResult = z.strictObject({
  statistic: z.number().nullable(),
  df: z.number().nullable(),
  p: z.number().nullable(),
  method: z.string(),
  note: z.string().nullable(),
});
export type TestResult = z.infer<typeof testResult>;
