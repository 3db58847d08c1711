import { gzipSync } from "node:zlib";
import { addDays, NO_READER } from "@nadir/domain";
import { inPlaneDiameters, labelCounts, type Volume, voxelVolumeMm3, writeNifti } from "@nadir/imaging";
import { type Base, BRAIN_COURSES, type Course, type ModalityKey, SARCOMA_COURSES, type ScanPlan } from "../courses.ts";
import { type RealScan, type SimulatedLesion, type SimulatedScan, simulateScan } from "../simulate-lesions.ts";
import { type BuiltTrial, builtTrial, type ReadSource } from "./built-trial.ts";
import { type Cell, csvText } from "./csv-text.ts";
import { BRAIN_ORIGIN, BRAIN_TRIAL, SARCOMA_ORIGIN, SARCOMA_TRIAL } from "./imaging-trials.ts";
import { plannedFor, type Schedule } from "./planned-visit.ts";
import { MODALITIES, type RealScans, readRealScans } from "./real-scans.ts";

const DAY_ZERO = "2000-01-01";
const SIMULATED = "simulated follow-up of a real scan";

type Row = Record<string, Cell>;
type TableRows = Record<
  | "subjects"
  | "visits"
  | "lesions"
  | "measurements"
  | "observations"
  | "treatments"
  | "adverseEvents"
  | "images"
  | "masks"
  | "truth",
  Row[]
>;

/** Sarcoma: CT, PET and MR of STS_001 and STS_008 as real baselines; six invented courses. */
export const buildImaging = (read: ReadSource): Promise<BuiltTrial> =>
  build(read, SARCOMA_COURSES, SARCOMA_TRIAL, SARCOMA_ORIGIN);

/** Glioma: contrast-enhanced T1 of brain1 as real baseline; three invented courses. */
export const buildBrainImaging = (read: ReadSource): Promise<BuiltTrial> =>
  build(read, BRAIN_COURSES, BRAIN_TRIAL, BRAIN_ORIGIN);

async function build(
  read: ReadSource,
  courses: readonly Course[],
  trial: Readonly<Record<string, unknown>>,
  origin: string,
): Promise<BuiltTrial> {
  const rows: TableRows = {
    subjects: [],
    visits: [],
    lesions: [],
    measurements: [],
    observations: [],
    treatments: [],
    adverseEvents: [],
    images: [],
    masks: [],
    truth: [],
  };
  const files = new Map<string, Uint8Array>();
  const bases = new Map<Base, RealScans>();
  for (const course of courses) {
    const scans = bases.get(course.base) ?? (await readRealScans(read, course.base));
    bases.set(course.base, scans);
    addSubject(course, rows);
    for (const plan of course.scans)
      addScan(course, plan, scans, rows, files, trial["schedule"] as Schedule | undefined);
  }
  const simulated = rows.images.filter((row) => row["simulated"] === true).length;
  const manifest = {
    schema: "nadir.trial-manifest/1",
    trial: {
      ...trial,
      dates: {
        kind: "offset",
        dayZero: DAY_ZERO,
        note: "The real scans come without dates and the courses are invented. Day 0 = first dose, laid on 2000-01-01.",
      },
    },
    preparation: [
      {
        rule: "Real scans, cut to the lesion with a margin; CT and MR rounded to whole units.",
        count: rows.images.length - simulated,
      },
      { rule: "Simulated scans made from them (marked simulated: image and visit).", count: simulated },
      {
        rule: "Measurements derived from the masks: longest diameter and longest perpendicular in the axial slice, volume.",
        count: rows.measurements.length,
      },
      {
        rule: "Laboratory values, treatments and adverse events: invented, marked simulated in their text.",
        count: rows.observations.length + rows.treatments.length + rows.adverseEvents.length,
      },
    ],
  };
  const { truth, ...tables } = rows;
  const built = builtTrial(
    manifest,
    Object.fromEntries(
      Object.entries(tables)
        .filter(([, list]) => list.length > 0)
        .map(([name, list]) => [name, { file: `${kebab(name)}.csv`, rows: list }]),
    ),
    origin,
    files,
  );
  return new Map([...built, ...builtTruth(truth)]);
}

