import { z } from "zod";
import { type Acquisition, type AcquisitionField, acquisition } from "./acquisition.ts";
import { mrSequence, sequenceOf } from "./mr-sequence.ts";
import { type Modality, modality } from "./vocabulary.ts";

const field = z.enum(Object.keys(acquisition.shape) as [AcquisitionField, ...AcquisitionField[]]);

/** What a value must be: within closed limits, or one of a list (words: whatever their case). */
const demand = z
  .strictObject({
    min: z.number().optional(),
    max: z.number().optional(),
    oneOf: z
      .array(z.union([z.string().min(1), z.number()]))
      .min(1)
      .optional(),
  })
  .refine((d) => d.min !== undefined || d.max !== undefined || d.oneOf !== undefined, "state min, max or oneOf")
  .refine((d) => d.min === undefined || d.max === undefined || d.min <= d.max, "min must not exceed max");
export type Demand = z.infer<typeof demand>;

/** What one kind of image must be like. */
export const imageRule = z
  .strictObject({
    /** How the rule is called where a deviation is told: `CT of the chest`. */
    name: z.string().min(1),
    modality,
    /** Only images whose description holds this, whatever its case; left out, all of the modality. */
    description: z.string().min(1).optional(),
    /** Only images of this sequence, as their description names it (`T1 post-contrast` is T1CE). */
    sequence: mrSequence.optional(),
    /** At every visit that has images one of this kind is to be there. */
    required: z.boolean().optional(),
    /** By column of the table `images`: `{ sliceThicknessMm: { max: 3 }, kernel: { oneOf: [B30f, STANDARD] } }`; limits are closed. */
    demands: z.partialRecord(field, demand).default({}),
  })
  .refine(
    (r) => r.required === true || Object.keys(r.demands).length > 0,
    "state at least one demand, or that it is required",
  );

/** A trial's imaging protocol: how its images are to be taken, kind by kind. Deviations are told; they refuse nothing. */
export const imagingProtocol = z.strictObject({
  version: z.string().min(1).default("1"),
  images: z.array(imageRule).min(1),
});
export type ImagingProtocol = z.infer<typeof imagingProtocol>;

export interface ProtocolDeviation {
  /** The rule's name. */
  readonly rule: string;
  readonly field: AcquisitionField;
  readonly kind: "outside" | "not-stated";
  readonly found: string | null;
  readonly expected: string;
  /** One sentence: what was found and what the protocol asks for. */
  readonly sentence: string;
}

export interface CheckedImage extends Acquisition {
  readonly modality: Modality;
  readonly description: string;
}

type ImageRule = ImagingProtocol["images"][number];

const isOfRule = (image: Pick<CheckedImage, "modality" | "description">, rule: ImageRule): boolean =>
  rule.modality === image.modality &&
  (rule.description === undefined || image.description.toLowerCase().includes(rule.description.toLowerCase())) &&
  (rule.sequence === undefined || sequenceOf(image.description) === rule.sequence);

/** The required images that are not among those of a visit, each by its name and kind, in the protocol's order. */
export const missingImages = (
  images: readonly Pick<CheckedImage, "modality" | "description">[],
  protocol: ImagingProtocol,
): string[] =>
  protocol.images
    .filter((rule) => rule.required && !images.some((image) => isOfRule(image, rule)))
    .map(({ name, modality: kind, sequence, description }) => {
      const which = [sequence && `sequence ${sequence}`, description && `'${description}' in its description`];
      return `${name} (${[kind, ...which.filter(Boolean)].join(", ")})`;
    });

/**
 * Where an image departs from the protocol, rule by rule in the protocol's order: a value outside its limits or list,
 * or one that the image does not state. Limits are closed. An image that no rule is for has no deviation.
 */
export function protocolDeviations(image: CheckedImage, protocol: ImagingProtocol): ProtocolDeviation[] {
  const found: ProtocolDeviation[] = [];
  for (const rule of protocol.images) {
    if (!isOfRule(image, rule)) continue;
    for (const [name, wanted] of Object.entries(rule.demands) as [AcquisitionField, Demand][]) {
      const value = image[name];
      if (value !== undefined && meets(value, wanted)) continue;
      const expected = words(wanted, unitOf[name]);
      const shown = value === undefined ? null : withUnit(value, unitOf[name]);
      found.push({
        rule: rule.name,
        field: name,
        kind: value === undefined ? "not-stated" : "outside",
        found: shown,
        expected,
        sentence:
          shown === null
            ? `${rule.name}: ${FIELD_WORDS[name]} is not stated; the protocol asks for ${expected}.`
            : `${rule.name}: ${FIELD_WORDS[name]} is ${shown}; the protocol asks for ${expected}.`,
      });
    }
  }
  return found;
}

