import { z } from "zod";
import { key, lesionRole, measurementStatus, nonTargetStatus, sinceLast } from "./vocabulary.ts";

/** A lesion keeps its identity over all visits. */
export const lesion = z.strictObject({
  subject: key,
  id: key,
  role: lesionRole,
  organ: z.string().min(1),
  location: z.string().optional(),
  /** Lymph node: the short axis counts (RECIST 1.1 §3.1). */
  node: z.boolean().default(false),
  irradiated: z.boolean().default(false),
  injected: z.boolean().default(false),
  component: z.enum(["enhancing", "non-enhancing"]).optional(),
  /** A new lesion that is followed by eye only. */
  measurable: z.boolean().optional(),
  certainty: z.enum(["equivocal", "unequivocal"]).optional(),
  confirmedAt: key.optional(),
});
export type Lesion = z.infer<typeof lesion>;

/** What one reader found of one lesion at one visit: figures in mm (mm³), or a status, never both. */
export const measurement = z.strictObject({
  subject: key,
  visit: key,
  lesion: key,
  reader: z.string().min(1).default("import"),
  /** How the figure came about: `entered`, `derived-from-mask`, or a sentence for data of another source. */
  method: z.string().min(1).default("entered"),
  longestMm: z.number().min(0).max(1000).optional(),
  /** Short axis of a node, or the longest diameter perpendicular to `longestMm`. */
  shortMm: z.number().min(0).max(1000).optional(),
  volumeMm3: z.number().min(0).optional(),
  status: measurementStatus.optional(),
  /** The value as the source wrote it, where a written rule turned it into figures or a status. */
  sourceValue: z.string().optional(),
});
export type Measurement = z.infer<typeof measurement>;

/** The non-target disease of a visit as a whole. */
export const nonTargetAssessment = z.strictObject({
  subject: key,
  visit: key,
  reader: z.string().min(1).default("import"),
  status: nonTargetStatus,
  sinceLast: sinceLast.optional(),
});
export type NonTargetAssessment = z.infer<typeof nonTargetAssessment>;
