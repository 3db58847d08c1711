import type { Tx } from "@nadir/db";
import {
  type AcquisitionField,
  acquisition,
  type CriterionOutcome,
  clinicVisits,
  type Image,
  type ImagingProtocol,
  type LesionReading,
  onGrid,
  protocolDeviations,
  refuse,
  type Trial,
  type VasariRow,
} from "@nadir/domain";
import { confirmationsDue } from "@nadir/response";
import { readingInForce, readSignedReads, type SignedReads } from "../compute/read-of-record.ts";
import { standingReaderOf } from "../compute/response-case.ts";
import { lockShownTo } from "../identity/lock-shown.ts";
import { readForms } from "../reader-forms/read-forms.ts";
import { awaitsAdjudication } from "../reads/adjudications.ts";
import { scanNamesOf } from "../reads/scan-names.ts";
import { signaturesOfPatient } from "../reads/signatures-of-patient.ts";
import { neighboursOf } from "./neighbours.ts";
import { noteSealedCourse } from "./note-sealed.ts";
import { patientAsShown } from "./patient-as-shown.ts";
import type { Patient, PatientImage } from "./patient-shape.ts";
import { readLesionScores } from "./read-lesion-scores.ts";
import { readVasariMasks } from "./read-vasari-masks.ts";
import { type TrialAccess, trialAccess } from "./view.ts";

interface Head {
  id: string;
  version: number;
  document: { enrolledOn?: string; radiotherapyEnd?: string };
  site: string;
  arm: string;
  sex: "female" | "male" | "unknown";
  ageYears: number | null;
  treatmentStart: string | null;
  followUp: { deathOn?: string; lastContactOn?: string; note?: string } | null;
  trial: Trial;
  testSet: string | null;
  indexDay: string | null;
}

/**
 * One subject's whole course. One round of reads in the caller's transaction: row-level security decides what is there,
 * and a blinded reader's lists are not asked for at all. Refuses `TRIAL_UNKNOWN`, `SUBJECT_UNKNOWN`.
 */
export async function readPatient(
  tx: Tx,
  personId: string,
  { trial, subject }: { trial: string; subject: string },
): Promise<Patient> {
  const access = await trialAccess(tx, personId, trial);
  const head = await readHead(tx, access, subject);
  // Whoever treats a sealed patient sees the whole course; that they looked is in the log.
  if (head.testSet) await noteSealedCourse(tx, head.id);
  const isReader = access.view === "reader";
  const withheld = access.view === "statistician" && head.testSet !== null;
  const [
    visits,
    lesions,
    measurements,
    reads,
    signedReads,
    isProvisional,
    vasari,
    lesionReadings,
    vasariMasks,
    images,
    course,
    results,
    lesionScores,
    locked,
  ] = await Promise.all([
    documents<Patient["visits"][number]>(tx, "visit", head.id, "date, key"),
    documents<Patient["lesions"][number]>(tx, "lesion", head.id, "role, key"),
    documents<Patient["measurements"][number]>(tx, "measurement", head.id, IN_ORDER),
    isReader ? undefined : readSignedReads(tx, { subjectIds: [head.id] }),
    isReader || withheld ? [] : signaturesOfPatient(tx, head.id),
    isReader || withheld ? false : awaitsAdjudication(tx, head.id),
    readForms<VasariRow>(tx, "vasari_reading", head.id),
    readForms<LesionReading>(tx, "lesion_reading", head.id),
    readVasariMasks(tx, head.id, personId, access.view),
    readImages(tx, head.id, head.trial.imagingProtocol),
    isReader ? emptyCourse : readCourse(tx, head.id),
    isReader ? emptyResults : readResults(tx, head.id, head.followUp?.deathOn),
    isReader ? [] : readLesionScores(tx, head.id, !withheld),
    lockShownTo(tx, personId, access),
  ]);
  const criterionOrder = head.trial.criteria.map((c) => c.id);
  const rank = (id: string) => {
    const at = (criterionOrder as readonly string[]).indexOf(id);
    return at < 0 ? criterionOrder.length : at;
  };
  const whole: Patient = {
    view: access.view,
    locked,
    trial: {
      key: access.trialKey,
      title: head.trial.title,
      disease: head.trial.disease,
      tumourTypes: head.trial.tumourTypes ?? [],
      dates: head.trial.dates,
      provenance: head.trial.provenance ?? null,
      criteria: head.trial.criteria.map(({ id, primary }) => ({ id, primary })),
    },
    subject: isReader ? blindedSubject(subject, head) : openSubject(subject, head),
    neighbours: await neighboursOf(tx, access, subject),
    sealed: head.testSet ? { testSet: head.testSet, indexDay: head.indexDay } : null,
    visits: isReader ? visits.map(blindedVisit) : visits,
    clinicVisits: isReader ? [] : [...clinicVisits(head.trial.schedule, head.treatmentStart, visits)],
    // Who found a lesion doubtful, injected or irradiated it tells a blinded reader of others and of the treatment.
    lesions: withheld || isReader ? lesions.map(lesionAtIndex) : lesions,
    measurements: isReader ? measurements.filter((m) => m.reader === personId) : measurements,
    readBy: isReader ? personId : standingReaderOf({ measurements, nonTarget: course.nonTarget }, reads?.get(head.id)),
    signedReads,
    awaitsAdjudication: isProvisional,
    readingInForce: withheld
      ? null
      : inForce({ visits, measurements, nonTarget: course.nonTarget }, reads?.get(head.id)),
    vasari: vasari.filter((v) => v.reader === personId || (!isReader && v.state === "signed")),
    lesionReadings: lesionReadings.filter((r) => r.reader === personId || (!isReader && r.state === "signed")),
    ...vasariMasks,
    images,
    ...course,
    treatments: withheld ? course.treatments.map(treatmentAtIndex(head.indexDay)) : course.treatments,
    adverseEvents: withheld ? [] : course.adverseEvents,
    ...results,
    lesionScores,
    assessments: [...results.assessments].sort((a, b) => rank(a.criterion) - rank(b.criterion)),
  };
  return patientAsShown(whole, await scanNamesOf(tx, access, head.id));
}