function addSubject(course: Course, rows: TableRows): void {
  const { subject } = course;
  rows.subjects.push({
    key: subject,
    site: course.site,
    arm: "simulated",
    treatmentStart: DAY_ZERO,
    immunotherapyStart: DAY_ZERO,
    radiotherapyEnd: course.radiotherapyEndDay === undefined ? undefined : dayOf(course.radiotherapyEndDay),
    sex: "unknown",
    note: `Simulated course (${course.pattern}) on a real scan (${course.base}); only the scan and outline not marked simulated are real.`,
  });
  for (const lesion of course.lesions)
    rows.lesions.push({
      subject,
      id: lesion.id,
      role: lesion.role,
      organ: course.base === "brain1" ? "brain" : "soft-tissue",
      location: lesion.offset ? "simulated copy of the real lesion, in muscle" : "lesion of the real scan",
      component: course.base === "brain1" ? "enhancing" : undefined,
      measurable: lesion.role === "new" ? true : undefined,
    });
  const treat = (
    id: string,
    kind: string,
    name: string,
    start: number,
    end?: number,
    dose?: number,
    doseUnit?: string,
    fractions?: number,
  ): void => {
    rows.treatments.push({
      subject,
      id,
      kind,
      name,
      start: dayOf(start),
      end: end === undefined ? undefined : dayOf(end),
      dose,
      doseUnit,
      fractions,
      lesionsInField: kind === "radiotherapy" ? "T1" : undefined,
    });
  };
  if (course.radiotherapyEndDay !== undefined)
    treat(
      "radiotherapy",
      "radiotherapy",
      "radiotherapy (simulated)",
      course.radiotherapyEndDay - 42,
      course.radiotherapyEndDay,
      60,
      "Gy",
      30,
    );
  treat("immunotherapy", "drug", "checkpoint inhibitor (simulated)", 0);
  course.adverseEvents?.forEach((event, at) => {
    rows.adverseEvents.push({
      subject,
      id: `AE${at + 1}`,
      term: event.term,
      grade: event.grade,
      start: dayOf(event.day),
      end: event.endDay === undefined ? undefined : dayOf(event.endDay),
      immuneRelated: event.immuneRelated,
      serious: false,
    });
  });
}

function addScan(
  course: Course,
  plan: ScanPlan,
  scans: RealScans,
  rows: TableRows,
  files: Map<string, Uint8Array>,
  schedule: Schedule = [],
): void {
  const { subject } = course;
  const visit = `D${plan.day}`;
  const real = Object.values(plan.looks).every((look) => look === "real");
  const planned = plan.role === "follow-up" ? plannedFor(schedule, plan.day) : undefined;
  rows.visits.push({
    subject,
    id: visit,
    date: dayOf(plan.day),
    ...(schedule.length > 0 ? { plannedDate: planned === undefined ? undefined : dayOf(planned) } : {}),
    role: plan.role,
    ecog: plan.ecog,
    dexamethasoneMgPerDay: plan.dexamethasoneMgPerDay,
    clinical: plan.clinical,
    simulated: !real,
    note: real
      ? `real scan (${course.base}); day, clinical status and laboratory values simulated`
      : plan.role === "baseline"
        ? `real scan (${course.base}) with a simulated second lesion; everything else simulated`
        : plan.role === "pre-baseline"
          ? `${SIMULATED} (${course.base}), laid before it`
          : `${SIMULATED} (${course.base})`,
  });
  const [ldh, nlr, crp] = plan.labs;
  const lab = (code: string, value: number, unit: string, high: number): void => {
    rows.observations.push({
      subject,
      date: dayOf(plan.day),
      code,
      value,
      text: "simulated",
      unit,
      referenceLow: 0,
      referenceHigh: high,
    });
  };
  lab("LDH", ldh, "U/L", 250);
  lab("NLR", nlr, "1", 5);
  lab("CRP", crp, "mg/L", 5);

  plan.modalities.forEach((key, at) => {
    const scan = scans.get(key);
    if (!scan) throw new Error(`${course.base} has no ${key} scan.`);
    const made = real ? { image: scan.image, mask: scan.mask } : simulated(course, plan, key, scan);
    const name = `images/${subject}/${visit}-${key}`;
    const text = real ? `real scan ${course.base}` : `${SIMULATED} ${course.base}`;
    files.set(`${name}.nii.gz`, packed(made.image, text));
    files.set(`${name}-mask.nii.gz`, packed(made.mask, text));
    const { modality, description, unit } = MODALITIES[key];
    rows.images.push({
      subject,
      visit,
      id: key,
      file: `${name}.nii.gz`,
      modality,
      description,
      unit,
      simulated: !real,
    });
    const present = labelCounts(made.mask);
    course.lesions.forEach((lesion, index) => {
      const label = index + 1;
      const voxels = present.get(label);
      if (voxels === undefined) return;
      rows.masks.push({
        subject,
        visit,
        image: key,
        lesion: lesion.id,
        file: `${name}-mask.nii.gz`,
        label,
        authorKind: real ? "import" : "simulation",
        author: real ? "source" : "@nadir/simulate",
      });
      if (at === 0) addMeasurement(course, plan, visit, lesion.id, label, voxels, made.mask, rows);
    });
  });
}

