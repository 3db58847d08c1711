import { type CriterionOutcome, daysBetween, type ResponseCase } from "@nadir/domain";
import { CUT_OFFS, type CutOffState, cutOffStates } from "./cut-offs.ts";
import {
  overallSurvival,
  progressionFreeSurvival,
  sideOf,
  type TimeToEvent,
  timeToProgression,
} from "./time-to-event.ts";

/** Six months of 30.4375 days are 182.625 days: benefit is durable from day 183 on (A19). */
export const SIX_MONTHS_DAYS = 182.625;
export const LANDMARK_DAYS: readonly number[] = [90, SIX_MONTHS_DAYS];

export interface LandmarkResponse {
  readonly landmarkDays: number;
  /** `progressed`: event by the landmark. `left-out`: censored before it. Else the state at the landmark. */
  readonly state: "response" | "disease-control" | "not-evaluable" | "progressed" | "left-out";
  /** Label of the last evaluable scan up to the landmark; null where there is none. */
  readonly label: string | null;
}

export interface Endpoints {
  readonly criterion: string;
  readonly pfs: TimeToEvent;
  readonly ttp: TimeToEvent;
  readonly os: TimeToEvent;
  /** Free of progression and death for six months, with disease control seen; left out if censored before. */
  readonly durableClinicalBenefit: { readonly state: "yes" | "no" | "left-out"; readonly rule: string };
  /** CR or PR as best response. A patient never evaluable is no responder (all treated patients are counted). */
  readonly objectiveResponse: { readonly unconfirmed: boolean; readonly confirmed: boolean };
  /** CR, PR, MR, SD or NON-CR/NON-PD as best response. */
  readonly diseaseControl: { readonly unconfirmed: boolean; readonly confirmed: boolean };
  readonly durationOfResponse: CriterionOutcome["durationOfResponse"];
  readonly landmarks: readonly LandmarkResponse[];
  /** Sides of the named cut-offs of survival, progression-free survival and time to progression. */
  readonly cutOffs: readonly CutOffState[];
}

const RESPONSE = /^(i|ir|im)?(CR|PR)$/;
const CONTROL = /^((i|ir|im)?(CR|PR|MR|SD)|NON-(i|ir|im)?CR\/NON-(i|ir|im)?(PD|UPD)|(ir|im)NON-CR\/NON-PD)$/;
export const isResponse = (label: string): boolean => RESPONSE.test(label);
export const isDiseaseControl = (label: string): boolean => CONTROL.test(label);

export interface EndpointOptions {
  /** Last contact with the patient, ISO day, for overall survival. */
  readonly lastContact?: string;
  readonly landmarkDays?: readonly number[];
}

/** The endpoints of one patient under one criterion. Days count from treatment start. */
export function endpointsOf(
  document: ResponseCase,
  outcome: CriterionOutcome,
  { lastContact, landmarkDays = LANDMARK_DAYS }: EndpointOptions = {},
): Endpoints {
  const { unconfirmed, confirmed } = outcome.bestOverall;
  const pfs = progressionFreeSurvival(document, outcome);
  const ttp = timeToProgression(document, outcome);
  const os = overallSurvival(document, lastContact);
  return {
    criterion: outcome.name,
    pfs,
    ttp,
    os,
    durableClinicalBenefit: durableClinicalBenefit(outcome, pfs),
    objectiveResponse: { unconfirmed: isResponse(unconfirmed), confirmed: isResponse(confirmed) },
    diseaseControl: { unconfirmed: isDiseaseControl(unconfirmed), confirmed: isDiseaseControl(confirmed) },
    durationOfResponse: outcome.durationOfResponse,
    landmarks: landmarkDays.map((days) => landmarkResponse(document, outcome, pfs, days)),
    cutOffs: cutOffStates(document, { os, pfs, ttp }),
  };
}

