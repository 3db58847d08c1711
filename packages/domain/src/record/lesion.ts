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
  /** Whether it is the primary tumour, a node of its region, or a distant metastasis. */
  spread: z.enum(["primary", "regional-node", "distant"]).optional(),
  irradiated: z.boolean().default(false),
  /** Where it lies to the field of local radiotherapy; left out, an irradiated lesion is in it and any other out of it. */
  fieldDistance: z.enum(["in-field", "near-field", "out-of-field"]).optional(),
  injected: z.boolean().default(false),
  /** The visit whose scan precedes the first injection of a lesion that was not injected from the start (itRECIST). */
  injectedFrom: key.optional(),
  /** New lesion outside the high-dose field of radiotherapy (RANO 2010). */
  outsideRtField: z.boolean().optional(),
  component: z.enum(["enhancing", "non-enhancing"]).optional(),
  /** A new lesion that is followed by eye only. */
  measurable: z.boolean().optional(),
  certainty: z.enum(["equivocal", "unequivocal"]).optional(),
  confirmedAt: key.optional(),
  /** The reader whose lesion it is, where readers choose their own; left out, every reader reads it. */
  reader: z.string().min(1).optional(),
});
export type Lesion = z.infer<typeof lesion>;

/** One fragment of a split lesion: longest diameter, `x`, perpendicular (short axis of a node), mm: `20x12`, `20`, `x12`. */
const fragment = z.string().regex(/^(?:\d+(?:\.\d+)?)?(?:[x×]\d+(?:\.\d+)?)?$/, {
  error: "write each fragment as longest x perpendicular in mm, as 20x12, or only one of them, as 20 or x12",
});

/** The figures of a fragment as the table writes it. */
export function fragmentSizes(text: string): { longestMm?: number; shortMm?: number } {
  const [longest = "", short = ""] = text.split(/[x×]/);
  return {
    ...(longest === "" ? {} : { longestMm: Number(longest) }),
    ...(short === "" ? {} : { shortMm: Number(short) }),
  };
}

/** In the column `reader`: the figure was computed from a mask and nobody read it. It is no reader of a trial. */
export const NO_READER = "derived";

/** In the column `reader` where it was left empty, by a file or by whoever typed the figure: who read it is not known. */
export const UNNAMED_READER = "import";

/** In the column `method`: the figures were computed from the lesion's mask. */
export const FROM_MASK = "derived-from-mask";

/** What one reader found of one lesion at one visit: figures in mm (mm³), or fragments, or a status; one of the three. */
export const measurement = z.strictObject({
  subject: key,
  visit: key,
  lesion: key,
  /** `derived` where the figure was computed from a mask and nobody read it. */
  reader: z.string().min(1).default(UNNAMED_READER),
  /** How the figure came about: `entered`, `derived-from-mask`, or a sentence for data of another source. */
  method: z.string().min(1).default("entered"),
  longestMm: z.number().min(0).max(1000).optional(),
  /** Short axis of a node, or the longest diameter perpendicular to `longestMm`. */
  shortMm: z.number().min(0).max(1000).optional(),
  volumeMm3: z.number().min(0).optional(),
  /** The fragments of a lesion that has split, `20x12|15x9`: their sizes are added (RECIST 1.1 §4.3.2). */
  parts: z.array(fragment).optional(),
  status: measurementStatus.optional(),
  /** The value as the source wrote it, where a written rule turned it into figures or a status. */
  sourceValue: z.string().optional(),
});
export type Measurement = z.infer<typeof measurement>;

/** The non-target disease of a visit as a whole. */
export const nonTargetAssessment = z.strictObject({
  subject: key,
  visit: key,
  reader: z.string().min(1).default(UNNAMED_READER),
  status: nonTargetStatus,
  sinceLast: sinceLast.optional(),
});
export type NonTargetAssessment = z.infer<typeof nonTargetAssessment>;
