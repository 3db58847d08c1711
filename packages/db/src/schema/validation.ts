import type { ProtocolState, SplitSet } from "@nadir/domain";
import { isNotNull, sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  bigint,
  check,
  doublePrecision,
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
import { subjectKey } from "./record-course.ts";
import { trial } from "./record-trial.ts";
import { validation } from "./schemas.ts";
import { testSet } from "./sealed.ts";

type Json = Record<string, unknown>;
const at = (name: string) => timestamp(name, { withTimezone: true });

/** What a signature says. Locking needs the first two by two persons, opening the third by the person who opens. */
export const SIGNATURE_MEANINGS = [
  "authored",
  "approved for locking",
  "open outcomes",
  "reported",
  "made void",
] as const;
export type SignatureMeaning = (typeof SIGNATURE_MEANINGS)[number];

/**
 * A protocol version. `canonical` is the canonical JSON text of `document` and `canonicalHash` its SHA-256.
 * The database allows the transitions of `protocol-state` in the domain and no other; from `locked` on nothing but the state changes.
 */
export const protocol = validation.table(
  "protocol",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    family: text("family").notNull(),
    version: integer("version").notNull(),
    parentId: uuid("parent_id").references((): AnyPgColumn => protocol.id),
    reason: text("reason"),
    trialId: uuid("trial_id")
      .notNull()
      .references(() => trial.id),
    testSetId: uuid("test_set_id").references((): AnyPgColumn => testSet.id),
    state: text("state").$type<ProtocolState>().notNull().default("draft"),
    document: jsonb("document").$type<Json>().notNull(),
    canonical: text("canonical").notNull(),
    canonicalHash: text("canonical_hash").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
    createdBy: text("created_by").notNull().default(sql`nadir.actor()`),
    /** Set by the database at the transitions. */
    lockedAt: at("locked_at"),
    predictedAt: at("predicted_at"),
    openedAt: at("opened_at"),
    reportedAt: at("reported_at"),
    /** Why it is void, or amended. */
    closedReason: text("closed_reason"),
    splitHash: text("split_hash"),
    predictionHash: text("prediction_hash"),
  },
  (t) => [
    unique("protocol_version").on(t.family, t.version),
    uniqueIndex("protocol_next").on(t.parentId).where(isNotNull(t.parentId)),
    index("protocol_of_trial").on(t.trialId),
    check(
      "protocol_state",
      sql`${t.state} in ('draft', 'locked', 'predicted', 'opened', 'reported', 'archived', 'amended', 'void')`,
    ),
  ],
);

/** Which set a subject is in: one row a subject, so a split below the subject cannot be said. Frozen at lock. */
export const splitAssignment = validation.table(
  "split_assignment",
  {
    protocolId: uuid("protocol_id")
      .notNull()
      .references(() => protocol.id),
    trialId: uuid("trial_id").notNull(),
    siteId: uuid("site_id").notNull(),
    subjectId: uuid("subject_id").notNull(),
    set: text("set").$type<SplitSet>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.protocolId, t.subjectId] }),
    subjectKey("split_assignment", t),
    check("split_set", sql`${t.set} in ('training', 'tuning', 'test', 'excluded')`),
  ],
);

/** Something fitted, with the subjects it was fitted on (`subjectTags`, sorted). Append-only. */
export const artefact = validation.table(
  "artefact",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    protocolId: uuid("protocol_id")
      .notNull()
      .references(() => protocol.id),
    trialId: uuid("trial_id")
      .notNull()
      .references(() => trial.id),
    kind: text("kind").notNull(),
    document: jsonb("document").$type<Json>().notNull(),
    outputHash: text("output_hash").notNull(),
    subjectTags: text("subject_tags").array().notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [index("artefact_of_protocol").on(t.protocolId)],
);

/** An electronic signature: who, in what role, meaning what, over which hash. `auditSeq`/`auditHash` is its receipt. */
export const signature = validation.table(
  "signature",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    protocolId: uuid("protocol_id")
      .notNull()
      .references(() => protocol.id),
    trialId: uuid("trial_id")
      .notNull()
      .references(() => trial.id),
    personId: text("person_id").notNull().default(sql`nadir.actor()`),
    personRole: text("person_role").notNull(),
    meaning: text("meaning").$type<SignatureMeaning>().notNull(),
    at: at("at").notNull().defaultNow(),
    documentHash: text("document_hash").notNull(),
    auditSeq: bigint("audit_seq", { mode: "number" }),
    auditHash: text("audit_hash"),
  },
  (t) => [
    index("signature_of_protocol").on(t.protocolId),
    check(
      "signature_meaning",
      sql`${t.meaning} in ('authored', 'approved for locking', 'open outcomes', 'reported', 'made void')`,
    ),
  ],
);

/** One row for every test subject: a value, or why there is none. Append-only, and only while the protocol is locked. */
export const prediction = validation.table(
  "prediction",
  {
    protocolId: uuid("protocol_id")
      .notNull()
      .references(() => protocol.id),
    trialId: uuid("trial_id").notNull(),
    siteId: uuid("site_id").notNull(),
    subjectId: uuid("subject_id").notNull(),
    value: doublePrecision("value"),
    notComputableReason: text("not_computable_reason"),
  },
  (t) => [
    primaryKey({ columns: [t.protocolId, t.subjectId] }),
    subjectKey("prediction", t),
    check("prediction_value_or_reason", sql`num_nonnulls(${t.value}, ${t.notComputableReason}) = 1`),
  ],
);

