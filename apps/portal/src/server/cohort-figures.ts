import "server-only";
import type { CohortFeatures, CohortPatient, CohortResponses } from "@nadir/api/cohort";
import {
  correlationMatrix,
  deltaHeatMap,
  kaplanMeierPlot,
  spiderPlot,
  stripPlot,
  swimmerPlot,
  waterfallPlot,
} from "@nadir/charts";
import { BURDEN_NAMES, NO_DEATH_RECORDED } from "@nadir/response";
import { asCohortQuery, asFeatureQuery, asSurvivalQuery, type CohortAddress } from "../panels/cohort/cohort-address.ts";
import { hasNoDeath } from "../panels/cohort/has-no-death.ts";
import { ENDPOINT_NAMES, POOL_NAMES, visitName } from "../panels/cohort/words.ts";
import { referencesOf } from "../ui/change-references.ts";
import { criterionName } from "../ui/criterion-names.ts";
import { simulatedNotice } from "../ui/simulated.ts";
import type { Caller } from "./request-context.ts";

type Draw = (asked: { caller: Caller; trial: string; address: CohortAddress; width: number }) => Promise<string>;

/** Lanes of the swimmer plot at a time. */
export const LANES = 40;

const noticed = (simulated: number) => simulatedNotice(simulated > 0);
const references = ({ thresholds }: CohortResponses) => referencesOf(thresholds);

/** Drawings of an answer, by name and size: thousands of marks are drawn once for each state of the record, not at every look. */
const drawings = new WeakMap<object, Map<string, string>>();

function drawn(found: object, name: string, draw: () => string): string {
  const known = drawings.get(found) ?? new Map<string, string>();
  drawings.set(found, known);
  const svg = known.get(name) ?? draw();
  known.set(name, svg);
  return svg;
}

