import { gzipSync } from "node:zlib";
import { addDays, NO_READER } from "@nadir/domain";
import {
  crop,
  inPlaneDiameters,
  labelCounts,
  type Triple,
  type Volume,
  voxelVolumeMm3,
  withData,
  writeNifti,
} from "@nadir/imaging";
import { bell } from "../seeded-noise.ts";
import { type BuiltTrial, builtTrial, type ReadSource } from "./built-trial.ts";
import type { Cell } from "./csv-text.ts";
import { PARTS_ORIGIN, PARTS_TRIAL } from "./imaging-trials.ts";
import { readRealScans } from "./real-scans.ts";

const DAY_ZERO = "2000-01-01";
const TEXT = "simulated follow-up of a real scan (brain1): a lesion with parts painted in";
/** Half the edges of the box that is kept around the lesion, mm. */
const KEPT_MM: Triple = [42, 42, 45];
/** The lesion lies this far from the real one's centroid, mm along the voxel axes: away from the skull. */
const SHIFT_MM: Triple = [-16, 0, 0];

/** A ball of the lesion: what lies within `mm` of its centre is this part, unless an earlier ball has it. */
interface Shells {
  readonly offsetMm: Triple;
  readonly necrosisMm: number;
  readonly enhancingMm: number;
}
interface Scan {
  readonly day: number;
  readonly foci: readonly Shells[];
  readonly oedemaMm: number;
}
type Answers = Readonly<Record<`f${number}`, number>>;
interface Course {
  readonly subject: string;
  readonly partLabels: string;
  readonly scans: readonly (Scan & { readonly reading: Answers })[];
}

const AT_CENTRE: Triple = [0, 0, 0];
/**
 * Two invented courses. Both masks bear the labels 1, 2 and 4; what 2 is differs, as it does between the conventions in use:
 * oedema alone, or oedema and non-enhancing tumour in one. The readings are invented; some differ from what the masks say.
 */
const COURSES: readonly Course[] = [
  {
    subject: "PRT-001",
    partLabels: "1=necrosis|2=oedema|4=enhancing|none=non-enhancing",
    scans: [
      {
        day: -3,
        foci: [{ offsetMm: AT_CENTRE, necrosisMm: 9, enhancingMm: 15 }],
        oedemaMm: 22,
        reading: { f1: 4, f2: 3, f4: 3, f5: 4, f6: 2, f7: 4, f9: 1, f10: 2, f11: 4, f14: 5 },
      },
      {
        day: 56,
        foci: [{ offsetMm: AT_CENTRE, necrosisMm: 14, enhancingMm: 16 }],
        oedemaMm: 24,
        reading: { f1: 4, f2: 3, f4: 3, f5: 5, f6: 2, f7: 4, f9: 1, f10: 2, f11: 4, f14: 6 },
      },
    ],
  },
  {
    subject: "PRT-002",
    partLabels: "1=necrosis|2=non-enhancing+oedema|4=enhancing",
    scans: [
      {
        day: -5,
        foci: [
          { offsetMm: [-11, -8, 0], necrosisMm: 5, enhancingMm: 10 },
          { offsetMm: [10, 9, 0], necrosisMm: 0, enhancingMm: 7 },
        ],
        oedemaMm: 24,
        reading: { f1: 4, f2: 3, f4: 3, f5: 4, f6: 3, f7: 3, f9: 2, f10: 3, f11: 3, f14: 6 },
      },
    ],
  },
];
const LABELS = { necrosis: 1, oedema: 2, enhancing: 4 } as const;

