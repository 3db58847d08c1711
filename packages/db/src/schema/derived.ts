import type { CriterionId, Modality } from "@nadir/domain";
import { sql } from "drizzle-orm";
import {
  boolean,
  customType,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { lesion, subjectKey, visit } from "./record-course.ts";
import { image, mask } from "./record-imaging.ts";
import { trial } from "./record-trial.ts";
import { derived } from "./schemas.ts";

const bytes = customType<{ data: Uint8Array }>({ dataType: () => "bytea" });
type Json = Record<string, unknown>;
const ofSubject = () => ({
  id: uuid("id").primaryKey().defaultRandom(),
  trialId: uuid("trial_id").notNull(),
  siteId: uuid("site_id").notNull(),
  subjectId: uuid("subject_id").notNull(),
  computedAt: timestamp("computed_at", { withTimezone: true }).notNull().defaultNow(),
});
/** True for the result of the newest data; the only column of a computed row that may change. */
const current = () => boolean("current").notNull().default(true);

/** One vector a volume, mask, configuration and engine. `keyHash` is the hash of those four: computed once, ever. */
export const featureVector = derived.table(
  "feature_vector",
  {
    ...ofSubject(),
    keyHash: text("key_hash").notNull().unique(),
    imageId: uuid("image_id").notNull(),
    maskId: uuid("mask_id").notNull(),
    visitId: uuid("visit_id").notNull(),
    lesionId: uuid("lesion_id").notNull(),
    configHash: text("config_hash").notNull(),
    engine: text("engine").notNull(),
    values: jsonb("values").$type<Json>().notNull(),
    provenance: jsonb("provenance").$type<Json>().notNull(),
  },
  (t) => [
    index("feature_vector_of_subject").on(t.subjectId),
    subjectKey("feature_vector", t),
    foreignKey({
      name: "feature_vector_image",
      columns: [t.imageId, t.subjectId],
      foreignColumns: [image.id, image.subjectId],
    }),
    foreignKey({
      name: "feature_vector_mask",
      columns: [t.maskId, t.subjectId],
      foreignColumns: [mask.id, mask.subjectId],
    }),
    foreignKey({
      name: "feature_vector_visit",
      columns: [t.visitId, t.subjectId],
      foreignColumns: [visit.id, visit.subjectId],
    }),
    foreignKey({
      name: "feature_vector_lesion",
      columns: [t.lesionId, t.subjectId],
      foreignColumns: [lesion.id, lesion.subjectId],
    }),
  ],
);

/**
 * What copies of one image share: `voxelHash` of the voxels in canonical order, `placedHash` of voxels and geometry, and the
 * 16×16×16 picture as 4096 single-precision numbers, little endian (null without contrast).
 */
export const imageFingerprint = derived.table(
  "image_fingerprint",
  {
    imageId: uuid("image_id").notNull(),
    trialId: uuid("trial_id").notNull(),
    siteId: uuid("site_id").notNull(),
    subjectId: uuid("subject_id").notNull(),
    objectHash: text("object_hash").notNull(),
    voxelHash: text("voxel_hash").notNull(),
    placedHash: text("placed_hash").notNull(),
    fingerprint: bytes("fingerprint"),
    computedAt: timestamp("computed_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ name: "image_fingerprint_key", columns: [t.imageId, t.objectHash] }),
    index("image_fingerprint_subject").on(t.subjectId),
    foreignKey({
      name: "image_fingerprint_image",
      columns: [t.imageId, t.subjectId],
      foreignColumns: [image.id, image.subjectId],
    }),
  ],
);

/** The change of a lesion's features between two visits; `inputHash` is the hash of the two vectors' keys. */
export const featureDelta = derived.table(
  "feature_delta",
  {
    ...ofSubject(),
    lesionId: uuid("lesion_id").notNull(),
    modality: text("modality").$type<Modality>().notNull(),
    description: text("description").notNull(),
    fromVisitId: uuid("from_visit_id").notNull(),
    toVisitId: uuid("to_visit_id").notNull(),
    configHash: text("config_hash").notNull(),
    inputHash: text("input_hash").notNull(),
    current: current(),
    values: jsonb("values").$type<Json>().notNull(),
  },
  (t) => [
    unique("feature_delta_key").on(t.lesionId, t.modality, t.description, t.fromVisitId, t.toVisitId, t.inputHash),
    index("feature_delta_of_subject").on(t.subjectId),
    subjectKey("feature_delta", t),
    foreignKey({
      name: "feature_delta_from",
      columns: [t.fromVisitId, t.subjectId],
      foreignColumns: [visit.id, visit.subjectId],
    }),
    foreignKey({
      name: "feature_delta_to",
      columns: [t.toVisitId, t.subjectId],
      foreignColumns: [visit.id, visit.subjectId],
    }),
  ],
);

/** One criterion's outcomes over all visits of a subject, with the trace; keyed by the hash of what went in. */
export const assessment = derived.table(
  "assessment",
  {
    ...ofSubject(),
    criterion: text("criterion").$type<CriterionId>().notNull(),
    inputHash: text("input_hash").notNull(),
    engine: text("engine").notNull(),
    current: current(),
    outcome: jsonb("outcome").$type<Json>().notNull(),
    bestOverall: text("best_overall"),
    lastOverall: text("last_overall"),
    progressionDate: date("progression_date"),
  },
  (t) => [
    unique("assessment_key").on(t.subjectId, t.criterion, t.inputHash),
    uniqueIndex("assessment_current").on(t.subjectId, t.criterion).where(sql`${t.current}`),
    subjectKey("assessment", t),
  ],
);

/** One definition applied to one subject (at one visit, where it names one): result, or why there is none. */
export const flag = derived.table(
  "flag",
  {
    ...ofSubject(),
    definition: text("definition").notNull(),
    result: text("result").notNull(),
    reason: text("reason"),
    visitKey: text("visit_key"),
    date: date("date"),
    evidence: jsonb("evidence").$type<Json>().notNull(),
    inputHash: text("input_hash").notNull(),
    current: current(),
  },
  (t) => [
    uniqueIndex("flag_key").on(t.subjectId, t.definition, sql`coalesce(${t.visitKey}, '')`, t.inputHash),
    subjectKey("flag", t),
  ],
);

/** Long work and how far it is. The only table of this schema whose rows change. */
export const job = derived.table(
  "job",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    kind: text("kind").notNull(),
    trialId: uuid("trial_id").references(() => trial.id),
    state: text("state").$type<"waiting" | "running" | "done" | "failed">().notNull().default("waiting"),
    done: integer("done").notNull().default(0),
    total: integer("total").notNull().default(0),
    step: text("step").notNull().default(""),
    message: text("message"),
    createdBy: text("created_by").notNull().default(sql`nadir.actor()`),
    at: timestamp("at", { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
    result: jsonb("result").$type<unknown>(),
  },
  (t) => [index("job_by_time").on(t.at)],
);

/** What was looked at in the whole installation, and what came of it. Append-only, of the system. */
export const installationCheck = derived.table(
  "installation_check",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    kind: text("kind").$type<"backup" | "backup-check" | "backup-restore" | "audit" | "objects">().notNull(),
    ok: boolean("ok").notNull(),
    document: jsonb("document").$type<Json>().notNull(),
    at: timestamp("at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
  },
  (t) => [index("installation_check_last").on(t.kind, t.at.desc())],
);

/**
 * What was found between images and molecular data over a trial's subjects that are in no sealed set: `associations`, or a
 * `model` of one target. `inputHash` is the hash of settings and all values that went in.
 */
export const radiogenomics = derived.table(
  "radiogenomics",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    trialId: uuid("trial_id")
      .notNull()
      .references(() => trial.id),
    kind: text("kind").$type<"associations" | "model">().notNull(),
    settings: jsonb("settings").$type<Json>().notNull(),
    inputHash: text("input_hash").notNull(),
    engine: text("engine").notNull(),
    subjectIds: uuid("subject_ids").array().notNull(),
    result: jsonb("result").$type<Json>().notNull(),
    resultHash: text("result_hash").notNull(),
    computedAt: timestamp("computed_at", { withTimezone: true }).notNull().defaultNow(),
    createdBy: text("created_by").notNull().default(sql`nadir.actor()`),
  },
  (t) => [
    unique("radiogenomics_key").on(t.trialId, t.kind, t.inputHash, t.engine),
    index("radiogenomics_of_trial").on(t.trialId, t.kind, t.computedAt),
  ],
);

/** What a reader has under the pen on one image: their own only, written over as it changes. No row of the record. */
export const drawingDraft = derived.table(
  "drawing_draft",
  {
    personId: text("person_id").notNull().default(sql`nadir.person()`),
    imageId: uuid("image_id").notNull(),
    trialId: uuid("trial_id").notNull(),
    siteId: uuid("site_id").notNull(),
    subjectId: uuid("subject_id").notNull(),
    /** The scan that was drawn on, by content: of another one the draft is of no use. */
    imageObject: text("image_object").notNull(),
    /** A NIfTI file, compressed. */
    mask: bytes("mask").notNull(),
    keptAt: timestamp("kept_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.personId, t.imageId] }),
    index("drawing_draft_image_index").on(t.imageId),
    index("drawing_draft_subject_index").on(t.subjectId),
    subjectKey("drawing_draft", t),
    foreignKey({
      name: "drawing_draft_image",
      columns: [t.imageId, t.subjectId],
      foreignColumns: [image.id, image.subjectId],
    }),
  ],
);

/**
 * Changes with everything that is recorded or computed of a subject, in the same transaction; written by triggers alone.
 * Says whether an answer that was kept still holds. No row of the record.
 */
export const courseStamp = derived.table(
  "course_stamp",
  {
    subjectId: uuid("subject_id").primaryKey(),
    trialId: uuid("trial_id").notNull(),
    siteId: uuid("site_id").notNull(),
    stamp: uuid("stamp").notNull(),
  },
  (t) => [index("course_stamp_of_trial").on(t.trialId), subjectKey("course_stamp", t)],
);