/** The reading that the responses rest on, with the visits that are still to be signed by day. */
function inForce(
  course: Pick<Patient, "visits" | "measurements" | "nonTarget">,
  reads: SignedReads | undefined,
): Patient["readingInForce"] {
  const found = readingInForce(course, reads);
  return (
    found && { ...found, unsigned: course.visits.map(({ id }) => id).filter((visit) => found.unsigned.includes(visit)) }
  );
}

async function readHead(tx: Tx, access: TrialAccess, subject: string): Promise<Head> {
  const [head] = await tx.sql<Head[]>`
    select s.id, s.version, s.document, site.name as site, arm.name as arm, s.sex, s.age_years as "ageYears",
      s.treatment_start::text as "treatmentStart", f.document as "followUp", t.document as trial,
      seal.key as "testSet", seal.index_day::text as "indexDay"
    from record.subject s
    join record.trial t on t.id = s.trial_id
    join record.site site on site.id = s.site_id
    join record.arm arm on arm.id = s.arm_id
    left join record.follow_up f on f.subject_id = s.id and f.superseded_at is null
    left join lateral (
      select ts.key, m.index_day from sealed.member m join sealed.test_set ts on ts.id = m.test_set_id
      where m.subject_id = s.id order by m.index_day nulls first limit 1
    ) seal on true
    where s.trial_id = ${access.trialId} and s.key = ${subject} and s.superseded_at is null`;
  return (
    head ?? refuse("SUBJECT_UNKNOWN", `There is no patient '${subject}' in this trial, or not at a site of yours.`)
  );
}

const openSubject = (key: string, head: Head): Patient["subject"] => ({
  key,
  site: head.site,
  arm: head.arm,
  sex: head.sex,
  ageYears: head.ageYears,
  enrolledOn: head.document.enrolledOn ?? null,
  treatmentStart: head.treatmentStart,
  radiotherapyEnd: head.document.radiotherapyEnd ?? null,
  version: head.version,
  deathOn: head.followUp?.deathOn ?? null,
  lastContactOn: head.followUp?.lastContactOn ?? null,
  note: head.followUp?.note ?? null,
});

const blindedSubject = (key: string, head: Head): Patient["subject"] => ({
  key,
  site: null,
  arm: null,
  sex: null,
  ageYears: null,
  enrolledOn: null,
  treatmentStart: null,
  radiotherapyEnd: null,
  version: head.version,
  deathOn: null,
  lastContactOn: null,
  note: null,
});

/** A blinded reader learns which scan is which, not how the patient was that day. */
const blindedVisit = ({ id, date, role, simulated }: Patient["visits"][number]): Patient["visits"][number] => ({
  id,
  date,
  // An unplanned scan tells how the patient was.
  role: role === "unscheduled" ? "follow-up" : role,
  simulated,
  unscheduledForSymptoms: false,
});

/**
 * Of a sealed subject, what a row that began before the index day may have been given since is no business of a modelling
 * role: the end of a treatment, the grade that an event rose to, whether a lesion was confirmed or irradiated. The database
 * withholds the same columns from the role that fits models.
 */
const treatmentAtIndex =
  (indexDay: string | null) =>
  ({ id, kind, name, start, end }: Patient["treatments"][number]): Patient["treatments"][number] => ({
    id,
    kind,
    name,
    start,
    ...(end !== undefined && indexDay !== null && end <= indexDay ? { end } : {}),
    lesionsInField: [],
  });
const lesionAtIndex = ({
  id,
  role,
  organ,
  location,
  node,
  component,
}: Patient["lesions"][number]): Patient["lesions"][number] => ({
  id,
  role,
  organ,
  node,
  ...(location === undefined ? {} : { location }),
  ...(component === undefined ? {} : { component }),
  irradiated: false,
  injected: false,
});

/** By what the row says, so that the same record is told in the same order everywhere. */
const IN_ORDER =
  "document ->> 'visit', document ->> 'lesion' nulls first, document ->> 'reader', document ->> 'method' nulls first";

