import { dayNumber } from "./day.ts";
import type { Problem } from "./problem.ts";

/**
 * What the fields of a response case say of each other. The document may be malformed anywhere: whatever is readable is
 * checked, so that one refusal lists the faults of shape and of sense together.
 */
export function problemsOfCourse(input: unknown): Problem[] {
  const doc = record(input);
  if (!doc) return [];
  const problems: Problem[] = [];
  const name = `Case ${text(doc.id) ?? "without an id"}`;
  const lesions = records(doc.lesions);
  const visits = records(doc.visits);
  const refuse = (code: string, path: string, message: string) =>
    problems.push({ code, message: `${name}${message}`, where: { path } });

  const lesionById = new Map<string, Loose>();
  lesions.forEach((lesion, i) => {
    const id = text(lesion.id);
    if (id === null) return;
    if (lesionById.has(id))
      refuse("DUPLICATE_LESION", `lesions[${i}].id`, `: lesion ${id} is listed twice; give each lesion one entry.`);
    lesionById.set(id, lesion);
  });
  const visitIds = new Set<string>();
  visits.forEach((visit, i) => {
    const id = text(visit.id);
    if (id === null) return;
    if (visitIds.has(id))
      refuse("DUPLICATE_VISIT", `visits[${i}].id`, `: visit ${id} is listed twice; give each visit its own id.`);
    visitIds.add(id);
  });
  lesions.forEach((lesion, i) => {
    for (const field of ["confirmedAt", "injectedFrom"] as const) {
      const visit = text(lesion[field]);
      if (visit !== null && !visitIds.has(visit))
        refuse(
          "UNKNOWN_VISIT",
          `lesions[${i}].${field}`,
          `, lesion ${text(lesion.id)}: ${field} names visit ${visit}, which is not listed; name one of ${[...visitIds].join(", ") || "the visits"}.`,
        );
    }
    const distance = text(lesion.fieldDistance);
    if (lesion.irradiated === true && distance !== null && distance !== "in-field")
      refuse(
        "IRRADIATED_BUT_NOT_IN_FIELD",
        `lesions[${i}].fieldDistance`,
        `, lesion ${text(lesion.id)}: it is irradiated, yet fieldDistance says '${distance}'; an irradiated lesion is 'in-field'.`,
      );
    if (lesion.confirmedAt !== undefined && lesion.certainty !== "equivocal")
      refuse(
        "CONFIRMED_BUT_NOT_EQUIVOCAL",
        `lesions[${i}].confirmedAt`,
        `, lesion ${text(lesion.id)}: confirmedAt belongs to a lesion whose certainty is 'equivocal'; set that, or remove confirmedAt.`,
      );
  });
  checkConfirmations(lesions, visits, refuse);
  checkOrder(visits, refuse);
  checkCourse(record(doc.course), visits, refuse);
  visits.forEach((visit, i) => {
    checkMeasurements(visit, i, lesionById, refuse);
  });
  return problems;
}

type Loose = Record<string, unknown>;
type Refuse = (code: string, path: string, message: string) => void;

const record = (value: unknown): Loose | null =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Loose) : null;
const records = (value: unknown): Loose[] => (Array.isArray(value) ? value.map((entry) => record(entry) ?? {}) : []);
const text = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);

function day(value: unknown): number | null {
  if (typeof value !== "string") return null;
  try {
    return dayNumber(value);
  } catch {
    return null;
  }
}

/** An equivocal lesion can prove real only when or after it was seen. */
function checkConfirmations(lesions: readonly Loose[], visits: readonly Loose[], refuse: Refuse): void {
  lesions.forEach((lesion, i) => {
    const id = text(lesion.id);
    const at = visits.findIndex((visit) => text(visit.id) !== null && visit.id === lesion.confirmedAt);
    if (id === null || at < 0) return;
    const first = visits.findIndex((visit) =>
      records(visit.measurements).some((entry) => entry.lesion === id && isThere(entry, lesion.node === true)),
    );
    if (first > at)
      refuse(
        "CONFIRMED_BEFORE_SEEN",
        `lesions[${i}].confirmedAt`,
        `, lesion ${id}: it is said to have proved real at visit ${visits[at]?.id}, but is first seen at visit ${visits[first]?.id}; correct one of the two.`,
      );
  });
}

