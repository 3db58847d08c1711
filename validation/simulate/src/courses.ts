import type { Triple } from "@nadir/imaging";
import type { LesionLook } from "./simulate-lesions.ts";

/**
 * The invented courses of the imaging demonstration: what is simulated, day by day, with the truth it is meant to show.
 * Day 0 is the first dose; a scan at `real: true` is the real scan as it is.
 */
export type Base = "STS_001" | "STS_008" | "brain1";
export type ModalityKey = "ct" | "pet" | "t1" | "t1c";

export interface LesionPlan {
  readonly id: string;
  readonly role: "target" | "new";
  /** A copy of the real lesion, this many mm (R, A, S) from it. Both places lie in plain muscle of STS_008. */
  readonly offset?: Triple;
}

export interface ScanPlan {
  readonly day: number;
  readonly role: "pre-baseline" | "baseline" | "follow-up";
  readonly modalities: readonly ModalityKey[];
  /** By lesion; a lesion without a look is not there yet. `real` = the real scan, unchanged. */
  readonly looks: Readonly<Record<string, LesionLook | "real">>;
  /** PET uptake of the lesions relative to the real scan. */
  readonly uptake?: number;
  readonly clinical?: "improved" | "stable" | "worse";
  readonly dexamethasoneMgPerDay?: number;
  readonly ecog?: number;
  /** LDH (U/L), neutrophil-to-lymphocyte ratio, CRP (mg/L). */
  readonly labs: readonly [ldh: number, nlr: number, crp: number];
}

export interface Course {
  readonly subject: string;
  readonly base: Base;
  readonly pattern: string;
  readonly site: string;
  readonly seed: number;
  readonly lesions: readonly LesionPlan[];
  readonly scans: readonly ScanPlan[];
  /** Glioma: last day of radiotherapy. */
  readonly radiotherapyEndDay?: number;
  readonly adverseEvents?: readonly {
    readonly term: string;
    readonly grade: number;
    readonly day: number;
    readonly endDay?: number;
    readonly immuneRelated: boolean;
  }[];
}

const T1: LesionPlan = { id: "T1", role: "target" };
const look = (scale: number, waveMm = 1.5, coreShift?: number): LesionLook =>
  coreShift === undefined ? { scale, waveMm } : { scale, waveMm, coreShift };
const MUSCLE_1: Triple = [35.8, -18.1, -19.6];
const MUSCLE_2: Triple = [38.7, 40.5, -6.5];

