import type { Patient } from "@nadir/api/read";
import type { PatientTimelineData, StudyDayRule, TimelineSeries, TreatmentKind } from "@nadir/charts";
import { daysBetween } from "@nadir/domain";
import { criterionName } from "../../ui/criterion-names.ts";
import { dayStyle } from "../../ui/day-style.ts";
import { count, dayText, withDays } from "../../ui/figures.ts";
import { flagFamily } from "../../ui/flag-names.ts";
import { labLanes } from "./lab-lanes.ts";
import { primaryAssessment } from "./spider-data.ts";

/** Checkpoint inhibitors, by that word or their international names; other drugs stand as `other`, under their own name. */
const CHECKPOINT =
  /(checkpoint|pembroli|nivolu|ipilimu|atezoli|durvalu|avelu|cemipli|tremelimu|dostarli|relatli|toripali|sintili)/i;

const burdenUnits = { mm: "mm", mm2: "mm²", mm3: "mL" } as const;

/** Where the time line counts from: treatment start, or the first visit where that is not known. */
export function originOf(patient: Patient): { day: string; words: string } | null {
  if (patient.subject.treatmentStart) return { day: patient.subject.treatmentStart, words: "treatment start" };
  const first = patient.visits.map((v) => v.date).sort()[0];
  return first ? { day: first, words: "first visit" } : null;
}

/** `day 0 is treatment start`, or the trial's own day of it; null where nothing has a date. */
export function originWords(patient: Patient): string | null {
  const origin = originOf(patient);
  if (!origin) return null;
  const { dates } = patient.trial;
  return `${dates.kind === "offset" ? dayText(origin.day, dayStyle(dates)) : "day 0"} is ${origin.words}`;
}

/** How the time line tells its days, where the trial counts study days: by the trial's own count, whose day 0 need not be the line's. */
export const studyDaysOf = ({ trial: { dates } }: Patient, origin: { day: string }): { studyDays?: StudyDayRule } =>
  dates.kind === "offset" ? { studyDays: { dates, origin: origin.day } } : {};

/** Days from the origin to the visit that the primary criterion starts from, or that the record calls the baseline. */
export function baselineDay(patient: Patient, origin: { day: string }): number | undefined {
  const id = primaryAssessment(patient)?.outcome.baselineVisit;
  const visit =
    patient.visits.find((v) => v.id === id) ??
    patient.visits
      .filter(({ role }) => role === "baseline")
      .sort((a, b) => (a.date < b.date ? -1 : 1))
      .at(-1);
  return visit && daysBetween(origin.day, visit.date);
}

/** A patient's record as the lanes of one time line, every day counted from the origin. */
export function courseData(patient: Patient): PatientTimelineData | null {
  const origin = originOf(patient);
  if (!origin) return null;
  const at = (day: string) => daysBetween(origin.day, day);
  const imaged = new Set(patient.images.map((image) => image.visit));
  const measured = new Set(patient.measurements.map((m) => m.visit));
  const { deathOn, lastContactOn } = patient.subject;
  return {
    origin: origin.words,
    ...studyDaysOf(patient, origin),
    treatments: patient.treatments.map((t) => ({
      name: t.name,
      kind: treatmentKind(t.kind, t.name),
      from: at(t.start),
      to: t.end ? at(t.end) : null,
      ...detailOf(t),
    })),
    visits: patient.visits.map((v) => ({
      day: at(v.date),
      label: v.id,
      imaging: imaged.has(v.id) || measured.has(v.id),
    })),
    burden: burdens(patient, at),
    responses: patient.assessments.map(({ criterion, outcome }) => ({
      criterion: criterionName(criterion),
      outcomes: outcome.visitOrder.flatMap((id) => {
        const visit = outcome.visits[id];
        if (!visit) return [];
        const reason = visit.trace.at(-1)?.text;
        return [
          {
            day: at(visit.date),
            category: visit.overall,
            ...(reason ? { reason: withDays(reason, dayStyle(patient.trial.dates)) } : {}),
          },
        ];
      }),
    })),
    series: [...labLanes(patient.observations, at), ...clinical(patient, at)],
    adverseEvents: patient.adverseEvents.map((e) => ({
      term: e.term,
      grade: e.grade as 1,
      from: at(e.start),
      to: e.end ? at(e.end) : null,
      immuneRelated: e.immuneRelated,
    })),
    milestones: [
      ...patient.flags
        .filter((f) => f.result === "yes" && f.date)
        .map((f) => ({ day: at(f.date as string), label: flagFamily(f.definition), kind: "flag" as const }))
        .filter((m, i, all) => all.findIndex((o) => o.day === m.day && o.label === m.label) === i),
      ...(deathOn ? [{ day: at(deathOn), label: "Death", kind: "death" as const }] : []),
      ...(lastContactOn && !deathOn
        ? [{ day: at(lastContactOn), label: "Last contact", kind: "lastContact" as const }]
        : []),
    ],
  };
}