/** Figures of the first modality's mask: what a reader would have measured, and the truth beside it. */
function addMeasurement(
  course: Course,
  plan: ScanPlan,
  visit: string,
  lesion: string,
  label: number,
  voxels: number,
  mask: Volume,
  rows: TableRows,
): void {
  const { longest } = inPlaneDiameters(mask, label);
  const volume = Math.round(voxels * voxelVolumeMm3(mask));
  rows.measurements.push({
    subject: course.subject,
    visit,
    lesion,
    reader: NO_READER,
    method: "derived-from-mask",
    longestMm: tenth(longest.longestMm),
    shortMm: tenth(longest.perpendicularMm),
    volumeMm3: volume,
  });
  const look = plan.looks[lesion];
  const told = look === undefined || look === "real" ? undefined : look;
  rows.truth.push({
    subject: course.subject,
    pattern: course.pattern,
    visit,
    lesion,
    real: told === undefined,
    scale: told?.scale ?? 1,
    waveMm: told?.waveMm ?? 0,
    coreShift: told?.coreShift,
    petUptake: plan.uptake,
    seed: seedOf(course, plan),
    voxels,
    volumeMm3: volume,
  });
}

function simulated(course: Course, plan: ScanPlan, key: ModalityKey, scan: RealScan): SimulatedScan {
  const lesions = course.lesions.flatMap((lesion, index): SimulatedLesion[] => {
    const look = plan.looks[lesion.id];
    if (look === undefined) return [];
    const { scale, waveMm, coreShift } = look === "real" ? { scale: 1, waveMm: 0, coreShift: undefined } : look;
    const told = {
      scale,
      waveMm,
      ...(key === "ct" && coreShift !== undefined ? { coreShift } : {}),
      ...(key === "pet" && plan.uptake !== undefined ? { uptake: plan.uptake } : {}),
    };
    return [{ label: index + 1, look: told, ...(lesion.offset ? { offset: lesion.offset } : {}) }];
  });
  return simulateScan(scan, lesions, MODALITIES[key].noise, seedOf(course, plan));
}

/** One seed a scan; all modalities of it share the outline's waves. */
const seedOf = (course: Course, plan: ScanPlan): number => course.seed * 1000 + plan.day;
const dayOf = (day: number): string => addDays(DAY_ZERO, day);
const tenth = (mm: number): number => Math.round(mm * 10) / 10;
const packed = (volume: Volume, text: string): Uint8Array => gzipSync(writeNifti(volume, text), { level: 9 });
const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function builtTruth(rows: readonly Row[]): BuiltTrial {
  return new Map([["truth.csv", new TextEncoder().encode(csvText(rows))]]);
}