export const SARCOMA_COURSES: readonly Course[] = [
  {
    subject: "IMG-001",
    base: "STS_001",
    pattern: "response",
    site: "demo-site-1",
    seed: 1001,
    lesions: [T1],
    scans: [
      {
        day: -7,
        role: "baseline",
        modalities: ["ct", "pet", "t1"],
        looks: { T1: "real" },
        ecog: 1,
        labs: [310, 4.8, 22],
      },
      {
        day: 56,
        role: "follow-up",
        modalities: ["ct", "pet"],
        looks: { T1: look(0.8) },
        uptake: 0.6,
        ecog: 1,
        labs: [262, 3.6, 12],
      },
      {
        day: 112,
        role: "follow-up",
        modalities: ["ct", "pet", "t1"],
        looks: { T1: look(0.62, 1.5, -15) },
        uptake: 0.4,
        ecog: 0,
        labs: [221, 2.7, 5],
      },
      {
        day: 168,
        role: "follow-up",
        modalities: ["ct", "pet"],
        looks: { T1: look(0.55, 1.5, -20) },
        uptake: 0.35,
        ecog: 0,
        labs: [208, 2.4, 4],
      },
    ],
    adverseEvents: [{ term: "Rash maculo-papular (simulated)", grade: 2, day: 40, endDay: 61, immuneRelated: true }],
  },
  {
    subject: "IMG-002",
    base: "STS_001",
    pattern: "stable",
    site: "demo-site-2",
    seed: 1002,
    lesions: [T1],
    scans: [
      { day: -5, role: "baseline", modalities: ["ct"], looks: { T1: "real" }, ecog: 1, labs: [248, 3.1, 9] },
      { day: 58, role: "follow-up", modalities: ["ct"], looks: { T1: look(1.05, 1) }, ecog: 1, labs: [251, 3.3, 10] },
      { day: 114, role: "follow-up", modalities: ["ct"], looks: { T1: look(0.97, 1) }, ecog: 1, labs: [244, 3.0, 8] },
    ],
  },
  {
    subject: "IMG-003",
    base: "STS_008",
    pattern: "true progression",
    site: "demo-site-1",
    seed: 1003,
    lesions: [T1],
    scans: [
      { day: -6, role: "baseline", modalities: ["ct", "t1"], looks: { T1: "real" }, ecog: 0, labs: [232, 2.9, 6] },
      { day: 56, role: "follow-up", modalities: ["ct"], looks: { T1: look(1.1) }, ecog: 0, labs: [266, 3.8, 11] },
      {
        day: 112,
        role: "follow-up",
        modalities: ["ct", "t1"],
        looks: { T1: look(1.36) },
        ecog: 1,
        labs: [341, 5.2, 28],
      },
      {
        day: 147,
        role: "follow-up",
        modalities: ["ct"],
        looks: { T1: look(1.62) },
        ecog: 2,
        clinical: "worse",
        labs: [412, 7.1, 55],
      },
    ],
  },
  {
    subject: "IMG-004",
    base: "STS_008",
    pattern: "pseudoprogression",
    site: "demo-site-2",
    seed: 1004,
    lesions: [T1],
    scans: [
      { day: -4, role: "baseline", modalities: ["ct", "pet"], looks: { T1: "real" }, ecog: 1, labs: [240, 3.0, 7] },
      {
        day: 42,
        role: "follow-up",
        modalities: ["ct", "pet"],
        looks: { T1: look(1.32, 1.5, -12) },
        uptake: 0.8,
        ecog: 1,
        clinical: "stable",
        labs: [259, 3.4, 31],
      },
      {
        day: 77,
        role: "follow-up",
        modalities: ["ct", "pet"],
        looks: { T1: look(1.08, 1.5, -18) },
        uptake: 0.55,
        ecog: 1,
        labs: [229, 2.8, 14],
      },
      {
        day: 119,
        role: "follow-up",
        modalities: ["ct", "pet"],
        looks: { T1: look(0.64, 1, -10) },
        uptake: 0.4,
        ecog: 0,
        labs: [205, 2.2, 5],
      },
      {
        day: 175,
        role: "follow-up",
        modalities: ["ct", "pet"],
        looks: { T1: look(0.52, 1, -5) },
        uptake: 0.35,
        ecog: 0,
        labs: [199, 2.0, 3],
      },
    ],
    adverseEvents: [{ term: "Colitis (simulated)", grade: 2, day: 51, endDay: 80, immuneRelated: true }],
  },
  {
    subject: "IMG-005",
    base: "STS_008",
    pattern: "hyperprogression",
    site: "demo-site-1",
    seed: 1005,
    lesions: [T1],
    scans: [
      {
        day: -60,
        role: "pre-baseline",
        modalities: ["ct"],
        looks: { T1: look(0.95, 1) },
        ecog: 1,
        labs: [255, 3.5, 12],
      },
      { day: -3, role: "baseline", modalities: ["ct"], looks: { T1: "real" }, ecog: 1, labs: [268, 4.1, 18] },
      {
        day: 40,
        role: "follow-up",
        modalities: ["ct"],
        looks: { T1: look(1.6, 2) },
        ecog: 2,
        clinical: "worse",
        labs: [455, 9.2, 96],
      },
      {
        day: 70,
        role: "follow-up",
        modalities: ["ct"],
        looks: { T1: look(1.85, 2) },
        ecog: 3,
        clinical: "worse",
        labs: [610, 12.4, 140],
      },
    ],
  },
  {
    subject: "IMG-006",
    base: "STS_008",
    pattern: "dissociated response",
    site: "demo-site-2",
    seed: 1006,
    lesions: [T1, { id: "T2", role: "target", offset: MUSCLE_1 }, { id: "N1", role: "new", offset: MUSCLE_2 }],
    scans: [
      {
        day: -8,
        role: "baseline",
        modalities: ["ct"],
        looks: { T1: look(1, 0), T2: look(0.4, 0.8) },
        ecog: 1,
        labs: [251, 3.2, 9],
      },
      {
        day: 49,
        role: "follow-up",
        modalities: ["ct"],
        looks: { T1: look(0.72, 1), T2: look(0.52, 0.8) },
        ecog: 1,
        labs: [243, 3.3, 10],
      },
      {
        day: 98,
        role: "follow-up",
        modalities: ["ct"],
        looks: { T1: look(0.58, 1), T2: look(0.62, 0.8), N1: look(0.32, 0.5) },
        ecog: 1,
        labs: [262, 3.7, 15],
      },
      {
        day: 133,
        role: "follow-up",
        modalities: ["ct"],
        looks: { T1: look(0.52, 1), T2: look(0.7, 0.8), N1: look(0.5, 0.5) },
        ecog: 1,
        labs: [288, 4.4, 24],
      },
    ],
  },
];

