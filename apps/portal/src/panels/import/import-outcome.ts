import { z } from "zod";

/** What an import, or its check, came to, as the job's result carries it. */
const problem = z.object({
  code: z.string(),
  message: z.string(),
  where: z
    .object({
      file: z.string().optional(),
      row: z.number().optional(),
      column: z.string().optional(),
      path: z.string().optional(),
    })
    .optional(),
  found: z.string().optional(),
  expected: z.string().optional(),
});
const counts = z.object({ new: z.int(), changed: z.int(), unchanged: z.int(), notInImport: z.int() });

const importOutcome = z.object({
  trialKey: z.string().optional(),
  written: z.boolean().default(false),
  dryRun: z.boolean().default(false),
  counts: z.record(z.string(), counts).default({}),
  ruleCounts: z.record(z.string(), z.int()).default({}),
  problems: z.array(problem).default([]),
  warnings: z.array(problem).default([]),
  changes: z
    .array(
      z.object({
        table: z.string(),
        kind: z.enum(["new", "changed", "not-in-import"]),
        what: z.string(),
        fields: z
          .array(z.object({ field: z.string(), from: z.unknown().optional(), to: z.unknown().optional() }))
          .optional(),
      }),
    )
    .default([]),
});
export type ImportOutcome = z.infer<typeof importOutcome>;

/** A job's result in a known shape; null for one that ended with an error of the server. */
export const readOutcome = (result: unknown): ImportOutcome | null => importOutcome.safeParse(result).data ?? null;

export type Told = z.infer<typeof problem>;