function treatmentKind(kind: Patient["treatments"][number]["kind"], name: string): TreatmentKind {
  if (kind === "radiotherapy" || kind === "surgery") return kind;
  return kind === "drug" && CHECKPOINT.test(name) ? "immunotherapy" : "other";
}

/** What was given of a treatment, and of radiotherapy what lay in its field. */
function detailOf({ dose, doseUnit, fractions, lesionsInField }: Patient["treatments"][number]): { detail?: string } {
  const parts = [
    ...(dose === undefined ? [] : [doseText(dose, doseUnit, fractions)]),
    ...(lesionsInField.length > 0 ? [`field: ${lesionsInField.join(", ")}`] : []),
  ];
  return parts.length > 0 ? { detail: parts.join("; ") } : {};
}

/** A treatment by its name with its dose: "radiotherapy, 60 Gy in 30". */
export const treatmentWords = ({ name, dose, doseUnit, fractions }: Patient["treatments"][number]): string =>
  dose === undefined ? name : `${name}, ${doseText(dose, doseUnit, fractions)}`;

const doseText = (dose: number, unit = "", fractions?: number): string =>
  `${count(dose)}${unit ? ` ${unit}` : ""}${fractions ? ` in ${fractions}` : ""}`;

/** One burden panel a unit: criteria that measure alike share it. */
function burdens(patient: Patient, at: (day: string) => number): NonNullable<PatientTimelineData["burden"]> {
  const seen = new Set<string>();
  return patient.assessments.flatMap(({ outcome }) => {
    const size = Object.values(outcome.visits)[0]?.size;
    if (!size || seen.has(size.unit)) return [];
    seen.add(size.unit);
    const scale = size.unit === "mm3" ? 1 / 1000 : 1;
    const baselineDate = patient.visits.find((v) => v.id === outcome.baselineVisit)?.date;
    const points = [
      ...(size.baseline !== null && baselineDate ? [{ day: at(baselineDate), value: size.baseline * scale }] : []),
      ...Object.values(outcome.visits).flatMap((v) =>
        v.size.value === null ? [] : [{ day: at(v.date), value: v.size.value * scale }],
      ),
    ].sort((a, b) => a.day - b.day);
    if (points.length === 0) return [];
    const unknown = Object.values(outcome.visits).flatMap((v) => (v.size.value === null ? [at(v.date)] : []));
    const label = size.unit === "mm" ? "Sum of diameters" : size.unit === "mm2" ? "Sum of products" : "Tumour volume";
    const baseline = baselineDate ? at(baselineDate) : null;
    return [{ label, unit: burdenUnits[size.unit], points, baseline, unknown, digits: size.unit === "mm3" ? 1 : 0 }];
  });
}

function clinical(patient: Patient, at: (day: string) => number): TimelineSeries[] {
  const series = (label: string, unit: string, read: (v: Patient["visits"][number]) => number | undefined) => {
    const points = patient.visits.flatMap((v) => {
      const value = read(v);
      return value === undefined ? [] : [{ day: at(v.date), value }];
    });
    return points.length > 0 ? [{ label, unit, points, shape: "step" as const }] : [];
  };
  return [
    ...series("Dexamethasone", "mg a day", (v) => v.dexamethasoneMgPerDay),
    ...series("ECOG", "", (v) => v.ecog),
    ...series("Karnofsky", "", (v) => v.karnofsky),
  ];
}
