import {
  acquisition,
  adverseEvent,
  biomarker,
  criterionId,
  dataProvenance,
  disease,
  lesion,
  lesionReading,
  measurement,
  modality,
  nonTargetAssessment,
  observation,
  outcome,
  readerRole,
  sex,
  shownDates,
  treatment,
  tumourTypeId,
  vasariMaskAnswer,
  vasariRow,
  visit,
} from "@nadir/domain";
import { z } from "zod";
import { presentLock } from "../identity/data-lock.ts";
import { criterionOutcome } from "./outcome-shape.ts";
import { boundSignature, formSignature } from "./signature-shape.ts";

/** Everything a patient's page shows, in one answer. Lists a blinded reader may not see are empty, values null. */
const withoutSubject = { subject: true } as const;
const withSignature = { signature: formSignature };

export const patientImage = z.object({
  id: z.uuid(),
  key: z.string(),
  visit: z.string(),
  modality,
  description: z.string(),
  unit: z.enum(["HU", "SUV", "arbitrary"]),
  simulated: z.boolean(),
  /** How it was taken, as far as the record has it; distances of slices and pixels are the grid's where it does not. */
  acquisition,
  /** Where it departs from the trial's imaging protocol, one sentence each; null where the trial has no protocol. */
  deviations: z.array(z.string()).nullable(),
  /** File name ending by which a viewer knows the format. */
  file: z.string(),
  masks: z.array(
    z.object({
      id: z.uuid(),
      lesion: z.string(),
      label: z.int(),
      objectHash: z.string(),
      authorKind: z.enum(["person", "import", "model", "simulation", "drawn"]),
      author: z.string(),
      file: z.string(),
    }),
  ),
});
export type PatientImage = z.infer<typeof patientImage>;

export const patientFlag = z.object({
  definition: z.string(),
  result: z.enum(["yes", "no", "not-evaluable", "undetermined"]),
  reason: z.string().nullable(),
  visit: z.string().nullable(),
  date: z.string().nullable(),
  /** The evidence in a sentence, with its figures; what the definition asks for and the record does not have. */
  evidence: z.object({
    text: z.string(),
    figures: z.record(z.string(), z.union([z.number(), z.string(), z.null()])),
    citation: z.string(),
    missing: z.array(z.string()),
  }),
});
export type PatientFlag = z.infer<typeof patientFlag>;

/** That there is a delta, without its rows: `readDelta` brings those of one. */
export const patientDelta = z.object({
  id: z.uuid(),
  lesion: z.string(),
  modality,
  description: z.string(),
  fromVisit: z.string(),
  toVisit: z.string(),
  /** Of the parts that the mask tells apart, not of the lesion's own features. */
  isOfParts: z.boolean(),
  configHash: z.string(),
});
export type PatientDelta = z.infer<typeof patientDelta>;

const scoreSummary = z.object({
  lesions: z.int(),
  mean: z.number(),
  /** n − 1; null for one lesion. */
  sd: z.number().nullable(),
  min: z.number(),
  minLesion: z.string(),
  max: z.number(),
  maxLesion: z.string(),
});

/** One score of an imported model over the lesions of an image. */
export const lesionScores = z.object({
  visit: z.string(),
  date: z.string(),
  image: z.string(),
  model: z.object({ name: z.string(), version: z.string(), trainingSet: z.string() }),
  score: z.string(),
  /** Least first. */
  lesions: z.array(z.object({ lesion: z.string(), irradiated: z.boolean(), score: z.number() })),
  all: scoreSummary,
  /** Irradiated lesions and the others apart; empty where all are alike, or the flag may not be known. */
  byFlag: z.array(scoreSummary.extend({ irradiated: z.boolean() })),
});
export type LesionScores = z.infer<typeof lesionScores>;

export const confirmationDue = z.object({
  of: z.enum(["progression", "response"]),
  label: z.string(),
  visit: z.string(),
  date: z.string(),
  earliest: z.string(),
  latest: z.string().nullable(),
  /** What on that scan confirms, and what resets it, with the patient's figures. */
  confirms: z.string(),
  resets: z.string(),
  /** The last visit since the window opened that left it open. */
  looked: z.object({ visit: z.string(), date: z.string(), overall: z.string() }).nullable(),
});