/** The result of the plan and the hashes of its papers (in the object store). Append-only. */
export const report = validation.table(
  "report",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    protocolId: uuid("protocol_id")
      .notNull()
      .references(() => protocol.id),
    openingId: uuid("opening_id").notNull(),
    trialId: uuid("trial_id")
      .notNull()
      .references(() => trial.id),
    result: jsonb("result").$type<Json>().notNull(),
    resultHash: text("result_hash").notNull(),
    htmlHash: text("html_hash").notNull(),
    pdfHash: text("pdf_hash").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
    createdBy: text("created_by").notNull().default(sql`nadir.actor()`),
  },
  (t) => [unique("report_of_protocol").on(t.protocolId)],
);

/** Added after the report: what was analysed without a plan, and what was printed wrong. Append-only; the report stays. */
export const addendum = validation.table(
  "addendum",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    protocolId: uuid("protocol_id")
      .notNull()
      .references(() => protocol.id),
    trialId: uuid("trial_id")
      .notNull()
      .references(() => trial.id),
    number: integer("number").notNull(),
    kind: text("kind").$type<"post hoc" | "erratum">().notNull(),
    document: jsonb("document").$type<Json>().notNull(),
    documentHash: text("document_hash").notNull(),
    htmlHash: text("html_hash").notNull(),
    at: at("at").notNull().defaultNow(),
    createdBy: text("created_by").notNull().default(sql`nadir.actor()`),
  },
  (t) => [
    unique("addendum_number").on(t.protocolId, t.number),
    check("addendum_kind", sql`${t.kind} in ('post hoc', 'erratum')`),
  ],
);

/** A person's self-assessment of the study by an appraisal tool; every save is a version, none is changed. */
export const appraisal = validation.table(
  "appraisal",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    protocolId: uuid("protocol_id")
      .notNull()
      .references(() => protocol.id),
    trialId: uuid("trial_id")
      .notNull()
      .references(() => trial.id),
    tool: text("tool").$type<"quadas-2">().notNull(),
    version: integer("version").notNull(),
    state: text("state").$type<"draft" | "final">().notNull(),
    document: jsonb("document").$type<Json>().notNull(),
    documentHash: text("document_hash").notNull(),
    at: at("at").notNull().default(sql`clock_timestamp()`),
    createdBy: text("created_by").notNull().default(sql`nadir.actor()`),
  },
  (t) => [
    unique("appraisal_version").on(t.protocolId, t.tool, t.createdBy, t.version),
    check("appraisal_tool", sql`${t.tool} in ('quadas-2')`),
    check("appraisal_state", sql`${t.state} in ('draft', 'final')`),
  ],
);

/** A model of a trial: its card (`nadir.model-card/1`) with the signature whole. Registered once, never changed. */
export const model = validation.table(
  "model",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    trialId: uuid("trial_id")
      .notNull()
      .references(() => trial.id),
    key: text("key").notNull(),
    version: text("version").notNull(),
    document: jsonb("document").$type<Json>().notNull(),
    documentHash: text("document_hash").notNull(),
    signatureHash: text("signature_hash").notNull(),
    at: at("at").notNull().defaultNow(),
    createdBy: text("created_by").notNull().default(sql`nadir.actor()`),
  },
  (t) => [unique("model_version").on(t.trialId, t.key, t.version), unique("model_of_trial").on(t.id, t.trialId)],
);

/** A version of a model that another one stands in for. Append-only; both stay. */
export const modelSupersession = validation.table(
  "model_supersession",
  {
    supersededId: uuid("superseded_id").primaryKey(),
    byId: uuid("by_id").notNull(),
    trialId: uuid("trial_id")
      .notNull()
      .references(() => trial.id),
    at: at("at").notNull().defaultNow(),
    createdBy: text("created_by").notNull().default(sql`nadir.actor()`),
  },
  (t) => [
    foreignKey({
      name: "model_supersession_former",
      columns: [t.supersededId, t.trialId],
      foreignColumns: [model.id, model.trialId],
    }),
    foreignKey({
      name: "model_supersession_new",
      columns: [t.byId, t.trialId],
      foreignColumns: [model.id, model.trialId],
    }),
    check("model_supersession_other", sql`${t.supersededId} <> ${t.byId}`),
  ],
);

/** What a plan made of a table: models under nested resampling, or ways from several lesions to a patient. Append-only. */
export const development = validation.table(
  "development",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    trialId: uuid("trial_id")
      .notNull()
      .references(() => trial.id),
    kind: text("kind").$type<"models" | "lesions">().notNull(),
    document: jsonb("document").$type<Json>().notNull(),
    documentHash: text("document_hash").notNull(),
    tableHash: text("table_hash").notNull(),
    formulaHash: text("formula_hash"),
    at: at("at").notNull().defaultNow(),
    createdBy: text("created_by").notNull().default(sql`nadir.actor()`),
  },
  (t) => [
    unique("development_once").on(t.trialId, t.documentHash),
    check("development_kind", sql`${t.kind} in ('models', 'lesions')`),
  ],
);

/** How a registered model did over its trial, as the record stood when it was asked. Append-only. */
export const modelMonitoring = validation.table(
  "model_monitoring",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    trialId: uuid("trial_id")
      .notNull()
      .references(() => trial.id),
    modelId: uuid("model_id").notNull(),
    document: jsonb("document").$type<Json>().notNull(),
    documentHash: text("document_hash").notNull(),
    at: at("at").notNull().defaultNow(),
    createdBy: text("created_by").notNull().default(sql`nadir.actor()`),
  },
  (t) => [
    index("model_monitoring_of_model").on(t.modelId, t.at),
    foreignKey({
      name: "model_monitoring_model",
      columns: [t.modelId, t.trialId],
      foreignColumns: [model.id, model.trialId],
    }),
  ],
);
