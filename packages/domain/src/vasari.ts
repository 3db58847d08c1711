import { z } from "zod";
import { key } from "./record/vocabulary.ts";

/** The items that are answered by a code. */
export type VasariItemId =
  | `f${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}`
  | `f1${0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}`
  | `f2${0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8}`;

/** An item of the VASARI form: its number, its question, and the answers by code. */
export interface VasariItem {
  readonly id: VasariItemId;
  readonly name: string;
  readonly answers: Readonly<Record<number, string>>;
  /** Answers have an order (for a weighted kappa), apart from "not applicable" and "indeterminate". */
  readonly isOrdinal: boolean;
}

const proportion = {
  1: "not applicable",
  2: "none (0%)",
  3: "up to 5%",
  4: "6–33%",
  5: "34–67%",
  6: "68–95%",
  7: "more than 95%",
  8: "all (100%)",
  9: "indeterminate",
} as const;
const noYes = { 1: "no", 2: "yes" } as const;
const crossing = { 1: "not applicable", 2: "no", 3: "yes" } as const;
const resection = { 1: "not applicable", ...Object.fromEntries(Object.entries(proportion).slice(1)) } as Readonly<
  Record<number, string>
>;
const item = (id: VasariItem["id"], name: string, answers: VasariItem["answers"], isOrdinal = false): VasariItem => ({
  id,
  name,
  answers,
  isOrdinal,
});

/** The version of the form; a reading names it, and readings of different versions are not compared. */
export const VASARI_VERSION = "2012";

/**
 * The VASARI MR feature set for glioma (Visually AcceSAble Rembrandt Images; The Cancer Imaging Archive, VASARI
 * research project, feature guide of 2012; Gutman et al., Radiology 2013;267:560). f29 and f30, the lesion's size,
 * are lengths and stand in the reading by themselves. The codes of f1 (1 to 6), f2, f4, f5, f6, f11 and f19 to f23 are
 * those of the published VASARI-auto (Ruffle et al., NeuroImage: Clinical 2024); it numbers deep sites of f1 otherwise
 * from 7 on, so a reading made elsewhere must say its key. RadElement's set RDES221 lists the sites of f1 in yet another
 * order and without numbers. Deep sites of f1, f24 and f26 to f28 could not be checked against the guide here.
 */
export const VASARI_ITEMS: readonly VasariItem[] = [
  item("f1", "Tumour location", {
    1: "frontal",
    2: "temporal",
    3: "insular",
    4: "parietal",
    5: "occipital",
    6: "brainstem",
    7: "cerebellum",
    8: "basal ganglia",
    9: "thalamus",
    10: "corpus callosum",
  }),
  item("f2", "Side of tumour centre", { 1: "right", 2: "centre or bilateral", 3: "left" }),
  item("f3", "Eloquent brain", { 1: "none", 2: "speech motor", 3: "speech receptive", 4: "motor", 5: "vision" }),
  item("f4", "Enhancement quality", { 1: "none", 2: "mild", 3: "marked" }, true),
  item("f5", "Proportion enhancing", proportion, true),
  item("f6", "Proportion not enhancing", proportion, true),
  item("f7", "Proportion necrosis", proportion, true),
  item("f8", "Cysts", noYes),
  item("f9", "Multifocal or multicentric", { 1: "focal", 2: "multifocal", 3: "multicentric", 4: "gliomatosis" }),
  item("f10", "T1/FLAIR ratio", { 1: "expansive", 2: "mixed", 3: "infiltrative" }, true),
  item(
    "f11",
    "Thickness of enhancing margin",
    { 1: "not applicable", 2: "none", 3: "thin (below 3 mm)", 4: "thick (3 mm or more)", 5: "solid" },
    true,
  ),
  item("f12", "Definition of enhancing margin", { 1: "not applicable", 2: "well defined", 3: "poorly defined" }),
  item("f13", "Definition of non-enhancing margin", { 1: "not applicable", 2: "smooth", 3: "irregular" }),
  item("f14", "Proportion of oedema", proportion, true),
  item("f15", "Oedema crosses midline", crossing),
  item("f16", "Haemorrhage", noYes),
  item("f17", "Diffusion", { 1: "no images", 2: "facilitated", 3: "restricted", 4: "neither" }),
  item("f18", "Pial invasion", noYes),
  item("f19", "Ependymal invasion", noYes),
  item("f20", "Cortical involvement", noYes),
  item("f21", "Deep white matter invasion", noYes),
  item("f22", "Non-enhancing tumour crosses midline", crossing),
  item("f23", "Enhancing tumour crosses midline", crossing),
  item("f24", "Satellites", noYes),
  item("f25", "Calvarial remodelling", noYes),
  item("f26", "Extent of resection of enhancing tumour", resection, true),
  item("f27", "Extent of resection of non-enhancing tumour", resection, true),
  item("f28", "Extent of resection of vasogenic oedema", resection, true),
];

