import type { FeatureConfig, FeatureConfigInput } from "@nadir/domain";
import { makeVolume, type Volume } from "@nadir/imaging";
import { configFor, type ImageKind, parseConfig } from "../config.ts";

const dims = [5, 4, 3] as const;
const spacing = [1, 1, 2] as const;
const data = Float32Array.from({ length: 60 }, (_, n) => (n * 37) % 101);
const bits = Uint8Array.from({ length: 60 }, (_, n) => (n % 5 > 0 && n % 5 < 4 ? 1 : 0));

export const GOOD_IMAGE: Volume = makeVolume({ data, dims, spacing });
export const GOOD_MASK: Volume = makeVolume({ data: bits, dims, spacing });

const changed = (change: (value: number, at: number) => number): Volume =>
  makeVolume({ data: data.map(change), dims, spacing });
const withNaN = (where: number): Volume => changed((value, at) => (at === where ? Number.NaN : value));

/** Input that every entry refuses alike: with a configuration of its own, or with that of an image's kind. */
export interface BadInput {
  readonly what: string;
  readonly image: Volume;
  readonly mask: Volume;
  readonly label: number;
  /** Null where the configuration is one of its own: an entry that takes only images' kinds cannot meet it. */
  readonly kind: ImageKind | null;
  readonly config: FeatureConfig;
  readonly code: string;
  /** What the sentence must name. */
  readonly says: RegExp;
}

interface Row {
  readonly what: string;
  readonly image?: Volume;
  readonly mask?: Volume;
  readonly label?: number;
  readonly kind?: ImageKind;
  readonly config?: FeatureConfigInput;
  readonly code: string;
  readonly says: RegExp;
}

const wavelets = { pyradiomics: { imageType: { Wavelet: {} } } } as unknown as FeatureConfigInput;
const ROWS: readonly Row[] = [
  {
    what: "a mask on another grid",
    mask: makeVolume({ data: bits, dims, spacing: [1, 1, 3] }),
    code: "GEOMETRY_MISMATCH",
    says: /spacing 1, 1, 2 mm.*spacing 1, 1, 3 mm/s,
  },
  {
    what: "an empty mask",
    mask: makeVolume({ data: new Uint8Array(60), dims, spacing }),
    code: "EMPTY_ROI",
    says: /60 voxels/,
  },
  { what: "a label that the mask lacks", label: 7, code: "LABEL_NOT_FOUND", says: /7.*1 \(36 voxels\)/ },
  { what: "NaN inside the region", image: withNaN(1), code: "NON_FINITE_ROI", says: /^1 voxel/ },
  {
    what: "NaN inside a PET region",
    image: withNaN(31),
    kind: "PT",
    code: "NON_FINITE_ROI",
    says: /finite/,
  },
  {
    what: "NaN outside the region, read by a filter",
    image: withNaN(0),
    config: { profile: "pyradiomics", ...wavelets },
    code: "NON_FINITE_IMAGE",
    says: /wavelet-/,
  },
  {
    what: "millions of bins",
    config: { discretisation: { method: "fixed-bin-size", width: 1e-6 } },
    code: "TOO_MANY_BINS",
    says: /at most 65535/,
  },
  {
    what: "a PET image in becquerels, not SUV: more bins than there can be",
    image: changed((value) => value * 1e4),
    kind: "PT",
    code: "TOO_MANY_BINS",
    says: /at most 65535/,
  },
  {
    what: "a region that resegmentation empties",
    config: { resegmentation: { range: [500, 900] } },
    code: "EMPTY_AFTER_RESEGMENTATION",
    says: /500, 900/,
  },
  {
    what: "a CT region that is all metal: resegmentation empties it",
    image: changed((value) => value + 2000),
    kind: "CT",
    code: "EMPTY_AFTER_RESEGMENTATION",
    says: /-1000, 400/,
  },
];

export const BAD_INPUT: readonly BadInput[] = ROWS.map(
  ({ image = GOOD_IMAGE, mask = GOOD_MASK, label = 1, kind, config, ...row }) => ({
    ...row,
    image,
    mask,
    label,
    kind: config ? null : (kind ?? "OTHER"),
    config: config ? parseConfig(config) : configFor(kind ?? "OTHER"),
  }),
);