/** The plots of a cohort by the last part of their address: drawn here as a report prints them, linked by their subjects' keys. */
export const FIGURES: Readonly<Record<string, Draw>> = {
  waterfall: async ({ caller, trial, address, width }) => {
    const found = await caller.cohort.responses(asCohortQuery(trial, address));
    return drawn(found, `waterfall ${width}`, () =>
      waterfallPlot(
        found.patients.flatMap(({ subject, best, bestChange }) =>
          bestChange === null ? [] : [{ key: subject, changePercent: bestChange, category: best }],
        ),
        {
          ...{ width, linked: true, ...noticed(found.simulated) },
          title: `Best change from baseline until progression, ${criterionName(found.criterion)}, ${found.best} best response`,
          measure: BURDEN_NAMES[found.unit],
          references: references(found),
          without: found.patients.flatMap(({ subject, noChange }) => (noChange === null ? [] : [subject])),
        },
      ),
    );
  },

  spider: async ({ caller, trial, address, width }) => {
    const found = await caller.cohort.responses(asCohortQuery(trial, address));
    const arms = found.arms.length > 1;
    return drawn(found, `spider ${width}`, () =>
      spiderPlot(
        found.patients
          .filter(({ visits }) => visits.some(({ changePercent }) => changePercent !== null))
          .map((p) => ({
            key: p.subject,
            ...(arms ? { group: p.arm } : {}),
            points: [
              { day: 0, changePercent: 0 },
              ...p.visits.map(({ day, changePercent }) => ({ day, changePercent })),
            ],
          })),
        {
          ...{ width, linked: true, ...noticed(found.simulated) },
          title: `Change from baseline over time, ${criterionName(found.criterion)}`,
          measure: BURDEN_NAMES[found.unit],
          references: references(found),
          progressionPercent: found.thresholds.progression,
          unit: "weeks",
        },
      ),
    );
  },

  swimmer: async ({ caller, trial, address, width }) => {
    const found = await caller.cohort.responses(asCohortQuery(trial, address));
    const lanes = lanesOf(found.patients).slice((address.page - 1) * LANES, address.page * LANES);
    return drawn(found, `swimmer ${width} ${address.page}`, () =>
      swimmerPlot(lanes.map(swimmerOf), {
        ...{ width, linked: true, ...noticed(lanes.filter((p) => p.simulated).length) },
        title: `Treatment, responses and end of follow-up, ${criterionName(found.criterion)}`,
        order: "given",
      }),
    );
  },

  survival: async ({ caller, trial, address, width }) => {
    const found = await caller.cohort.survival(asSurvivalQuery(trial, address));
    return drawn(found, `survival ${width}`, () =>
      kaplanMeierPlot(hasNoDeath(found) ? [] : found.groups, {
        ...{ width, linked: true, ...noticed(found.simulated) },
        title: `${ENDPOINT_NAMES[found.endpoint]}, by ${found.grouping}`,
        unit: "days from treatment start",
        ...(hasNoDeath(found) ? { whyNone: NO_DEATH_RECORDED } : {}),
        endpoint: ENDPOINT_NAMES[found.endpoint],
        annotation: `Exploratory: not of a locked protocol${
          found.enteredSurvival > 0
            ? `. Of recorded deaths; overall survival that the source entered (${found.enteredSurvival} of ${found.patients.length} patients) is not drawn`
            : ""
        }`,
        ...(found.logRank ? { logRank: { p: found.logRank.p, label: "Log-rank, exploratory," } } : {}),
        subjects: found.patients.map(({ subject, group, days, event }) => ({ key: subject, group, time: days, event })),
      }),
    );
  },

  distribution: async ({ caller, trial, address, width }) => {
    const found = await caller.cohort.features(asFeatureQuery(trial, address));
    const row = found.features.findIndex(({ key }) => key === found.feature);
    const feature = found.features[row];
    const name = feature ? `${feature.name}${feature.unit === "1" ? "" : `, ${feature.unit}`}` : "a feature";
    const arms = [...new Set(found.subjects.map(({ arm }) => arm))].sort();
    return drawn(found, `distribution ${width}`, () =>
      stripPlot(
        arms.map((arm) => ({
          label: arm,
          points: found.subjects.flatMap((s, i) => {
            const value = found.values[row]?.[i] ?? null;
            return s.arm === arm && value !== null ? [{ key: s.subject, value }] : [];
          }),
        })),
        { ...featureOptions(found, width), title: `${name}, ${visitName(found.visit)}`, variable: name },
      ),
    );
  },

  changes: async ({ caller, trial, address, width }) => {
    const found = await caller.cohort.features(asFeatureQuery(trial, address));
    const shown = found.subjects.flatMap((_, i) => (found.changes.some((row) => row[i] !== null) ? [i] : []));
    return drawn(found, `changes ${width}`, () =>
      deltaHeatMap(
        {
          features: found.features.map(({ name }) => name),
          subjects: shown.map((i) => found.subjects[i]!.subject),
          changes: found.changes.map((row) => shown.map((i) => (row[i] == null ? null : 100 * row[i]!))),
        },
        {
          ...featureOptions(found, width),
          title: `Change of features from baseline to ${visitName(found.changeVisit ?? 1)}, ${POOL_NAMES[found.pool].change}`,
        },
      ),
    );
  },

  correlation: async ({ caller, trial, address, width }) => {
    const found = await caller.cohort.features(asFeatureQuery(trial, address));
    return drawn(found, `correlation ${width}`, () =>
      correlationMatrix(found.correlation, {
        ...featureOptions(found, width),
        title: `Spearman rank correlations, ${visitName(found.visit)}`,
      }),
    );
  },
};

const featureOptions = (found: CohortFeatures, width: number) => ({
  ...{ width, linked: true, ...noticed(found.simulated) },
});

/** The longest followed first; whose treatment never started has no lane. */
export const lanesOf = (patients: readonly CohortPatient[]): CohortPatient[] =>
  patients
    .filter(({ end }) => end !== null)
    .sort((a, b) => (b.end ?? 0) - (a.end ?? 0) || (a.subject < b.subject ? -1 : 1));

function swimmerOf({ subject, end, death, treatments, visits }: CohortPatient) {
  const last = Math.max(0, end ?? 0);
  const seen = visits.filter((v) => v.dayOfTreatment !== null);
  return {
    key: subject,
    end: last,
    died: death !== null,
    ongoing: death === null,
    segments: treatments
      .filter(({ from, to }) => from < last && (to ?? last) >= 0)
      .map(({ kind, from, to }) => ({ kind, from: Math.max(0, from), to: Math.min(last, to ?? last) })),
    // A mark where the response changes: the same answer again says nothing new.
    responses: seen
      .filter((visit, i) => visit.overall !== seen[i - 1]?.overall)
      .map(({ dayOfTreatment, overall }) => ({ day: Math.max(0, dayOfTreatment!), category: overall })),
  };
}