const codes = Object.fromEntries(
  VASARI_ITEMS.map(({ id, name, answers }) => {
    const known = Object.keys(answers).map(Number);
    const told = known.map((code) => `${code} ${answers[code]}`).join(", ");
    return [
      id,
      z
        .int()
        .refine((code) => known.includes(code), `the answers of ${id} are ${told}`)
        .optional()
        .describe(`${name}: ${told}`),
    ] as const;
  }),
) as Record<VasariItemId, z.ZodOptional<z.ZodInt>>;
const sizeMm = z.number().positive().optional();

/** One reader's answers for one scan; an item that is left out was not read. */
export const vasariReading = z.strictObject({
  schema: z.literal("nadir.vasari/1"),
  version: z.literal(VASARI_VERSION),
  subject: z.string().min(1),
  visit: z.string().min(1),
  reader: z.string().min(1),
  answers: z.strictObject(codes),
  /** Longest diameter of the lesion on T2 or FLAIR, and its longest perpendicular, mm (f29, f30). */
  longestMm: sizeMm,
  perpendicularMm: sizeMm,
});
export type VasariReading = z.infer<typeof vasariReading>;

/**
 * One reader's VASARI form of one visit as a row of the record: codes of f1 to f28, and the lesion's size on T2 or FLAIR
 * in mm (f29 longest diameter, f30 longest perpendicular). An item that is left out was not read.
 */
export const vasariRow = z
  .strictObject({
    subject: key,
    visit: key,
    reader: z.string().min(1).default("import"),
    /** A draft is the reader's own; only a signed reading counts. */
    state: z.enum(["draft", "signed"]).default("signed"),
    ...codes,
    f29: sizeMm.describe("Longest diameter of the lesion on T2 or FLAIR, mm"),
    f30: sizeMm.describe("Its longest perpendicular, mm"),
  })
  .describe("One reader's VASARI form of one visit. An item whose cell is empty was not read.");
export type VasariRow = z.infer<typeof vasariRow>;

/** The row as a reading by itself (nadir.vasari/1). */
export function vasariReadingOf({
  subject,
  visit,
  reader,
  state: _state,
  f29,
  f30,
  ...answers
}: VasariRow): VasariReading {
  const read = Object.fromEntries(Object.entries(answers).filter(([, code]) => code !== undefined));
  return {
    schema: "nadir.vasari/1",
    version: VASARI_VERSION,
    subject,
    visit,
    reader,
    answers: read,
    ...(f29 === undefined ? {} : { longestMm: f29 }),
    ...(f30 === undefined ? {} : { perpendicularMm: f30 }),
  };
}

/** The proportion's answer (f5, f6, f7, f14) of a share from 0 to 1. Throws RangeError outside. */
export function proportionCode(share: number): number {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`A share lies between 0 and 1; this is ${share}.`);
  if (share === 0) return 2;
  if (share === 1) return 8;
  // "Up to 5%" and "6–33%" leave a gap; the next whole per cent decides, as a reader would say it.
  const percent = Math.round(100 * share);
  if (percent <= 5) return 3;
  if (percent <= 33) return 4;
  if (percent <= 67) return 5;
  return percent <= 95 ? 6 : 7;
}
