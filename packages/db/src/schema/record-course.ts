import type {
  AdverseEvent,
  Biomarker,
  Lesion,
  LesionReading,
  Measurement,
  NonTargetAssessment,
  Observation,
  Outcome,
  Treatment,
  VasariRow,
  Visit,
} from "@nadir/domain";
import { type AnyColumn, isNull, sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  boolean,
  date,
  doublePrecision,
  foreignKey,
  index,
  integer,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { subject } from "./record-trial.ts";
import { record } from "./schemas.ts";
import { documentOf, ofSubject } from "./versioned.ts";

interface SubjectColumns {
  readonly subjectId: AnyPgColumn;
  readonly trialId: AnyPgColumn;
  readonly siteId: AnyPgColumn;
}
/** Ties trial and site of a row to those of its subject, so that row-level security cannot be cheated by a wrong site. */
export const subjectKey = (name: string, t: SubjectColumns) =>
  foreignKey({
    name: `${name}_subject`,
    columns: [t.subjectId, t.trialId, t.siteId] as [AnyPgColumn, AnyPgColumn, AnyPgColumn],
    foreignColumns: [subject.id, subject.trialId, subject.siteId],
  });
const undated = (day: AnyColumn) => sql`coalesce(${day}, '-infinity'::date)`;

export const visit = record.table(
  "visit",
  {
    ...ofSubject(),
    key: text("key").notNull(),
    date: date("date").notNull(),
    role: text("role").$type<Visit["role"]>().notNull(),
    simulated: boolean("simulated").notNull().default(false),
    document: documentOf<Visit>(),
  },
  (t) => [
    uniqueIndex("visit_key").on(t.subjectId, t.key).where(isNull(t.supersededAt)),
    index("visit_versions_of_subject").on(t.subjectId),
    unique("visit_of_subject").on(t.id, t.subjectId),
    subjectKey("visit", t),
  ],
);

export const lesion = record.table(
  "lesion",
  {
    ...ofSubject(),
    key: text("key").notNull(),
    role: text("role").$type<Lesion["role"]>().notNull(),
    organ: text("organ").notNull(),
    node: boolean("node").notNull().default(false),
    document: documentOf<Lesion>(),
  },
  (t) => [
    uniqueIndex("lesion_key").on(t.subjectId, t.key).where(isNull(t.supersededAt)),
    index("lesion_versions_of_subject").on(t.subjectId),
    unique("lesion_of_subject").on(t.id, t.subjectId),
    subjectKey("lesion", t),
  ],
);

/** Lengths in mm, volume in mm³, as 64-bit floats: a decimal text reads back as it was written. */
export const measurement = record.table(
  "measurement",
  {
    ...ofSubject(),
    visitId: uuid("visit_id").notNull(),
    lesionId: uuid("lesion_id").notNull(),
    reader: text("reader").notNull(),
    method: text("method").notNull(),
    longestMm: doublePrecision("longest_mm"),
    shortMm: doublePrecision("short_mm"),
    volumeMm3: doublePrecision("volume_mm3"),
    status: text("status").$type<NonNullable<Measurement["status"]>>(),
    sourceValue: text("source_value"),
    document: documentOf<Measurement>(),
  },
  (t) => [
    uniqueIndex("measurement_key").on(t.visitId, t.lesionId, t.reader, t.method).where(isNull(t.supersededAt)),
    index("measurement_of_subject").on(t.subjectId),
    index("measurement_of_lesion").on(t.lesionId),
    subjectKey("measurement", t),
    foreignKey({
      name: "measurement_visit",
      columns: [t.visitId, t.subjectId],
      foreignColumns: [visit.id, visit.subjectId],
    }),
    foreignKey({
      name: "measurement_lesion",
      columns: [t.lesionId, t.subjectId],
      foreignColumns: [lesion.id, lesion.subjectId],
    }),
  ],
);

export const nonTargetAssessment = record.table(
  "non_target_assessment",
  {
    ...ofSubject(),
    visitId: uuid("visit_id").notNull(),
    reader: text("reader").notNull(),
    status: text("status").$type<NonTargetAssessment["status"]>().notNull(),
    document: documentOf<NonTargetAssessment>(),
  },
  (t) => [
    uniqueIndex("non_target_assessment_key").on(t.visitId, t.reader).where(isNull(t.supersededAt)),
    index("non_target_assessment_of_subject").on(t.subjectId),
    subjectKey("non_target_assessment", t),
    foreignKey({
      name: "non_target_assessment_visit",
      columns: [t.visitId, t.subjectId],
      foreignColumns: [visit.id, visit.subjectId],
    }),
  ],
);

/** One reader's VASARI form of a visit; the answers stand in the document. */
export const vasariReading = record.table(
  "vasari_reading",
  {
    ...ofSubject(),
    visitId: uuid("visit_id").notNull(),
    reader: text("reader").notNull(),
    state: text("state").$type<VasariRow["state"]>().notNull(),
    document: documentOf<VasariRow>(),
  },
  (t) => [
    uniqueIndex("vasari_reading_key").on(t.visitId, t.reader).where(isNull(t.supersededAt)),
    index("vasari_reading_of_subject").on(t.subjectId),
    subjectKey("vasari_reading", t),
    foreignKey({
      name: "vasari_reading_visit",
      columns: [t.visitId, t.subjectId],
      foreignColumns: [visit.id, visit.subjectId],
    }),
  ],
);

/** One reader's form of one lesion at a visit (semantic features, BI-RADS); the answers stand in the document. */
export const lesionReading = record.table(
  "lesion_reading",
  {
    ...ofSubject(),
    visitId: uuid("visit_id").notNull(),
    lesionId: uuid("lesion_id").notNull(),
    form: text("form").$type<LesionReading["form"]>().notNull(),
    reader: text("reader").notNull(),
    state: text("state").$type<LesionReading["state"]>().notNull(),
    document: documentOf<LesionReading>(),
  },
  (t) => [
    uniqueIndex("lesion_reading_key").on(t.visitId, t.lesionId, t.form, t.reader).where(isNull(t.supersededAt)),
    index("lesion_reading_of_subject").on(t.subjectId),
    subjectKey("lesion_reading", t),
    foreignKey({
      name: "lesion_reading_visit",
      columns: [t.visitId, t.subjectId],
      foreignColumns: [visit.id, visit.subjectId],
    }),
    foreignKey({
      name: "lesion_reading_lesion",
      columns: [t.lesionId, t.subjectId],
      foreignColumns: [lesion.id, lesion.subjectId],
    }),
  ],
);

/** `ordinal` tells apart the values of one code on one day, in the order of the source, from 0. */
export const observation = record.table(
  "observation",
  {
    ...ofSubject(),
    date: date("date").notNull(),
    code: text("code").notNull(),
    ordinal: integer("ordinal").notNull().default(0),
    value: doublePrecision("value"),
    text: text("text"),
    unit: text("unit"),
    document: documentOf<Observation>(),
  },
  (t) => [
    uniqueIndex("observation_key").on(t.subjectId, t.code, t.date, t.ordinal).where(isNull(t.supersededAt)),
    index("observation_versions_of_subject").on(t.subjectId),
    subjectKey("observation", t),
  ],
);

/** A marker without a date counts as a property of the subject before treatment. `ordinal` as for observations. */
export const biomarker = record.table(
  "biomarker",
  {
    ...ofSubject(),
    date: date("date"),
    code: text("code").notNull(),
    ordinal: integer("ordinal").notNull().default(0),
    value: doublePrecision("value"),
    text: text("text"),
    unit: text("unit"),
    assay: text("assay"),
    document: documentOf<Biomarker>(),
  },
  (t) => [
    index("biomarker_versions_of_subject").on(t.subjectId),
    uniqueIndex("biomarker_key")
      .on(t.subjectId, t.code, undated(t.date), sql`coalesce(${t.assay}, '')`, t.ordinal)
      .where(isNull(t.supersededAt)),
    subjectKey("biomarker", t),
  ],
);

export const treatment = record.table(
  "treatment",
  {
    ...ofSubject(),
    key: text("key").notNull(),
    kind: text("kind").$type<Treatment["kind"]>().notNull(),
    name: text("name").notNull(),
    startOn: date("start_on").notNull(),
    endOn: date("end_on"),
    document: documentOf<Treatment>(),
  },
  (t) => [
    uniqueIndex("treatment_key").on(t.subjectId, t.key).where(isNull(t.supersededAt)),
    index("treatment_versions_of_subject").on(t.subjectId),
    subjectKey("treatment", t),
  ],
);

/** CTCAE events. */
export const adverseEvent = record.table(
  "adverse_event",
  {
    ...ofSubject(),
    key: text("key").notNull(),
    term: text("term").notNull(),
    grade: integer("grade").notNull(),
    startOn: date("start_on").notNull(),
    endOn: date("end_on"),
    document: documentOf<AdverseEvent>(),
  },
  (t) => [
    uniqueIndex("adverse_event_key").on(t.subjectId, t.key).where(isNull(t.supersededAt)),
    index("adverse_event_versions_of_subject").on(t.subjectId),
    subjectKey("adverse_event", t),
  ],
);

/** Outcomes of subjects that are in no sealed test set; the database refuses any other here. */
export const outcome = record.table(
  "outcome",
  {
    ...ofSubject(),
    endpoint: text("endpoint").notNull(),
    timeDays: doublePrecision("time_days"),
    event: boolean("event"),
    value: text("value"),
    document: documentOf<Outcome>(),
  },
  (t) => [
    uniqueIndex("outcome_key").on(t.subjectId, t.endpoint).where(isNull(t.supersededAt)),
    index("outcome_versions_of_subject").on(t.subjectId),
    subjectKey("outcome", t),
  ],
);
