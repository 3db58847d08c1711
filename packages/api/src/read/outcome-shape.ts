import { z } from "zod";

/** The domain's `CriterionOutcome` as it leaves the server: what the patient's page shows, and nothing else. */
const firedRule = z.object({
  id: z.string(),
  text: z.string(),
  figures: z.record(z.string(), z.union([z.number(), z.string(), z.null()])),
  citation: z.string(),
  reading: z.string().nullable(),
});

const sizeFigures = z.object({
  unit: z.enum(["mm", "mm2", "mm3"]),
  value: z.number().nullable(),
  baseline: z.number().nullable(),
  nadir: z.number().nullable(),
  nadirVisit: z.string().nullable(),
  percentFromBaseline: z.number().nullable(),
  percentFromNadir: z.number().nullable(),
});
export type SizeFiguresShape = z.infer<typeof sizeFigures>;

export const visitOutcome = z.object({
  date: z.string(),
  overall: z.string(),
  target: z.string(),
  nonTarget: z.string(),
  newLesions: z.boolean(),
  size: sizeFigures,
  trace: z.array(firedRule),
  newLesionSumMm: z.number().nullable().optional(),
  confirmedBy: z.array(z.string()).optional(),
  disregarded: z.boolean().optional(),
  progressionConfirmed: z.boolean().optional(),
  code: z.string().optional(),
});
export type VisitOutcomeShape = z.infer<typeof visitOutcome>;

export const criterionOutcome = z.object({
  criterion: z.string(),
  /** The criterion with what the trial changed of it; absent in outcomes stored before parameters were. */
  name: z.string().optional(),
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
  parametersVersion: z.string().optional(),
  visits: z.record(z.string(), visitOutcome),
  visitOrder: z.array(z.string()),
  baselineVisit: z.string().nullable(),
  bestOverall: z.object({ unconfirmed: z.string(), confirmed: z.string() }),
  progressionDate: z.string().nullable(),
  progressionConfirmed: z.boolean().nullable(),
  episodes: z.array(
    z.object({
      visit: z.string(),
      date: z.string(),
      label: z.string(),
      resolution: z.enum(["confirmed", "not-confirmed", "open"]),
      settledAt: z.string().nullable(),
      settledAs: z.string().nullable(),
    }),
  ),
  pfs: z.union([
    z.object({ status: z.literal("event"), cause: z.enum(["progression", "death"]), date: z.string() }),
    z.object({ status: z.literal("censored"), date: z.string() }),
  ]),
  durationOfResponse: z
    .object({ from: z.string(), to: z.string(), status: z.enum(["event", "censored"]), days: z.int() })
    .nullable(),
  issues: z.array(z.string()),
});
export type CriterionOutcomeShape = z.infer<typeof criterionOutcome>;
