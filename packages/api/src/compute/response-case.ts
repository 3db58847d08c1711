import type { Tx } from "@nadir/db";
import {
  type CaseLesion,
  type CaseMeasurement,
  type CaseVisit,
  dexamethasoneEquivalentMg,
  FROM_MASK,
  fragmentSizes,
  glucocorticoidOf,
  type Lesion,
  type Measurement,
  type NonTargetAssessment,
  type Problem,
  parseResponseCase,
  Refusal,
  type ResponseCase,
  refuse,
  type Treatment,
} from "@nadir/domain";
import { blindedCourse } from "./blinded-course.ts";
import type { CourseOfRecord } from "./course-of-record.ts";
import { readCourses, type SubjectCourse } from "./read-courses.ts";
import { courseOfReads, readSignedReads, type SignedReads, type Subjects } from "./read-of-record.ts";

/** A subject's case, or why its record makes none. */
export type CaseOfSubject = { readonly subjectId: string; readonly key: string; readonly siteId: string } & (
  | { readonly document: ResponseCase; readonly problems?: never }
  | { readonly document?: never; readonly problems: readonly Problem[] }
);

/** A blinded reader's case of one subject: that reader's own reads and nothing else (`blindedCourse`). */
export async function buildOwnReadsCase(tx: Tx, subjectId: string, readerId: string): Promise<ResponseCase> {
  const [found] = await readCases(tx, { subjectIds: [subjectId] }, readerId);
  if (!found) return refuse("SUBJECT_UNKNOWN", `There is no subject ${subjectId} that this person may see.`);
  if (found.problems) throw new Refusal(found.problems);
  return found.document;
}

/** The case (`nadir.response-case/1`) of one subject. Refuses `SUBJECT_UNKNOWN` and whatever makes the course unusable. */
export async function buildResponseCase(tx: Tx, subjectId: string): Promise<ResponseCase> {
  const [found] = await readCases(tx, { subjectIds: [subjectId] });
  if (!found) return refuse("SUBJECT_UNKNOWN", `There is no subject ${subjectId} that this person may see.`);
  if (found.problems) throw new Refusal(found.problems);
  return found.document;
}

/**
 * The cases of subjects, in the order of their keys; one query a table. With `blindedReader`, made of that person's own
 * reads alone.
 */
export async function readCases(tx: Tx, of: Subjects, blindedReader?: string): Promise<CaseOfSubject[]> {
  const [courses, reads] = await Promise.all([
    readCourses(tx, of),
    blindedReader === undefined ? readSignedReads(tx, of) : undefined,
  ]);
  return courses.map((one) =>
    blindedReader === undefined ? standingCase(one, reads?.get(one.subjectId)) : ownReadsCase(one, blindedReader),
  );
}

/** The case of the reading that stands: what the trial's responses are judged from. */
export const standingCase = (one: SubjectCourse, reads: SignedReads | undefined): CaseOfSubject =>
  caseFrom(one, (course) => courseOfReads(course, reads));

/** A blinded reader's case: that reader's own reads and nothing else (`blindedCourse`). */
export const ownReadsCase = (one: SubjectCourse, readerId: string): CaseOfSubject =>
  caseFrom(one, (course) => blindedCourse(course, readerId));

function caseFrom(
  { subjectId, siteId, course }: SubjectCourse,
  seen: (course: CourseOfRecord) => CourseOfRecord,
): CaseOfSubject {
  const who = { subjectId, key: course.subject.key, siteId };
  try {
    return { ...who, document: parseResponseCase(caseOf(seen(course))) };
  } catch (error) {
    if (error instanceof Refusal) return { ...who, problems: error.problems };
    throw error;
  }
}