/** Days rise strictly; pre-baseline, baseline and follow-up come in that order; there is a baseline. */
function checkOrder(visits: readonly Loose[], refuse: Refuse): void {
  let previous: Loose | null = null;
  visits.forEach((visit, i) => {
    const now = day(visit.date);
    const before = previous ? day(previous.date) : null;
    if (previous && now !== null && before !== null && now <= before)
      refuse(
        now < before ? "DATES_REVERSED" : "DUPLICATE_DATE",
        `visits[${i}].date`,
        now < before
          ? `: visit ${text(visit.id)} (${visit.date}) is listed after visit ${text(previous.id)} (${previous.date}) but lies before it; list visits by date, or correct the date.`
          : `: visits ${text(previous.id)} and ${text(visit.id)} share the day ${visit.date}; make them one visit.`,
      );
    if (now !== null) previous = visit;
  });
  const lastBaseline = visits.map((v) => v.role).lastIndexOf("baseline");
  if (lastBaseline < 0) {
    refuse("NO_BASELINE", "visits", ": no visit has the role 'baseline'; mark the scan before treatment as baseline.");
    return;
  }
  const baseline = text(visits[lastBaseline]?.id);
  const firstBaseline = visits.findIndex((v) => v.role === "baseline");
  visits.forEach((visit, i) => {
    if (visit.role === "follow-up" && i < lastBaseline)
      refuse(
        "FOLLOW_UP_BEFORE_BASELINE",
        `visits[${i}].role`,
        `, visit ${text(visit.id)}: a follow-up lies before the baseline ${baseline}; call it pre-baseline, or correct the dates.`,
      );
    if (visit.role === "pre-baseline" && i > firstBaseline)
      refuse(
        "PRE_BASELINE_AFTER_BASELINE",
        `visits[${i}].role`,
        `, visit ${text(visit.id)}: a pre-baseline visit lies after the baseline; call it follow-up, or correct the dates.`,
      );
  });
}

function checkCourse(course: Loose | null, visits: readonly Loose[], refuse: Refuse): void {
  if (!course) return;
  const start = day(course.treatmentStart);
  const failure = day(course.treatmentFailureDate);
  const death = day(course.deathDate);
  if (start !== null && failure !== null && failure < start)
    refuse(
      "FAILURE_BEFORE_START",
      "course.treatmentFailureDate",
      `: treatment failed on ${course.treatmentFailureDate}, before it started on ${course.treatmentStart}; correct one of the dates.`,
    );
  if (death !== null) {
    const late = visits.find((visit) => (day(visit.date) ?? death) > death);
    if (late)
      refuse(
        "VISIT_AFTER_DEATH",
        "course.deathDate",
        `, visit ${text(late.id)}: the visit of ${late.date} lies after the death on ${course.deathDate}; correct one of the dates.`,
      );
    else if (start !== null && death < start)
      refuse(
        "DEATH_BEFORE_START",
        "course.deathDate",
        `: death on ${course.deathDate} lies before treatment start on ${course.treatmentStart}; correct one of the dates.`,
      );
  }
  const radiotherapy = record(course.radiotherapy);
  const from = radiotherapy ? day(radiotherapy.start) : null;
  const to = radiotherapy ? day(radiotherapy.end) : null;
  if (from !== null && to !== null && to < from)
    refuse(
      "RADIOTHERAPY_REVERSED",
      "course.radiotherapy.end",
      `: radiotherapy ends on ${radiotherapy?.end}, before it starts on ${radiotherapy?.start}; correct one of the dates.`,
    );
}

const FIGURES = ["longestMm", "shortMm", "volumeMm3"] as const;
const BY_EYE = new Set(["present", "increased", "unequivocal-progression"]);
/** A new node below this short axis is a normal node and may be measured at baseline (A6). */
const PATHOLOGICAL_NODE_MM = 10;

