import { criterionId, immuneEventTarget } from "@nadir/domain";
import { z } from "zod";
import { modelScore } from "../models/score-models.ts";
import { subjectQuery } from "../responses/read-case.ts";
import { immuneEvent } from "./read-immune-events.ts";
import { scoreCourse } from "./score-courses.ts";

/** The evidence as it leaves the server. */
const figures = z.record(z.string(), z.union([z.number(), z.string(), z.null()]));

export const evidenceItem = z.object({
  id: z.string(),
  group: z.enum(["Growth", "Time and field", "Images", "Blood", "Patient"]),
  name: z.string(),
  /** Null where it cannot be told; then `missing` says what would have to be recorded. */
  value: z.string().nullable(),
  note: z.string(),
  missing: z.string().nullable(),
  /** Learnt at a later scan. */
  later: z.boolean(),
});

const definition = z.object({
  definition: z.string(),
  result: z.enum(["yes", "no", "not-evaluable", "undetermined"]),
  text: z.string(),
  figures,
  citation: z.string(),
  missing: z.array(z.string()),
  later: z.boolean(),
});

export const visitEvidenceShape = z.object({
  visit: z.string(),
  date: z.string(),
  overall: z.string(),
  increase: z.string(),
  items: z.array(evidenceItem),
  definitions: z.array(definition),
  missing: z.array(z.string()),
  models: z.array(modelScore),
});

export const covariate = z.object({
  code: z.string(),
  group: z.enum(["Blood", "Tumour burden", "Treatment", "Tissue"]),
  name: z.string(),
  value: z.union([z.number(), z.string(), z.null()]),
  unit: z.string(),
  date: z.string().nullable(),
  derived: z.boolean(),
  note: z.string(),
  source: z.string().nullable(),
  missing: z.array(z.string()),
});

const riskFactor = z.object({
  id: z.string(),
  name: z.string(),
  present: z.boolean().nullable(),
  found: z.string(),
  missing: z.string().nullable(),
  published: z.string(),
  citation: z.string(),
});

const texture = z.object({ value: z.number(), change: z.number().nullable(), since: z.string() }).nullable();
const lesionRow = z.object({
  lesion: z.string(),
  organ: z.string(),
  isNew: z.boolean(),
  mm: z.number().nullable(),
  percentFromBaseline: z.number().nullable(),
  percentFromNadir: z.number().nullable(),
  category: z.enum(["CR", "PR", "SD", "PD", "NE", "new"]),
  field: z.enum(["in-field", "near-field", "out-of-field"]),
  coarseness: texture,
  entropy: texture,
  properties: z.array(
    z.object({
      id: z.string(),
      speaksFor: z.enum(["ablation", "low dose", "biopsy"]),
      name: z.string(),
      present: z.boolean().nullable(),
      found: z.string(),
      missing: z.string().nullable(),
      citation: z.string(),
    }),
  ),
});

const immuneModelScore = modelScore.extend({
  target: immuneEventTarget.extend({ organName: z.string() }),
  came: z.object({
    /** Within the days of the target; null where the patient was not followed so long. */
    happened: z.boolean().nullable(),
    event: z.boolean(),
    days: z.int().nullable(),
    grade: z.int().nullable(),
    term: z.string().nullable(),
  }),
});

export const evidence = z.object({
  /** The criterion by which the visits are told to increase; null where it cannot be applied to the course. */
  criterion: z.object({ id: criterionId, name: z.string() }).nullable(),
  /** Why no criterion could be applied. */
  notJudged: z.string().nullable(),
  visits: z.array(visitEvidenceShape),
  /** Lesion by lesion at each visit after baseline; empty for gliomas, and where the course cannot be read so. */
  lesions: z.array(
    z.object({
      visit: z.string(),
      date: z.string(),
      lesions: z.array(lesionRow),
      between: z.array(
        z.object({
          figure: z.string(),
          lesions: z.int(),
          least: z.number(),
          greatest: z.number(),
          sd: z.number(),
        }),
      ),
    }),
  ),
  /** Before treatment: what goes with hyperprogression in the literature; empty for gliomas, in which it is not described. */
  hyperprogression: z.array(riskFactor),
  /** Models that speak before treatment, but those of immune-related events; those that speak at an increase stand with their visit. */
  models: z.array(modelScore),
  /** Research-only models that were not asked for. */
  modelsNotAsked: z.int(),
  /** The models that give a probability, asked at each visit. */
  scoreCourses: z.array(scoreCourse),
  covariates: z.array(covariate),
  immuneEvents: z.array(immuneEvent),
  /** Models of immune-related events, asked before treatment, each with what came. */
  immuneModels: z.array(immuneModelScore),
});
export type Evidence = z.infer<typeof evidence>;

/** Research-only models come to who asks for them; to the board alone they do not come. */
export const evidenceQuery = subjectQuery.extend({ withResearch: z.boolean().default(false) });
