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

const tally = z.object({ computed: z.int(), reused: z.int() });
const computed = z.object({
  features: tally.extend({ refused: z.array(z.object({ message: z.string() })) }),
  deltas: tally,
  assessments: tally,
  flags: tally,
  notEvaluable: z.int(),
});
export type ComputedCounts = z.infer<typeof computed>;

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
  computed: computed.nullable().default(null),
  notComputed: z.string().nullable().default(null),
});
export type ImportOutcome = z.infer<typeof importOutcome>;

/** A job's result in a known shape; null for one that ended with an error of the server. */
export const readOutcome = (result: unknown): ImportOutcome | null => importOutcome.safeParse(result).data ?? null;

export type Told = z.infer<typeof problem>;