export const BRAIN_COURSES: readonly Course[] = [
  {
    subject: "BRN-001",
    base: "brain1",
    pattern: "pseudoprogression",
    site: "demo-site-1",
    seed: 2001,
    radiotherapyEndDay: -28,
    lesions: [T1],
    scans: [
      {
        day: -2,
        role: "baseline",
        modalities: ["t1c"],
        looks: { T1: "real" },
        dexamethasoneMgPerDay: 2,
        clinical: "stable",
        labs: [205, 3.9, 4],
      },
      {
        day: 42,
        role: "follow-up",
        modalities: ["t1c"],
        looks: { T1: look(1.24, 1) },
        dexamethasoneMgPerDay: 2,
        clinical: "stable",
        labs: [221, 4.4, 6],
      },
      {
        day: 84,
        role: "follow-up",
        modalities: ["t1c"],
        looks: { T1: look(1.02, 1) },
        dexamethasoneMgPerDay: 2,
        clinical: "stable",
        labs: [210, 3.7, 4],
      },
      {
        day: 140,
        role: "follow-up",
        modalities: ["t1c"],
        looks: { T1: look(0.66, 0.8) },
        dexamethasoneMgPerDay: 1,
        clinical: "improved",
        labs: [192, 3.0, 2],
      },
      {
        day: 182,
        role: "follow-up",
        modalities: ["t1c"],
        looks: { T1: look(0.6, 0.8) },
        dexamethasoneMgPerDay: 0,
        clinical: "improved",
        labs: [188, 2.7, 2],
      },
    ],
  },
  {
    subject: "BRN-002",
    base: "brain1",
    pattern: "true progression",
    site: "demo-site-2",
    seed: 2002,
    radiotherapyEndDay: -30,
    lesions: [T1],
    scans: [
      {
        day: -3,
        role: "baseline",
        modalities: ["t1c"],
        looks: { T1: "real" },
        dexamethasoneMgPerDay: 0,
        clinical: "stable",
        labs: [214, 3.2, 3],
      },
      {
        day: 56,
        role: "follow-up",
        modalities: ["t1c"],
        looks: { T1: look(1.05, 0.8) },
        dexamethasoneMgPerDay: 0,
        clinical: "stable",
        labs: [219, 3.5, 4],
      },
      {
        day: 112,
        role: "follow-up",
        modalities: ["t1c"],
        looks: { T1: look(1.28, 1.2) },
        dexamethasoneMgPerDay: 2,
        clinical: "stable",
        labs: [248, 4.6, 9],
      },
      {
        day: 147,
        role: "follow-up",
        modalities: ["t1c"],
        looks: { T1: look(1.45, 1.2) },
        dexamethasoneMgPerDay: 6,
        clinical: "worse",
        labs: [279, 6.8, 17],
      },
    ],
  },
  {
    subject: "BRN-003",
    base: "brain1",
    pattern: "response",
    site: "demo-site-1",
    seed: 2003,
    radiotherapyEndDay: -27,
    lesions: [T1],
    scans: [
      {
        day: -1,
        role: "baseline",
        modalities: ["t1c"],
        looks: { T1: "real" },
        dexamethasoneMgPerDay: 4,
        clinical: "stable",
        labs: [230, 4.9, 5],
      },
      {
        day: 57,
        role: "follow-up",
        modalities: ["t1c"],
        looks: { T1: look(0.85, 0.8) },
        dexamethasoneMgPerDay: 4,
        clinical: "stable",
        labs: [212, 4.1, 4],
      },
      {
        day: 113,
        role: "follow-up",
        modalities: ["t1c"],
        looks: { T1: look(0.66, 0.8) },
        dexamethasoneMgPerDay: 2,
        clinical: "improved",
        labs: [198, 3.1, 2],
      },
      {
        day: 169,
        role: "follow-up",
        modalities: ["t1c"],
        looks: { T1: look(0.58, 0.8) },
        dexamethasoneMgPerDay: 0,
        clinical: "improved",
        labs: [190, 2.6, 2],
      },
    ],
    adverseEvents: [{ term: "Hypothyroidism (simulated)", grade: 2, day: 90, immuneRelated: true }],
  },
];