function caseOf({
  trial,
  subject,
  visits,
  lesions: all,
  measurements,
  nonTarget,
  treatments,
}: CourseOfRecord): ResponseCase {
  if (subject.treatmentStart === undefined)
    return refuse(
      "TREATMENT_START_MISSING",
      `Subject ${subject.key} has no start of treatment, from which response is dated; record it.`,
    );
  const reader = readerOfCase(measurements);
  const own = measurements.filter((m) => m.reader === reader);
  // What another reader chose as target or found is not missing from this reading: it is no part of it.
  const lesions = all.filter((lesion) => lesion.reader === undefined || lesion.reader === reader);
  const nonTargetReader = mainReader(nonTarget, reader);
  const nonTargetLesions = new Set(lesions.filter(({ role }) => role === "non-target").map(({ id }) => id));
  const irradiated = new Set(treatments.filter(isRadiotherapy).flatMap((t) => t.lesionsInField));
  const radiotherapy = treatments.filter((t) => isRadiotherapy(t) && t.lesionsInField.length > 0).at(-1);
  return {
    schema: "nadir.response-case/1",
    id: subject.key,
    course: {
      disease: trial.disease,
      treatmentStart: subject.treatmentStart,
      ...given("setting", trial.setting),
      ...given("radiotherapyEnd", subject.radiotherapyEnd),
      ...given("immunotherapyStart", subject.immunotherapyStart),
      ...given("antiangiogenic", subject.antiangiogenic),
      ...given("onTreatmentAtLastContact", subject.onTreatmentAtLastContact),
      ...given("treatmentFailureDate", subject.treatmentFailureOn),
      ...given("deathDate", subject.deathOn),
      ...(radiotherapy ? { radiotherapy: { start: radiotherapy.start, ...given("end", radiotherapy.end) } } : {}),
    },
    lesions: lesions.map((lesion) => caseLesion(lesion, irradiated.has(lesion.id))),
    visits: visits.map((visit) => {
      const read = nonTarget.find((n) => n.visit === visit.id && n.reader === nonTargetReader);
      const figures = onePerLesion(own.filter((m) => m.visit === visit.id));
      const whole = read ?? (nonTarget.length > 0 ? null : wholeOf(figures, nonTargetLesions));
      const seenAtAll = visit.scanned || read !== undefined || measurements.some((m) => m.visit === visit.id);
      return {
        ...caseVisit(visit),
        ...given("dexamethasoneMgPerDay", visit.dexamethasoneMgPerDay ?? steroidDoseOn(treatments, visit.date)),
        measurements: figures.map(caseMeasurement),
        ...(whole ? { nonTarget: { status: whole.status, ...given("sinceLast", whole.sinceLast) } } : {}),
        ...(seenAtAll ? {} : { imaged: false }),
      };
    }),
    options: Object.fromEntries(
      trial.criteria.filter((c) => Object.keys(c.parameters).length > 0).map((c) => [c.id, c.parameters]),
    ),
  };
}

/**
 * Non-target disease as a whole from its lesions, for a record that judges it nowhere as a whole: absent when each is,
 * progressed when one has unequivocally, present when one is there; not evaluable where one that decides was not seen.
 */
function wholeOf(
  figures: readonly Measurement[],
  lesions: ReadonlySet<string>,
): Pick<NonTargetAssessment, "status" | "sinceLast"> | null {
  const seen = figures.filter(({ lesion }) => lesions.has(lesion));
  if (seen.length === 0) return null;
  const has = (status: Measurement["status"]) => seen.some((m) => m.status === status);
  if (has("unequivocal-progression")) return { status: "unequivocal-progression", sinceLast: "increased" };
  if (has("increased")) return { status: "present", sinceLast: "increased" };
  if (seen.some(isThere)) return { status: "present" };
  const allGone = seen.length === lesions.size && seen.every((m) => !isThere(m) && !UNSEEN.has(m.status ?? ""));
  return { status: allGone ? "absent" : "not-evaluable" };
}

const UNSEEN: ReadonlySet<string> = new Set(["not-evaluable", "not-imaged", "treated"]);
const isThere = ({ status, longestMm, shortMm, volumeMm3, parts }: Measurement): boolean =>
  status === undefined
    ? parts !== undefined || [longestMm, shortMm, volumeMm3].some((figure) => (figure ?? 0) > 0)
    : status === "present" || status === "too-small" || status === "merged";

/**
 * Dexamethasone-equivalent mg a day of the steroid courses that run on a day, where the record dates any; 0 where none runs.
 * A course whose dose is not in mg a day leaves the day unsaid.
 */
function steroidDoseOn(treatments: readonly Treatment[], day: string): number | undefined {
  const steroids = treatments.filter(({ kind, name }) => kind === "drug" && glucocorticoidOf(name) !== null);
  if (steroids.length === 0) return undefined;
  const doses = steroids
    .filter(({ start, end }) => start <= day && (end === undefined || day <= end))
    .map(({ name, dose, doseUnit }) =>
      dose === undefined || !MG_A_DAY.test(doseUnit ?? "") ? null : dexamethasoneEquivalentMg(name, dose),
    );
  if (doses.includes(null)) return undefined;
  return doses.reduce<number>((sum, dose) => sum + (dose ?? 0), 0);
}
const MG_A_DAY = /^\s*mg\s*(\/\s*d(ay)?|a day|per day|daily)\s*$/i;

