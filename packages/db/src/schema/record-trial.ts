import type { Arm, FollowUp, Site, Subject, SubjectAtEnrolment, Trial } from "@nadir/domain";
import { isNull, sql } from "drizzle-orm";
import {
  check,
  date,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { record } from "./schemas.ts";
import { documentOf, ofSubject, versioned } from "./versioned.ts";

/** A trial; a change of its document is a new version. */
export const trial = record.table(
  "trial",
  { ...versioned(), key: text("key").notNull(), title: text("title").notNull(), document: documentOf<Trial>() },
  (t) => [uniqueIndex("trial_key").on(t.key).where(isNull(t.supersededAt))],
);

export const site = record.table(
  "site",
  {
    ...versioned(),
    trialId: uuid("trial_id")
      .notNull()
      .references(() => trial.id),
    key: text("key").notNull(),
    name: text("name").notNull(),
    document: documentOf<Site>(),
  },
  (t) => [
    uniqueIndex("site_key").on(t.trialId, t.key).where(isNull(t.supersededAt)),
    unique("site_in_trial").on(t.id, t.trialId),
  ],
);

/** A site closed, or opened again, for a reason; a closed site takes no new subject. Append-only, the last is in force. */
export const siteAct = record.table(
  "site_act",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    trialId: uuid("trial_id").notNull(),
    siteId: uuid("site_id").notNull(),
    number: integer("number").notNull(),
    act: text("act").$type<"closed" | "reopened">().notNull(),
    reason: text("reason").notNull(),
    at: timestamp("at", { withTimezone: true }).notNull().defaultNow(),
    doneBy: text("done_by").notNull().default(sql`nadir.actor()`),
  },
  (t) => [
    unique("site_act_number").on(t.siteId, t.number),
    foreignKey({ name: "site_act_site", columns: [t.siteId, t.trialId], foreignColumns: [site.id, site.trialId] }),
    check("site_act_act_check", sql`${t.act} = case ${t.number} % 2 when 1 then 'closed' else 'reopened' end`),
  ],
);

export const arm = record.table(
  "arm",
  {
    ...versioned(),
    trialId: uuid("trial_id")
      .notNull()
      .references(() => trial.id),
    key: text("key").notNull(),
    name: text("name").notNull(),
    description: text("description"),
    document: documentOf<Arm>(),
  },
  (t) => [
    uniqueIndex("arm_key").on(t.trialId, t.key).where(isNull(t.supersededAt)),
    unique("arm_in_trial").on(t.id, t.trialId),
  ],
);

/** A patient under its pseudonymous key. `document` never holds a field of `FOLLOW_UP_FIELDS`: those stand in `follow_up`. */
export const subject = record.table(
  "subject",
  {
    ...versioned(),
    trialId: uuid("trial_id").notNull(),
    siteId: uuid("site_id").notNull(),
    armId: uuid("arm_id").notNull(),
    key: text("key").notNull(),
    treatmentStart: date("treatment_start"),
    sex: text("sex").$type<Subject["sex"]>().notNull(),
    ageYears: doublePrecision("age_years"),
    document: documentOf<SubjectAtEnrolment>(),
  },
  (t) => [
    uniqueIndex("subject_key").on(t.trialId, t.key).where(isNull(t.supersededAt)),
    unique("subject_in_site").on(t.id, t.trialId, t.siteId),
    foreignKey({ name: "subject_site", columns: [t.siteId, t.trialId], foreignColumns: [site.id, site.trialId] }),
    foreignKey({ name: "subject_arm", columns: [t.armId, t.trialId], foreignColumns: [arm.id, arm.trialId] }),
    check(
      "subject_document_has_no_follow_up",
      sql`not ${t.document} ?| array['treatmentFailureOn', 'deathOn', 'lastContactOn', 'note']`,
    ),
  ],
);

/** One row a subject of whom something became known later: death, last contact, treatment failure, notes. */
export const followUp = record.table(
  "follow_up",
  {
    ...ofSubject(),
    treatmentFailureOn: date("treatment_failure_on"),
    deathOn: date("death_on"),
    lastContactOn: date("last_contact_on"),
    document: documentOf<FollowUp>(),
  },
  (t) => [
    uniqueIndex("follow_up_of_subject").on(t.subjectId).where(isNull(t.supersededAt)),
    index("follow_up_versions_of_subject").on(t.subjectId),
    foreignKey({
      name: "follow_up_subject",
      columns: [t.subjectId, t.trialId, t.siteId],
      foreignColumns: [subject.id, subject.trialId, subject.siteId],
    }),
  ],
);

/** One import that wrote something: what it was given and what it did. Append-only. */
export const importRun = record.table(
  "import_run",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    trialId: uuid("trial_id")
      .notNull()
      .references(() => trial.id),
    manifestHash: text("manifest_hash").notNull(),
    counts: jsonb("counts").$type<Record<string, unknown>>().notNull(),
    ruleCounts: jsonb("rule_counts").$type<Record<string, number>>().notNull(),
    at: timestamp("at", { withTimezone: true }).notNull().defaultNow(),
    by: text("by").notNull().default(sql`nadir.actor()`),
  },
  (t) => [index("import_run_of_trial").on(t.trialId, t.at)],
);

/** Enrolment and follow-up together, live rows only: the domain's `Subject` as clinical roles see it. */
export const subjectWhole = record
  .view("subject_whole", {
    id: uuid("id").notNull(),
    trialId: uuid("trial_id").notNull(),
    siteId: uuid("site_id").notNull(),
    armId: uuid("arm_id").notNull(),
    key: text("key").notNull(),
    treatmentStart: date("treatment_start"),
    sex: text("sex").$type<Subject["sex"]>().notNull(),
    ageYears: doublePrecision("age_years"),
    treatmentFailureOn: date("treatment_failure_on"),
    deathOn: date("death_on"),
    lastContactOn: date("last_contact_on"),
    document: documentOf<Subject>(),
  })
  .existing();