export const patient = z.object({
  view: z.enum(["full", "statistician", "reader"]),
  /** The lock under which nothing of the patient is recorded; null where there is none. */
  locked: presentLock.nullable(),
  trial: z.object({
    key: z.string(),
    title: z.string(),
    disease,
    tumourTypes: z.array(tumourTypeId),
    dates: shownDates,
    provenance: dataProvenance.nullable(),
    criteria: z.array(z.object({ id: criterionId, primary: z.boolean() })),
  }),
  subject: z.object({
    key: z.string(),
    site: z.string().nullable(),
    arm: z.string().nullable(),
    sex: sex.nullable(),
    ageYears: z.number().nullable(),
    enrolledOn: z.string().nullable(),
    treatmentStart: z.string().nullable(),
    radiotherapyEnd: z.string().nullable(),
    version: z.int(),
    deathOn: z.string().nullable(),
    lastContactOn: z.string().nullable(),
    note: z.string().nullable(),
  }),
  /** Keys of the patients before and after this one in the list of patients. */
  neighbours: z.object({ before: z.string().nullable(), after: z.string().nullable() }),
  /** In a sealed test set: its key, and the day after which a statistician sees nothing. */
  sealed: z.object({ testSet: z.string(), indexDay: z.string().nullable() }).nullable(),
  visits: z.array(visit.omit(withoutSubject)),
  /** Keys of the visits that the schedule plans without a scan; a blinded reader is told of none. */
  clinicVisits: z.array(z.string()),
  lesions: z.array(lesion.omit(withoutSubject)),
  measurements: z.array(measurement.omit(withoutSubject)),
  /** Whose measurements the responses are judged from (a reader's own, to a blinded reader); null where nobody has measured. */
  readBy: z.string().nullable(),
  nonTarget: z.array(nonTargetAssessment.omit(withoutSubject)),
  observations: z.array(observation.omit(withoutSubject)),
  biomarkers: z.array(biomarker.omit(withoutSubject)),
  treatments: z.array(treatment.omit(withoutSubject)),
  adverseEvents: z.array(adverseEvent.omit(withoutSubject)),
  outcomes: z.array(outcome.omit(withoutSubject)),
  images: z.array(patientImage),
  /** Signed reads and decisions between two of them, first to last; none to a blinded reader. */
  signedReads: z.array(
    z.object({
      visit: z.string(),
      as: readerRole.or(z.literal("adjudicator")),
      signature: boundSignature,
      isAmended: z.boolean(),
      isAmendment: z.boolean(),
      reason: z.string().nullable(),
      chosen: readerRole.nullable(),
      comparison: z.uuid().nullable(),
    }),
  ),
  /** The two readers differ, and no adjudicator has decided yet: the responses are provisional. Never told to a blinded reader. */
  awaitsAdjudication: z.boolean(),
  /**
   * What the responses rest on where reads are signed: the reads of this place, or, until these cover every visit that an
   * imported or entered reading covers, that reading. Null without signed reads; never told to a blinded reader.
   */
  readingInForce: z
    .object({ place: readerRole, areSignedReads: z.boolean(), unsigned: z.array(z.string()) })
    .nullable(),
  /** VASARI forms; a blinded reader's own. Another's draft is nobody else's. */
  vasari: z.array(vasariRow.omit(withoutSubject).extend(withSignature)),
  /** Forms of lesions (semantic features, BI-RADS), seen as the VASARI forms are. */
  lesionReadings: z.array(
    z.discriminatedUnion("form", [
      lesionReading.options[0].omit(withoutSubject).extend(withSignature),
      lesionReading.options[1].omit(withoutSubject).extend(withSignature),
    ]),
  ),
  /** What masks that state their parts say of the form, mask by mask. */
  vasariMasks: z.array(
    z.object({
      visit: z.string(),
      lesion: z.string(),
      image: z.string(),
      author: z.string(),
      /** Which label is which part, as the record holds it. */
      labels: z.array(z.string()),
      answers: z.array(vasariMaskAnswer),
    }),
  ),
  /** Of a blinded reader: the visits whose form they sign before they see what any mask says. */
  vasariToSign: z.array(z.string()),
  assessments: z.array(
    z.object({
      criterion: criterionId,
      engine: z.string(),
      inputHash: z.string(),
      computedAt: z.date(),
      outcome: criterionOutcome,
      /** Scans that this criterion waits for, with the days between which they count. */
      due: z.array(confirmationDue),
    }),
  ),
  flags: z.array(patientFlag),
  deltas: z.array(patientDelta),
  lesionScores: z.array(lesionScores),
});
export type Patient = z.infer<typeof patient>;