function checkMeasurements(visit: Loose, i: number, lesions: ReadonlyMap<string, Loose>, refuse: Refuse): void {
  const seen = new Set<string>();
  const entries = records(visit.measurements);
  const visitName = `, visit ${text(visit.id) ?? `number ${i + 1}`}`;
  entries.forEach((entry, j) => {
    const path = `visits[${i}].measurements[${j}]`;
    const id = text(entry.lesion);
    const figures = FIGURES.filter((field) => entry[field] !== undefined);
    const said = [figures.length > 0, entry.parts !== undefined, entry.status !== undefined].filter(Boolean).length;
    const place = `${visitName}, lesion ${id ?? `of measurement ${j + 1}`}`;
    if (said === 0)
      refuse(
        "MEASUREMENT_WITHOUT_FIGURE",
        path,
        `${place}: the measurement has neither a figure nor a status; give longestMm, shortMm, volumeMm3 or parts, or a status such as 'not-evaluable'.`,
      );
    if (said > 1)
      refuse(
        "MEASUREMENT_AND_STATUS",
        path,
        `${place}: the measurement says two things at once (figures, parts, status); give the figures, or the parts, or the status.`,
      );
    for (const part of [entry, ...records(entry.parts)])
      if (typeof part.longestMm === "number" && typeof part.shortMm === "number" && part.shortMm > part.longestMm)
        refuse(
          "SHORT_LONGER_THAN_LONGEST",
          `${path}.shortMm`,
          `${place}: the short axis ${part.shortMm} mm is longer than the longest diameter ${part.longestMm} mm; they may be swapped.`,
        );
    if (visit.imaged === false && (figures.length > 0 || entry.parts !== undefined))
      refuse(
        "NOT_IMAGED_BUT_MEASURED",
        path,
        `${place}: a lesion is measured though the visit says imaged: false; remove one of the two.`,
      );
    if (id === null) return;
    const lesion = lesions.get(id);
    if (!lesion) {
      refuse(
        "UNKNOWN_LESION",
        `${path}.lesion`,
        `${place}: the lesion is not listed under 'lesions'; list it, or name one of ${[...lesions.keys()].join(", ") || "those listed"}.`,
      );
      return;
    }
    if (seen.has(id))
      refuse(
        "MEASURED_TWICE",
        path,
        `${place}: the lesion is measured twice at one visit; keep one entry (the parts of a split lesion go into 'parts').`,
      );
    seen.add(id);
    if (lesion.role === "target" && BY_EYE.has(String(entry.status)))
      refuse(
        "STATUS_NOT_FOR_TARGET",
        `${path}.status`,
        `${place}: '${entry.status}' is for lesions followed by eye; give a target's size, or absent, too-small, not-evaluable, not-imaged, merged or treated.`,
      );
    if (entry.status === "merged" && !hasPartner(entries, entry))
      refuse(
        "MERGED_WITHOUT_PARTNER",
        `${path}.status`,
        `${place}: the lesion is 'merged' but no other lesion of the visit carries the mass; measure the merged mass under its partner.`,
      );
    if (lesion.role === "new" && visit.role !== "follow-up" && isThere(entry, lesion.node === true))
      refuse(
        "NEW_LESION_AT_BASELINE",
        `${path}.lesion`,
        `${place}: a lesion with the role 'new' is already there at the ${visit.role} scan; give it the role target or non-target.`,
      );
  });
}

/** Statuses that a partner of a merged lesion may have: the mass may be gone, tiny, or not evaluable under its name. */
const PARTNER_STATUSES = new Set(["absent", "too-small", "not-evaluable", "not-imaged", "treated"]);

/** Another lesion of the visit that speaks for the merged mass: by a size, or by what became of it. */
const hasPartner = (entries: readonly Loose[], merged: Loose): boolean =>
  entries.some(
    (other) =>
      other !== merged &&
      (other.parts !== undefined ||
        FIGURES.some((field) => other[field] !== undefined) ||
        PARTNER_STATUSES.has(String(other.status))),
  );

function isThere(entry: Loose, node: boolean): boolean {
  if (entry.parts !== undefined || BY_EYE.has(String(entry.status))) return true;
  if (node) return typeof entry.shortMm === "number" && entry.shortMm >= PATHOLOGICAL_NODE_MM;
  return entry.status === "too-small" || FIGURES.some((field) => typeof entry[field] === "number" && entry[field] > 0);
}