/**
 * The image with what its grid says where its row does not: the coarsest side of a voxel is the distance of its slices,
 * the next one its pixel size. `spacing` in mm.
 */
export function onGrid<T extends Acquisition>(image: T, spacing: readonly number[]): T {
  const [slice, pixel] = [...spacing].sort((a, b) => b - a);
  return {
    ...image,
    sliceSpacingMm: image.sliceSpacingMm ?? Number(slice!.toPrecision(6)),
    pixelSpacingMm: image.pixelSpacingMm ?? Number(pixel!.toPrecision(6)),
  };
}

/** Headers are decimal text turned into binary: what differs by less than this fraction is the same value. */
const SAME = 1e-6;

function meets(value: string | number, { min, max, oneOf }: Demand): boolean {
  if (typeof value === "number") {
    const slack = SAME * Math.max(1, Math.abs(value));
    if (min !== undefined && value < min - slack) return false;
    if (max !== undefined && value > max + slack) return false;
    return oneOf === undefined || oneOf.some((x) => Math.abs(Number(x) - value) <= slack);
  }
  // Limits say nothing of words: a word passes only by a list.
  return min === undefined && max === undefined && oneOf!.some((x) => String(x).toLowerCase() === value.toLowerCase());
}

function words({ min, max, oneOf }: Demand, unit: string): string {
  const parts: string[] = [];
  if (min !== undefined && max !== undefined)
    parts.push(min === max ? withUnit(min, unit) : `${min} to ${withUnit(max, unit)}`);
  else if (min !== undefined) parts.push(`at least ${withUnit(min, unit)}`);
  else if (max !== undefined) parts.push(`at most ${withUnit(max, unit)}`);
  if (oneOf) parts.push(oneOf.map((x) => withUnit(x, unit)).join(" or "));
  return parts.join(", and ");
}

const withUnit = (value: string | number, unit: string): string =>
  typeof value === "number" ? `${Number(value.toPrecision(7))}${unit === "" ? "" : ` ${unit}`}` : `'${value}'`;

/** How an image was taken, a phrase a field, in the fields' order: `slice thickness 3 mm`. */
export const acquisitionWords = (of: Acquisition): string[] =>
  (Object.keys(FIELD_WORDS) as AcquisitionField[]).flatMap((name) => {
    const value = of[name];
    if (value === undefined) return [];
    return [
      `${FIELD_WORDS[name].replace(/^the (patient's )?/, "")} ${withUnit(value, unitOf[name]).replaceAll("'", "")}`,
    ];
  });

/** What a rule demands, a phrase a field, in the rule's order: `slice thickness at most 3 mm`. */
export const demandWords = ({ demands }: Pick<ImageRule, "demands">): string[] =>
  (Object.entries(demands) as [AcquisitionField, Demand][]).map(
    ([name, wanted]) => `${FIELD_WORDS[name].replace(/^the (patient's )?/, "")} ${words(wanted, unitOf[name])}`,
  );

/** Each field in words. */
const FIELD_WORDS: Readonly<Record<AcquisitionField, string>> = {
  manufacturer: "the manufacturer",
  scannerModel: "the scanner model",
  sliceThicknessMm: "the slice thickness",
  sliceSpacingMm: "the distance between slices",
  pixelSpacingMm: "the pixel size",
  contrastAgent: "the contrast agent",
  kvp: "the tube voltage",
  exposureMas: "the exposure",
  kernel: "the reconstruction kernel",
  fieldStrengthT: "the field strength",
  repetitionTimeMs: "the repetition time",
  echoTimeMs: "the echo time",
  inversionTimeMs: "the inversion time",
  flipAngleDeg: "the flip angle",
  acquisitionType: "the acquisition type",
  scanningSequence: "the scanning sequence",
  bValue: "the b value",
  tracer: "the tracer",
  radionuclide: "the radionuclide",
  injectedMbq: "the injected activity",
  uptakeMin: "the uptake time",
  weightKg: "the patient's weight",
  reconstruction: "the reconstruction",
  decayCorrection: "the decay correction",
};

const unitOf: Readonly<Record<AcquisitionField, string>> = {
  manufacturer: "",
  scannerModel: "",
  sliceThicknessMm: "mm",
  sliceSpacingMm: "mm",
  pixelSpacingMm: "mm",
  contrastAgent: "",
  kvp: "kV",
  exposureMas: "mAs",
  kernel: "",
  fieldStrengthT: "T",
  repetitionTimeMs: "ms",
  echoTimeMs: "ms",
  inversionTimeMs: "ms",
  flipAngleDeg: "°",
  acquisitionType: "",
  scanningSequence: "",
  bValue: "s/mm²",
  tracer: "",
  radionuclide: "",
  injectedMbq: "MBq",
  uptakeMin: "min",
  weightKg: "kg",
  reconstruction: "",
  decayCorrection: "",
};