type DocumentTable =
  | "visit"
  | "lesion"
  | "measurement"
  | "non_target_assessment"
  | "observation"
  | "biomarker"
  | "treatment"
  | "adverse_event"
  | "outcome";

async function documents<T>(tx: Tx, table: DocumentTable, subjectId: string, order: string): Promise<T[]> {
  const rows = await tx.sql<{ document: T }[]>`
    select document - 'subject' as document from record.${tx.sql(table)}
    where subject_id = ${subjectId} and superseded_at is null order by ${tx.sql.unsafe(order)}`;
  return rows.map((row) => row.document);
}

type Course = Pick<Patient, "nonTarget" | "observations" | "biomarkers" | "treatments" | "adverseEvents" | "outcomes">;
const emptyCourse: Course = {
  nonTarget: [],
  observations: [],
  biomarkers: [],
  treatments: [],
  adverseEvents: [],
  outcomes: [],
};

async function readCourse(tx: Tx, subjectId: string): Promise<Course> {
  const [nonTarget, observations, biomarkers, treatments, adverseEvents, outcomes] = await Promise.all([
    documents<Course["nonTarget"][number]>(tx, "non_target_assessment", subjectId, IN_ORDER),
    documents<Course["observations"][number]>(tx, "observation", subjectId, "code, date, ordinal"),
    documents<Course["biomarkers"][number]>(tx, "biomarker", subjectId, "code, date nulls first, ordinal"),
    documents<Course["treatments"][number]>(tx, "treatment", subjectId, "start_on, key"),
    documents<Course["adverseEvents"][number]>(tx, "adverse_event", subjectId, "start_on, key"),
    documents<Course["outcomes"][number]>(tx, "outcome", subjectId, "endpoint"),
  ]);
  return { nonTarget, observations, biomarkers, treatments, adverseEvents, outcomes };
}

type Results = Pick<Patient, "assessments" | "flags" | "deltas">;
const emptyResults: Results = { assessments: [], flags: [], deltas: [] };

async function readResults(tx: Tx, subjectId: string, diedOn: string | undefined): Promise<Results> {
  const [assessments, flags, deltas] = await Promise.all([
    tx.sql<Omit<Results["assessments"][number], "due">[]>`
      select criterion, engine, input_hash as "inputHash", computed_at as "computedAt", outcome
      from derived.assessment where subject_id = ${subjectId} and current`,
    tx.sql<Results["flags"]>`
      select definition, result, reason, visit_key as visit, date::text as date, evidence
      from derived.flag where subject_id = ${subjectId} and current order by definition, date, visit_key`,
    tx.sql<Results["deltas"]>`
      select d.id, l.key as lesion, d.modality, d.description, f.key as "fromVisit", t.key as "toVisit",
        coalesce(d.values #>> '{rows,0,id}' like 'parts%', false) as "isOfParts", d.config_hash as "configHash"
      from derived.feature_delta d
      join record.lesion l on l.id = d.lesion_id
      join record.visit f on f.id = d.from_visit_id
      join record.visit t on t.id = d.to_visit_id
      where d.subject_id = ${subjectId} and d.current
      order by d.modality, d.description, "isOfParts", l.key, t.date`,
  ]);
  // What is stored is the engine's whole outcome; the type here is the part of it that leaves the server.
  const due = (outcome: unknown) => confirmationsDue(outcome as CriterionOutcome, diedOn);
  return { assessments: assessments.map((a) => ({ ...a, due: due(a.outcome) })), flags, deltas };
}

type StoredImage = Omit<PatientImage, "file" | "acquisition" | "deviations"> & {
  readonly document: Image;
  readonly spacing: readonly number[] | null;
};

async function readImages(tx: Tx, subjectId: string, protocol: ImagingProtocol | undefined): Promise<PatientImage[]> {
  const rows = await tx.sql<StoredImage[]>`
    select i.id, i.key, v.key as visit, i.modality, i.description, i.unit, i.simulated, i.document,
      i.geometry -> 'spacing' as spacing,
      coalesce((
        select jsonb_agg(jsonb_build_object('id', m.id, 'lesion', l.key, 'label', m.label, 'objectHash', m.object_hash,
          'authorKind', m.author_kind, 'author', m.author, 'file', m.document ->> 'file') order by l.key)
        from record.mask m join record.lesion l on l.id = m.lesion_id
        where m.image_id = i.id and m.superseded_at is null), '[]') as masks
    from record.image i join record.visit v on v.id = i.visit_id
    where i.subject_id = ${subjectId} and i.superseded_at is null
    order by v.date, i.modality, i.key`;
  return rows.map(({ document, spacing, ...row }) => {
    const image = spacing ? onGrid(document, spacing) : document;
    return {
      ...row,
      file: document.file,
      acquisition: Object.fromEntries(
        Object.keys(acquisition.shape).flatMap((field) => {
          const value = image[field as AcquisitionField];
          return value === undefined ? [] : [[field, value]];
        }),
      ),
      deviations: protocol
        ? protocolDeviations({ ...image, modality: row.modality, description: row.description }, protocol).map(
            (d) => d.sentence,
          )
        : null,
    };
  });
}