/** Glioma with parts: concentric balls painted into a real scan, masks that state their parts, and invented readings. */
export async function buildGliomaParts(read: ReadSource): Promise<BuiltTrial> {
  const scan = (await readRealScans(read, "brain1")).get("t1c")!;
  const centre = centroidMm(scan.mask).map((mm, x) => mm + SHIFT_MM[x]!) as unknown as Triple;
  const rows: Record<
    "subjects" | "visits" | "lesions" | "measurements" | "images" | "masks" | "vasari",
    Record<string, Cell>[]
  > = {
    subjects: [],
    visits: [],
    lesions: [],
    measurements: [],
    images: [],
    masks: [],
    vasari: [],
  };
  const files = new Map<string, Uint8Array>();
  for (const { subject, partLabels, scans } of COURSES) {
    const note = "Invented patient: a simulated lesion in a real scan (brain1).";
    rows.subjects.push({
      key: subject,
      site: "demo-site-1",
      arm: "simulated",
      treatmentStart: DAY_ZERO,
      sex: "unknown",
      note,
    });
    rows.lesions.push({
      subject,
      id: "T1",
      role: "target",
      organ: "brain",
      location: "simulated",
      component: "enhancing",
    });
    scans.forEach((plan, at) => {
      const visit = `D${plan.day}`;
      const date = addDays(DAY_ZERO, plan.day);
      rows.visits.push({
        subject,
        id: visit,
        date,
        role: at === 0 ? "baseline" : "follow-up",
        simulated: true,
        note: TEXT,
      });
      const made = painted(scan.image, centre, plan, plan.day + 1000);
      const name = `images/${subject}/${visit}-t1c`;
      files.set(`${name}.nii.gz`, packed(made.image));
      files.set(`${name}-parts.nii.gz`, packed(made.mask));
      rows.images.push({
        subject,
        visit,
        id: "t1c",
        file: `${name}.nii.gz`,
        modality: "MR",
        description: "T1 post-contrast",
        unit: "arbitrary",
        simulated: true,
      });
      rows.masks.push({
        subject,
        visit,
        image: "t1c",
        lesion: "T1",
        file: `${name}-parts.nii.gz`,
        label: LABELS.enhancing,
        partLabels,
        authorKind: "simulation",
        author: "@nadir/simulate",
      });
      const { longest } = inPlaneDiameters(made.mask, LABELS.enhancing);
      rows.measurements.push({
        subject,
        visit,
        lesion: "T1",
        reader: NO_READER,
        method: "derived-from-mask",
        longestMm: tenth(longest.longestMm),
        shortMm: tenth(longest.perpendicularMm),
        volumeMm3: Math.round(labelCounts(made.mask).get(LABELS.enhancing)! * voxelVolumeMm3(made.mask)),
      });
      rows.vasari.push({ subject, visit, reader: "invented-reader", ...plan.reading });
    });
  }
  const manifest = {
    schema: "nadir.trial-manifest/1",
    trial: {
      ...PARTS_TRIAL,
      dates: { kind: "offset", dayZero: DAY_ZERO, note: "Invented days. Day 0 = first dose, laid on 2000-01-01." },
    },
    preparation: [
      {
        rule: "A lesion with parts painted into a real scan (marked simulated: image and visit).",
        count: rows.images.length,
      },
      { rule: "VASARI readings, days and treatment: invented.", count: rows.vasari.length },
    ],
  };
  const tables = Object.fromEntries(
    Object.entries(rows).map(([table, list]) => [table, { file: `${table}.csv`, rows: list }]),
  );
  return builtTrial(manifest, tables, PARTS_ORIGIN, files);
}

/** The scan with the lesion painted over it, and the label map of its parts, cut to a box; `centreMm` along the voxel axes. */
export function painted(
  whole: Volume,
  centreMm: Triple,
  { foci, oedemaMm }: Scan,
  seed: number,
): { readonly image: Volume; readonly mask: Volume } {
  const at = (x: 0 | 1 | 2, mm: number) => Math.min(whole.dims[x] - 1, Math.max(0, Math.round(mm / whole.spacing[x])));
  const image = crop(whole, {
    min: [0, 1, 2].map((x) => at(x as 0, centreMm[x]! - KEPT_MM[x]!)) as unknown as Triple,
    max: [0, 1, 2].map((x) => at(x as 0, centreMm[x]! + KEPT_MM[x]!)) as unknown as Triple,
  });
  const low = [0, 1, 2].map((x) => at(x as 0, centreMm[x]! - KEPT_MM[x]!));
  const [nx, ny] = image.dims;
  const values = Float64Array.from(image.data);
  const labels = new Uint8Array(values.length);
  for (let voxel = 0; voxel < values.length; voxel++) {
    const index = [voxel % nx, Math.floor(voxel / nx) % ny, Math.floor(voxel / (nx * ny))];
    const from = index.map((n, x) => (n + low[x]!) * whole.spacing[x]! - centreMm[x]!);
    const distance = (offset: Triple) => Math.hypot(...from.map((mm, x) => mm - offset[x]!));
    const label = foci.some((f) => f.necrosisMm > 0 && distance(f.offsetMm) <= f.necrosisMm)
      ? LABELS.necrosis
      : foci.some((f) => distance(f.offsetMm) <= f.enhancingMm)
        ? LABELS.enhancing
        : distance(AT_CENTRE) <= oedemaMm
          ? LABELS.oedema
          : 0;
    labels[voxel] = label;
    if (label !== 0) values[voxel] = LOOKS[label].mean + bell(seed, voxel) * LOOKS[label].sd;
  }
  return {
    image: withData(image, Int16Array.from(values, Math.round)),
    mask: withData(image, labels),
  };
}

/** Mean place of the mask's voxels, mm along the voxel axes from the first voxel. */
function centroidMm({ data, dims, spacing }: Volume): Triple {
  const sum = [0, 0, 0];
  let count = 0;
  for (let voxel = 0; voxel < data.length; voxel++) {
    if (data[voxel] === 0) continue;
    count++;
    const index = [voxel % dims[0], Math.floor(voxel / dims[0]) % dims[1], Math.floor(voxel / (dims[0] * dims[1]))];
    index.forEach((n, x) => {
      sum[x]! += n * spacing[x]!;
    });
  }
  return sum.map((mm) => mm / count) as unknown as Triple;
}

/** Intensities of the parts on T1 after contrast; white matter of the scan lies near 500. */
const LOOKS = {
  1: { mean: 300, sd: 30 },
  2: { mean: 420, sd: 25 },
  4: { mean: 1050, sd: 70 },
} as const;

const tenth = (mm: number): number => Math.round(mm * 10) / 10;
const packed = (volume: Volume): Uint8Array => gzipSync(writeNifti(volume, TEXT.slice(0, 79)), { level: 9 });