function durableClinicalBenefit(outcome: CriterionOutcome, pfs: TimeToEvent): Endpoints["durableClinicalBenefit"] {
  const side = sideOf(pfs, SIX_MONTHS_DAYS);
  const asked = "183 days (six months of 30.4375) are asked";
  if (side === "left-out") return { state: "left-out", rule: `Censored after ${pfs.days} days; ${asked}.` };
  if (side === "within") return { state: "no", rule: `${pfs.cause} after ${pfs.days} days; ${asked}.` };
  const controlled = outcome.visitOrder.some((id) => isDiseaseControl(outcome.visits[id]?.overall ?? "NE"));
  return controlled
    ? { state: "yes", rule: `Free of progression for ${pfs.days} days; ${asked}.` }
    : { state: "no", rule: "No scan showed response or stable disease." };
}

function landmarkResponse(
  document: ResponseCase,
  outcome: CriterionOutcome,
  pfs: TimeToEvent,
  landmarkDays: number,
): LandmarkResponse {
  const last = outcome.visitOrder.findLast((id) => {
    const visit = outcome.visits[id];
    return (
      visit !== undefined &&
      visit.overall !== "NE" &&
      daysBetween(document.course.treatmentStart, visit.date) <= landmarkDays
    );
  });
  const label = last === undefined ? null : (outcome.visits[last]?.overall ?? null);
  const state =
    pfs.status === "event" && pfs.days <= landmarkDays
      ? "progressed"
      : pfs.days < landmarkDays
        ? "left-out"
        : label === null
          ? "not-evaluable"
          : isResponse(label)
            ? "response"
            : isDiseaseControl(label)
              ? "disease-control"
              : "not-evaluable";
  return { landmarkDays, state, label };
}

export interface CohortEndpoints {
  readonly patients: number;
  readonly objectiveResponse: { readonly unconfirmed: number; readonly confirmed: number };
  readonly diseaseControl: { readonly unconfirmed: number; readonly confirmed: number };
  readonly durableClinicalBenefit: { readonly yes: number; readonly no: number; readonly leftOut: number };
  /** By landmark: patients in each state, those left out counted beside them. */
  readonly landmarks: readonly { readonly landmarkDays: number; readonly states: Readonly<Record<string, number>> }[];
  /** By named cut-off: patients on each side, in between, and left out. */
  readonly cutOffs: readonly { readonly id: string; readonly states: Readonly<Record<string, number>> }[];
}

/** Numbers of a cohort under one criterion; who is left out is counted, never dropped. */
export function cohortEndpoints(patients: readonly Endpoints[]): CohortEndpoints {
  const count = (holds: (patient: Endpoints) => boolean) => patients.filter(holds).length;
  const both = (of: "objectiveResponse" | "diseaseControl") => ({
    unconfirmed: count((p) => p[of].unconfirmed),
    confirmed: count((p) => p[of].confirmed),
  });
  const counted = (states: readonly string[]): Record<string, number> => {
    const counts: Record<string, number> = {};
    for (const state of states) counts[state] = (counts[state] ?? 0) + 1;
    return counts;
  };
  const landmarks = [...new Set(patients.flatMap((p) => p.landmarks.map((l) => l.landmarkDays)))].sort((a, b) => a - b);
  return {
    patients: patients.length,
    objectiveResponse: both("objectiveResponse"),
    diseaseControl: both("diseaseControl"),
    durableClinicalBenefit: {
      yes: count((p) => p.durableClinicalBenefit.state === "yes"),
      no: count((p) => p.durableClinicalBenefit.state === "no"),
      leftOut: count((p) => p.durableClinicalBenefit.state === "left-out"),
    },
    landmarks: landmarks.map((landmarkDays) => ({
      landmarkDays,
      states: counted(
        patients.flatMap((p) => p.landmarks.filter((l) => l.landmarkDays === landmarkDays).map((l) => l.state)),
      ),
    })),
    cutOffs: CUT_OFFS.map(({ id }) => ({
      id,
      states: counted(patients.flatMap((p) => p.cutOffs.filter((c) => c.id === id).map((c) => c.state))),
    })),
  };
}
