import {
  atWeeks,
  BODY_CT,
  BRAIN_MR,
  BTIP_SOURCE,
  baselineWithin,
  everyWeeks,
  IRECIST_SOURCE,
  RANO_SOURCE,
  READING_SOURCE,
  RECIST_SOURCE,
  TWO_READERS,
  WINDOW_CHOSEN,
} from "./template-parts.ts";
import { type TrialTemplate, trialTemplate } from "./trial-template.ts";

const SOLID: TrialTemplate["trial"]["criteria"] = [
  { id: "recist-1.1", primary: true, parameters: {} },
  { id: "irecist", primary: false, parameters: {} },
];
const GLIOMA: TrialTemplate["trial"]["criteria"] = [
  { id: "rano-2.0", primary: true, parameters: {} },
  { id: "irano", primary: false, parameters: {} },
];
/** Delta features of the first weeks (six to eight, three cycles of three weeks). */
const DELTA = { fromDay: 42, toDay: 63, meaning: "six to nine weeks after treatment began" };
const BODY = { version: "RECIST 1.1", images: BODY_CT };
const BRAIN = { version: "BTIP 2015", images: BRAIN_MR };

/** Trials as they are usually set up, brain first. */
export const TRIAL_TEMPLATES: readonly TrialTemplate[] = [
  {
    id: "glioma-newly-diagnosed",
    title: "Newly diagnosed glioma, MRI every 8 weeks",
    summary: "Immunotherapy after or with chemoradiation. The first scan after radiotherapy is the baseline.",
    sources: [RANO_SOURCE, BTIP_SOURCE, READING_SOURCE],
    chosen: [
      "MRI every 8 weeks for a year, then every 12: RANO leaves the interval to the trial.",
      "The baseline lies within 14 days before treatment.",
      WINDOW_CHOSEN,
    ],
    trial: {
      disease: "glioma",
      setting: "newly-diagnosed",
      criteria: GLIOMA,
      schedule: [...baselineWithin(14), ...atWeeks([...everyWeeks(8, 8, 48), 60, 72])],
      deltaWindow: DELTA,
      imagingProtocol: BRAIN,
    },
    charter: TWO_READERS,
  },
  {
    id: "glioma-recurrent",
    title: "Recurrent glioma, MRI every 8 weeks",
    summary: "Immunotherapy at recurrence. The scan before treatment is the baseline.",
    sources: [RANO_SOURCE, BTIP_SOURCE, READING_SOURCE],
    chosen: [
      "MRI every 8 weeks for a year: RANO leaves the interval to the trial.",
      "The baseline lies within 14 days before treatment.",
      WINDOW_CHOSEN,
    ],
    trial: {
      disease: "glioma",
      setting: "recurrent",
      criteria: GLIOMA,
      schedule: [...baselineWithin(14), ...atWeeks(everyWeeks(8, 8, 48))],
      deltaWindow: DELTA,
      imagingProtocol: BRAIN,
    },
    charter: TWO_READERS,
  },
  {
    id: "brain-metastases",
    title: "Brain metastases, MRI and CT every 8 weeks",
    summary: "Brain by RANO-BM and body by RECIST 1.1, side by side.",
    sources: [
      {
        what: "criteria; baseline within 4 weeks before treatment; brain apart from body",
        citation:
          "Lin NU, et al. Response assessment criteria for brain metastases: proposal from the RANO group. Lancet Oncol 2015;16:e270-e278",
        doi: "10.1016/S1470-2045(15)70057-4",
      },
      BTIP_SOURCE,
      RECIST_SOURCE,
      READING_SOURCE,
    ],
    chosen: ["MRI and CT every 8 weeks for a year, the longer end of RECIST's 6 to 8.", WINDOW_CHOSEN],
    trial: {
      disease: "brain-metastases",
      tumourTypes: ["brain-metastases"],
      criteria: [{ id: "rano-bm", primary: true, parameters: {} }, ...SOLID.map((c) => ({ ...c, primary: false }))],
      schedule: [...baselineWithin(28), ...atWeeks(everyWeeks(8, 8, 48))],
      deltaWindow: DELTA,
      imagingProtocol: { version: "BTIP 2015 and RECIST 1.1", images: [...BRAIN_MR, ...BODY_CT] },
    },
    charter: TWO_READERS,
  },
  {
    id: "solid-every-6-weeks",
    title: "Solid tumour, CT every 6 weeks, later every 9",
    summary: "Checkpoint inhibitor every 3 weeks, as in the OAK trial of atezolizumab.",
    sources: [
      {
        what: "scans every 6 weeks up to week 36, then every 9",
        citation:
          "Rittmeyer A, et al. Atezolizumab versus docetaxel in patients with previously treated non-small-cell lung cancer (OAK). Lancet 2017;389:255-265",
        doi: "10.1016/S0140-6736(16)32517-X",
      },
      RECIST_SOURCE,
      IRECIST_SOURCE,
      READING_SOURCE,
    ],
    chosen: ["Planned up to week 63.", WINDOW_CHOSEN],
    trial: {
      disease: "solid-tumour",
      criteria: SOLID,
      schedule: [...baselineWithin(28), ...atWeeks([...everyWeeks(6, 6, 36), 45, 54, 63])],
      deltaWindow: DELTA,
      imagingProtocol: BODY,
    },
    charter: TWO_READERS,
  },
  {
    id: "solid-every-8-weeks",
    title: "Solid tumour, CT every 8 weeks",
    summary: "Where the trial follows RECIST's own advice on how often to look.",
    sources: [RECIST_SOURCE, IRECIST_SOURCE, READING_SOURCE],
    chosen: ["CT every 8 weeks for a year, the longer end of RECIST's 6 to 8.", WINDOW_CHOSEN],
    trial: {
      disease: "solid-tumour",
      criteria: SOLID,
      schedule: [...baselineWithin(28), ...atWeeks(everyWeeks(8, 8, 48))],
      deltaWindow: DELTA,
      imagingProtocol: BODY,
    },
    charter: TWO_READERS,
  },
  {
    id: "solid-every-9-weeks",
    title: "Solid tumour, CT every 9 weeks",
    summary: "Pembrolizumab every 3 weeks, a scan every third cycle, as in KEYNOTE-024.",
    sources: [
      {
        what: "scans every 9 weeks",
        citation:
          "Reck M, et al. Pembrolizumab versus chemotherapy for PD-L1-positive non-small-cell lung cancer (KEYNOTE-024). N Engl J Med 2016;375:1823-1833",
        doi: "10.1056/NEJMoa1606774",
      },
      RECIST_SOURCE,
      IRECIST_SOURCE,
      READING_SOURCE,
    ],
    chosen: ["Planned up to week 54.", WINDOW_CHOSEN],
    trial: {
      disease: "solid-tumour",
      criteria: SOLID,
      schedule: [...baselineWithin(28), ...atWeeks(everyWeeks(9, 9, 54))],
      deltaWindow: DELTA,
      imagingProtocol: BODY,
    },
    charter: TWO_READERS,
  },
  {
    id: "melanoma-from-week-12",
    title: "Melanoma, first CT at week 12",
    summary: "Nivolumab and ipilimumab, as in CheckMate 067: the first look waits for week 12.",
    sources: [
      {
        what: "scans at week 12, then every 6 weeks to week 49, then every 12",
        citation:
          "Larkin J, et al. Combined nivolumab and ipilimumab or monotherapy in untreated melanoma (CheckMate 067). N Engl J Med 2015;373:23-34",
        doi: "10.1056/NEJMoa1504030",
      },
      RECIST_SOURCE,
      IRECIST_SOURCE,
      READING_SOURCE,
    ],
    chosen: ["Weeks are counted from the first treatment. Planned up to week 72.", WINDOW_CHOSEN],
    trial: {
      disease: "solid-tumour",
      tumourTypes: ["melanoma"],
      criteria: SOLID,
      schedule: [...baselineWithin(28), ...atWeeks([...everyWeeks(6, 12, 48), 60, 72])],
      imagingProtocol: BODY,
    },
    charter: TWO_READERS,
  },
].map((template) => trialTemplate.parse(template));