const isRadiotherapy = (treatment: Treatment): boolean => treatment.kind === "radiotherapy";

const isEntered = ({ method }: Pick<Measurement, "method">): boolean => method !== FROM_MASK;

/** A reader's figure of each lesion: what was entered before what was derived from a mask; else the first by method. */
function onePerLesion(rows: readonly Measurement[]): Measurement[] {
  const chosen = new Map<string, Measurement>();
  for (const row of [...rows].sort((a, b) => rankOf(a) - rankOf(b) || (a.method < b.method ? -1 : 1)))
    if (!chosen.has(row.lesion)) chosen.set(row.lesion, row);
  return [...chosen.values()].sort((a, b) => (a.lesion < b.lesion ? -1 : 1));
}

const rankOf = ({ method }: Measurement): number => (method === "entered" ? 0 : method === FROM_MASK ? 2 : 1);

/**
 * Response is one reader's reading: of several, the one who measured most, then the first by name; a person's before what
 * was only derived from masks. Of reads signed in the portal, `courseOfReads` has left the one that stands.
 */
function mainReader(rows: readonly { readonly reader: string }[], preferred?: string): string | undefined {
  const counts = new Map<string, number>();
  for (const { reader } of rows) counts.set(reader, (counts.get(reader) ?? 0) + 1);
  if (preferred !== undefined && counts.has(preferred)) return preferred;
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))[0]?.[0];
}

/** Whose measurements a case is made of: a person's before what was only derived from masks. */
export const readerOfCase = (measurements: readonly Pick<Measurement, "reader" | "method">[]): string | undefined =>
  mainReader(measurements.some(isEntered) ? measurements.filter(isEntered) : measurements);

/** Whose figures the trial's responses are judged from, by the rows of one subject; null where nobody has measured. */
export const standingReaderOf = (
  rows: {
    readonly measurements: readonly Pick<Measurement, "reader" | "method" | "visit">[];
    readonly nonTarget: readonly Pick<NonTargetAssessment, "reader" | "visit">[];
  },
  reads: SignedReads | undefined,
): string | null => readerOfCase(courseOfReads(rows, reads).measurements) ?? null;

function caseLesion(lesion: Lesion, inField: boolean): CaseLesion {
  return {
    id: lesion.id,
    role: lesion.role,
    organ: lesion.organ,
    node: lesion.node,
    irradiated: lesion.irradiated || inField,
    injected: lesion.injected,
    ...given("injectedFrom", lesion.injectedFrom),
    ...given("fieldDistance", lesion.fieldDistance),
    ...given("outsideRtField", lesion.outsideRtField),
    ...given("component", lesion.component),
    ...given("measurable", lesion.measurable),
    ...given("certainty", lesion.certainty),
    ...given("confirmedAt", lesion.confirmedAt),
  };
}

function caseVisit(visit: CourseOfRecord["visits"][number]): CaseVisit {
  return {
    id: visit.id,
    date: visit.date,
    role: visit.role === "unscheduled" ? "follow-up" : visit.role,
    unscheduledForSymptoms: visit.unscheduledForSymptoms,
    ...given("ecog", visit.ecog),
    ...given("physiologicSteroidsOnly", visit.physiologicSteroidsOnly),
    ...given("clinical", visit.clinical),
    ...given("flair", visit.flair),
    ...given("histology", visit.histology),
    ...given("sliceThicknessMm", visit.sliceMm ?? undefined),
    ...given("modality", visit.modality ?? undefined),
  };
}

function caseMeasurement(m: Measurement): CaseMeasurement {
  return {
    lesion: m.lesion,
    ...given("longestMm", m.longestMm),
    ...given("shortMm", m.shortMm),
    ...given("volumeMm3", m.volumeMm3),
    ...given("parts", m.parts?.map(fragmentSizes)),
    ...given("status", m.status),
  };
}

/** The member, where there is a value: an absent member and an undefined one are not the same document. */
const given = <K extends string, V>(name: K, value: V | undefined): { [P in K]?: V } =>
  value === undefined ? {} : ({ [name]: value } as { [P in K]: V });
