import type { Trial } from "../record/trial.ts";

type Schedule = Trial["schedule"];
type ImageRules = NonNullable<Trial["imagingProtocol"]>["images"];

/** A baseline scan up to `days` days before treatment, the first day included. */
export const baselineWithin = (days: number): Schedule => [{ id: "BL", day: 0, windowBefore: days, windowAfter: 0 }];

/** Visits at weeks after the first treatment, a week early or late, named by their week. */
export const atWeeks = (weeks: readonly number[]): Schedule =>
  weeks.map((week) => ({ id: `W${week}`, day: week * 7, windowBefore: 7, windowAfter: 7 }));

/** Weeks from one to another by equal steps, both included. */
export const everyWeeks = (step: number, from: number, to: number): number[] =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, at) => from + at * step);

/** Ellingson 2015: matched isotropic 3D T1 before and after contrast, T2, FLAIR and diffusion, axial slices of at most 4 mm. */
export const BRAIN_MR: ImageRules = [
  ...(["T1", "T1CE"] as const).map((sequence): ImageRules[number] => ({
    name: sequence === "T1" ? "3D T1 before contrast" : "3D T1 after contrast",
    modality: "MR",
    sequence,
    required: true,
    demands: { acquisitionType: { oneOf: ["3D"] }, sliceThicknessMm: { max: 1.5 }, fieldStrengthT: { min: 1.5 } },
  })),
  ...(["T2", "FLAIR"] as const).map((sequence): ImageRules[number] => ({
    name: sequence === "T2" ? "Axial T2" : "Axial FLAIR",
    modality: "MR",
    sequence,
    required: true,
    demands: { sliceThicknessMm: { max: 4 }, fieldStrengthT: { min: 1.5 } },
  })),
  {
    name: "Axial diffusion",
    modality: "MR",
    sequence: "DWI",
    required: true,
    demands: { sliceThicknessMm: { max: 4 }, fieldStrengthT: { min: 1.5 } },
  },
];

/** Eisenhauer 2009 §3.1.1: a lesion of 10 mm is measurable on slices of at most 5 mm. */
export const BODY_CT: ImageRules = [
  { name: "CT of the body", modality: "CT", required: true, demands: { sliceThicknessMm: { max: 5 } } },
];

export const RECIST_SOURCE = {
  what: "baseline within 4 weeks before treatment; slices of at most 5 mm; re-evaluation every 6 to 8 weeks as reasonable",
  citation:
    "Eisenhauer EA, et al. New response evaluation criteria in solid tumours: revised RECIST guideline (version 1.1). Eur J Cancer 2009;45:228-247",
  doi: "10.1016/j.ejca.2008.10.026",
};
export const IRECIST_SOURCE = {
  what: "progression counts after confirmation 4 to 8 weeks later",
  citation:
    "Seymour L, et al. iRECIST: guidelines for response criteria for use in trials testing immunotherapeutics. Lancet Oncol 2017;18:e143-e152",
  doi: "10.1016/S1470-2045(17)30074-8",
};
export const RANO_SOURCE = {
  what: "criteria; which scan is the baseline (after radiotherapy in newly diagnosed tumours)",
  citation:
    "Wen PY, et al. RANO 2.0: update to the Response Assessment in Neuro-Oncology criteria for high- and low-grade gliomas in adults. J Clin Oncol 2023;41:5187-5199",
  doi: "10.1200/JCO.23.01059",
};
export const BTIP_SOURCE = {
  what: "imaging protocol: matched isotropic 3D T1 before and after contrast, axial T2, FLAIR and diffusion",
  citation:
    "Ellingson BM, et al. Consensus recommendations for a standardized Brain Tumor Imaging Protocol in clinical trials. Neuro Oncol 2015;17:1188-1198",
  doi: "10.1093/neuonc/nov095",
};
export const READING_SOURCE = {
  what: "two independent blinded readers and an adjudicator",
  citation:
    "US Food and Drug Administration. Clinical Trial Imaging Endpoint Process Standards. Guidance for Industry, April 2018",
};

/** Two blinded readers and an adjudicator; sums differ from what the primary criterion calls progression. */
export const TWO_READERS = { readers: 2, adjudication: true, sumDiffersPercent: null } as const;

export const WINDOW_CHOSEN = "A week early or late counts as within the window.";
