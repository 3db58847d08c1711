CREATE SCHEMA "analysis";
--> statement-breakpoint
CREATE SCHEMA "audit";
--> statement-breakpoint
CREATE SCHEMA "derived";
--> statement-breakpoint
CREATE SCHEMA "identity";
--> statement-breakpoint
CREATE SCHEMA "record";
--> statement-breakpoint
CREATE SCHEMA "sealed";
--> statement-breakpoint
CREATE SCHEMA "validation";
--> statement-breakpoint
CREATE TABLE "audit"."event" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"at" timestamp (6) with time zone NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"object" text NOT NULL,
	"trial_id" uuid,
	"payload" text NOT NULL,
	"payload_hash" text NOT NULL,
	"prev_hash" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "event_prev_hash" UNIQUE("prev_hash"),
	CONSTRAINT "event_hash" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "audit"."head" (
	"one" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"seq" bigint NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit"."pending" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit"."pending_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"transaction" text NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"object" text NOT NULL,
	"payload" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "derived"."assessment" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"trial_id" uuid NOT NULL,
	"site_id" uuid NOT NULL,
	"subject_id" uuid NOT NULL,
	"computed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"criterion" text NOT NULL,
	"input_hash" text NOT NULL,
	"engine" text NOT NULL,
	"current" boolean DEFAULT true NOT NULL,
	"outcome" jsonb NOT NULL,
	"best_overall" text,
	"last_overall" text,
	"progression_date" date,
	CONSTRAINT "assessment_key" UNIQUE("subject_id","criterion","input_hash")
);
--> statement-breakpoint
CREATE TABLE "derived"."feature_delta" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"trial_id" uuid NOT NULL,
	"site_id" uuid NOT NULL,
	"subject_id" uuid NOT NULL,
	"computed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"lesion_id" uuid NOT NULL,
	"modality" text NOT NULL,
	"description" text NOT NULL,
	"from_visit_id" uuid NOT NULL,
	"to_visit_id" uuid NOT NULL,
	"config_hash" text NOT NULL,
	"input_hash" text NOT NULL,
	"current" boolean DEFAULT true NOT NULL,
	"values" jsonb NOT NULL,
	CONSTRAINT "feature_delta_key" UNIQUE("lesion_id","modality","description","from_visit_id","to_visit_id","input_hash")
);
--> statement-breakpoint
CREATE TABLE "derived"."feature_vector" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"trial_id" uuid NOT NULL,
	"site_id" uuid NOT NULL,
	"subject_id" uuid NOT NULL,
	"computed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"key_hash" text NOT NULL,
	"image_id" uuid NOT NULL,
	"mask_id" uuid NOT NULL,
	"visit_id" uuid NOT NULL,
	"lesion_id" uuid NOT NULL,
	"config_hash" text NOT NULL,
	"engine" text NOT NULL,
	"values" jsonb NOT NULL,
	"provenance" jsonb NOT NULL,
	CONSTRAINT "feature_vector_key_hash_unique" UNIQUE("key_hash")
);
--> statement-breakpoint
CREATE TABLE "derived"."flag" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"trial_id" uuid NOT NULL,
	"site_id" uuid NOT NULL,
	"subject_id" uuid NOT NULL,
	"computed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"definition" text NOT NULL,
	"result" text NOT NULL,
	"reason" text,
	"visit_key" text,
	"date" date,
	"evidence" jsonb NOT NULL,
	"input_hash" text NOT NULL,
	"current" boolean DEFAULT true NOT NULL
);
--> statement-breakpoint
CREATE TABLE "derived"."job" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"trial_id" uuid,
	"state" text DEFAULT 'waiting' NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"total" integer DEFAULT 0 NOT NULL,
	"step" text DEFAULT '' NOT NULL,
	"message" text,
	"created_by" text DEFAULT nadir.actor() NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"result" jsonb
);
--> statement-breakpoint
CREATE TABLE "identity"."account" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"user_id" text NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp with time zone,
	"refresh_token_expires_at" timestamp with time zone,
	"scope" text,
	"password" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "identity"."membership" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" text NOT NULL,
	"trial_id" uuid NOT NULL,
	"site_id" uuid,
	"role" text NOT NULL,
	"granted_at" timestamp with time zone DEFAULT now() NOT NULL,
	"granted_by" text DEFAULT nadir.actor() NOT NULL,
	"revoked_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "identity"."rate_limit" (
	"id" text PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"count" integer NOT NULL,
	"last_request" bigint NOT NULL,
	CONSTRAINT "rate_limit_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "identity"."session" (
	"id" text PRIMARY KEY NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"token" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"user_id" text NOT NULL,
	CONSTRAINT "session_token_unique" UNIQUE("token")
);
--> statement-breakpoint
CREATE TABLE "identity"."user" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean DEFAULT false NOT NULL,
	"image" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "user_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "identity"."verification" (
	"id" text PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "analysis"."outcome" (
	"opening_id" uuid NOT NULL,
	"trial_id" uuid NOT NULL,
	"site_id" uuid NOT NULL,
	"subject_id" uuid NOT NULL,
	"endpoint" text NOT NULL,
	"time_days" double precision,
	"event" boolean,
	"value" text,
	CONSTRAINT "outcome_opening_id_subject_id_endpoint_pk" PRIMARY KEY("opening_id","subject_id","endpoint")
);
--> statement-breakpoint
CREATE TABLE "sealed"."opening" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"protocol_id" uuid NOT NULL,
	"family" text NOT NULL,
	"test_set_id" uuid NOT NULL,
	"trial_id" uuid NOT NULL,
	"signature_id" uuid NOT NULL,
	"reuse" integer NOT NULL,
	"protocol_hash" text NOT NULL,
	"split_hash" text NOT NULL,
	"prediction_hash" text NOT NULL,
	"opened_at" timestamp with time zone DEFAULT now() NOT NULL,
	"opened_by" text NOT NULL,
	"transaction" text NOT NULL,
	CONSTRAINT "opening_once" UNIQUE("family","test_set_id"),
	CONSTRAINT "opening_of_protocol" UNIQUE("protocol_id"),
	CONSTRAINT "opening_reuse" UNIQUE("test_set_id","reuse")
);
--> statement-breakpoint
CREATE TABLE "record"."adverse_event" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"recorded_by" text DEFAULT '' NOT NULL,
	"superseded_at" timestamp with time zone,
	"superseded_by" uuid,
	"reason" text,
	"import_id" uuid,
	"content_hash" text NOT NULL,
	"trial_id" uuid NOT NULL,
	"site_id" uuid NOT NULL,
	"subject_id" uuid NOT NULL,
	"key" text NOT NULL,
	"term" text NOT NULL,
	"grade" integer NOT NULL,
	"start_on" date NOT NULL,
	"end_on" date,
	"document" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "record"."biomarker" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"recorded_by" text DEFAULT '' NOT NULL,
	"superseded_at" timestamp with time zone,
	"superseded_by" uuid,
	"reason" text,
	"import_id" uuid,
	"content_hash" text NOT NULL,
	"trial_id" uuid NOT NULL,
	"site_id" uuid NOT NULL,
	"subject_id" uuid NOT NULL,
	"date" date,
	"code" text NOT NULL,
	"ordinal" integer DEFAULT 0 NOT NULL,
	"value" double precision,
	"text" text,
	"unit" text,
	"assay" text,
	"document" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "record"."lesion" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"recorded_by" text DEFAULT '' NOT NULL,
	"superseded_at" timestamp with time zone,
	"superseded_by" uuid,
	"reason" text,
	"import_id" uuid,
	"content_hash" text NOT NULL,
	"trial_id" uuid NOT NULL,
	"site_id" uuid NOT NULL,
	"subject_id" uuid NOT NULL,
	"key" text NOT NULL,
	"role" text NOT NULL,
	"organ" text NOT NULL,
	"node" boolean DEFAULT false NOT NULL,
	"document" jsonb NOT NULL,
	CONSTRAINT "lesion_of_subject" UNIQUE("id","subject_id")
);
--> statement-breakpoint
CREATE TABLE "record"."measurement" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"recorded_by" text DEFAULT '' NOT NULL,
	"superseded_at" timestamp with time zone,
	"superseded_by" uuid,
	"reason" text,
	"import_id" uuid,
	"content_hash" text NOT NULL,
	"trial_id" uuid NOT NULL,
	"site_id" uuid NOT NULL,
	"subject_id" uuid NOT NULL,
	"visit_id" uuid NOT NULL,
	"lesion_id" uuid NOT NULL,
	"reader" text NOT NULL,
	"method" text NOT NULL,
	"longest_mm" double precision,
	"short_mm" double precision,
	"volume_mm3" double precision,
	"status" text,
	"source_value" text,
	"document" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "record"."non_target_assessment" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"recorded_by" text DEFAULT '' NOT NULL,
	"superseded_at" timestamp with time zone,
	"superseded_by" uuid,
	"reason" text,
	"import_id" uuid,
	"content_hash" text NOT NULL,
	"trial_id" uuid NOT NULL,
	"site_id" uuid NOT NULL,
	"subject_id" uuid NOT NULL,
	"visit_id" uuid NOT NULL,
	"reader" text NOT NULL,
	"status" text NOT NULL,
	"document" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "record"."observation" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"recorded_by" text DEFAULT '' NOT NULL,
	"superseded_at" timestamp with time zone,
	"superseded_by" uuid,
	"reason" text,
	"import_id" uuid,
	"content_hash" text NOT NULL,
	"trial_id" uuid NOT NULL,
	"site_id" uuid NOT NULL,
	"subject_id" uuid NOT NULL,
	"date" date NOT NULL,
	"code" text NOT NULL,
	"ordinal" integer DEFAULT 0 NOT NULL,
	"value" double precision,
	"text" text,
	"unit" text,
	"document" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "record"."outcome" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"recorded_by" text DEFAULT '' NOT NULL,
	"superseded_at" timestamp with time zone,
	"superseded_by" uuid,
	"reason" text,
	"import_id" uuid,
	"content_hash" text NOT NULL,
	"trial_id" uuid NOT NULL,
	"site_id" uuid NOT NULL,
	"subject_id" uuid NOT NULL,
	"endpoint" text NOT NULL,
	"time_days" double precision,
	"event" boolean,
	"value" text,
	"document" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "record"."treatment" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"recorded_by" text DEFAULT '' NOT NULL,
	"superseded_at" timestamp with time zone,
	"superseded_by" uuid,
	"reason" text,
	"import_id" uuid,
	"content_hash" text NOT NULL,
	"trial_id" uuid NOT NULL,
	"site_id" uuid NOT NULL,
	"subject_id" uuid NOT NULL,
	"key" text NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"start_on" date NOT NULL,
	"end_on" date,
	"document" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "record"."visit" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"recorded_by" text DEFAULT '' NOT NULL,
	"superseded_at" timestamp with time zone,
	"superseded_by" uuid,
	"reason" text,
	"import_id" uuid,
	"content_hash" text NOT NULL,
	"trial_id" uuid NOT NULL,
	"site_id" uuid NOT NULL,
	"subject_id" uuid NOT NULL,
	"key" text NOT NULL,
	"date" date NOT NULL,
	"role" text NOT NULL,
	"simulated" boolean DEFAULT false NOT NULL,
	"document" jsonb NOT NULL,
	CONSTRAINT "visit_of_subject" UNIQUE("id","subject_id")
);
--> statement-breakpoint
CREATE TABLE "record"."image" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"recorded_by" text DEFAULT '' NOT NULL,
	"superseded_at" timestamp with time zone,
	"superseded_by" uuid,
	"reason" text,
	"import_id" uuid,
	"content_hash" text NOT NULL,
	"trial_id" uuid NOT NULL,
	"site_id" uuid NOT NULL,
	"subject_id" uuid NOT NULL,
	"visit_id" uuid NOT NULL,
	"key" text NOT NULL,
	"modality" text NOT NULL,
	"description" text NOT NULL,
	"unit" text NOT NULL,
	"object_hash" text NOT NULL,
	"geometry" jsonb NOT NULL,
	"simulated" boolean DEFAULT false NOT NULL,
	"document" jsonb NOT NULL,
	CONSTRAINT "image_of_subject" UNIQUE("id","subject_id")
);
--> statement-breakpoint
CREATE TABLE "record"."mask" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"recorded_by" text DEFAULT '' NOT NULL,
	"superseded_at" timestamp with time zone,
	"superseded_by" uuid,
	"reason" text,
	"import_id" uuid,
	"content_hash" text NOT NULL,
	"trial_id" uuid NOT NULL,
	"site_id" uuid NOT NULL,
	"subject_id" uuid NOT NULL,
	"image_id" uuid NOT NULL,
	"lesion_id" uuid NOT NULL,
	"label" integer NOT NULL,
	"object_hash" text NOT NULL,
	"author_kind" text NOT NULL,
	"author" text NOT NULL,
	"document" jsonb NOT NULL,
	CONSTRAINT "mask_of_subject" UNIQUE("id","subject_id")
);
--> statement-breakpoint
CREATE TABLE "record"."arm" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"recorded_by" text DEFAULT '' NOT NULL,
	"superseded_at" timestamp with time zone,
	"superseded_by" uuid,
	"reason" text,
	"import_id" uuid,
	"content_hash" text NOT NULL,
	"trial_id" uuid NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"description" text,
	"document" jsonb NOT NULL,
	CONSTRAINT "arm_in_trial" UNIQUE("id","trial_id")
);
--> statement-breakpoint
CREATE TABLE "record"."follow_up" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"recorded_by" text DEFAULT '' NOT NULL,
	"superseded_at" timestamp with time zone,
	"superseded_by" uuid,
	"reason" text,
	"import_id" uuid,
	"content_hash" text NOT NULL,
	"trial_id" uuid NOT NULL,
	"site_id" uuid NOT NULL,
	"subject_id" uuid NOT NULL,
	"treatment_failure_on" date,
	"death_on" date,
	"last_contact_on" date,
	"document" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "record"."import_run" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"trial_id" uuid NOT NULL,
	"manifest_hash" text NOT NULL,
	"counts" jsonb NOT NULL,
	"rule_counts" jsonb NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"by" text DEFAULT nadir.actor() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "record"."site" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"recorded_by" text DEFAULT '' NOT NULL,
	"superseded_at" timestamp with time zone,
	"superseded_by" uuid,
	"reason" text,
	"import_id" uuid,
	"content_hash" text NOT NULL,
	"trial_id" uuid NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"document" jsonb NOT NULL,
	CONSTRAINT "site_in_trial" UNIQUE("id","trial_id")
);
--> statement-breakpoint
CREATE TABLE "record"."subject" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"recorded_by" text DEFAULT '' NOT NULL,
	"superseded_at" timestamp with time zone,
	"superseded_by" uuid,
	"reason" text,
	"import_id" uuid,
	"content_hash" text NOT NULL,
	"trial_id" uuid NOT NULL,
	"site_id" uuid NOT NULL,
	"arm_id" uuid NOT NULL,
	"key" text NOT NULL,
	"treatment_start" date,
	"sex" text NOT NULL,
	"age_years" double precision,
	"document" jsonb NOT NULL,
	CONSTRAINT "subject_in_site" UNIQUE("id","trial_id","site_id"),
	CONSTRAINT "subject_document_has_no_follow_up" CHECK (not "record"."subject"."document" ?| array['treatmentFailureOn', 'deathOn', 'lastContactOn', 'note'])
);
--> statement-breakpoint
CREATE TABLE "record"."trial" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"recorded_by" text DEFAULT '' NOT NULL,
	"superseded_at" timestamp with time zone,
	"superseded_by" uuid,
	"reason" text,
	"import_id" uuid,
	"content_hash" text NOT NULL,
	"key" text NOT NULL,
	"title" text NOT NULL,
	"document" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sealed"."member" (
	"test_set_id" uuid NOT NULL,
	"trial_id" uuid NOT NULL,
	"site_id" uuid NOT NULL,
	"subject_id" uuid NOT NULL,
	"index_day" date,
	CONSTRAINT "member_test_set_id_subject_id_pk" PRIMARY KEY("test_set_id","subject_id")
);
--> statement-breakpoint
CREATE TABLE "sealed"."outcome" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"test_set_id" uuid NOT NULL,
	"subject_id" uuid NOT NULL,
	"endpoint" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"payload" "bytea" NOT NULL,
	"tag" text NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	"superseded_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "sealed"."test_set" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"trial_id" uuid NOT NULL,
	"key" text NOT NULL,
	"rule" jsonb NOT NULL,
	"endpoints" text[] NOT NULL,
	"index_time" jsonb NOT NULL,
	"key_check" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" text DEFAULT nadir.actor() NOT NULL,
	CONSTRAINT "test_set_key" UNIQUE("trial_id","key")
);
--> statement-breakpoint
CREATE TABLE "validation"."artefact" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"protocol_id" uuid NOT NULL,
	"trial_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"document" jsonb NOT NULL,
	"output_hash" text NOT NULL,
	"subject_tags" text[] NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "validation"."prediction" (
	"protocol_id" uuid NOT NULL,
	"trial_id" uuid NOT NULL,
	"site_id" uuid NOT NULL,
	"subject_id" uuid NOT NULL,
	"value" double precision,
	"not_computable_reason" text,
	CONSTRAINT "prediction_protocol_id_subject_id_pk" PRIMARY KEY("protocol_id","subject_id"),
	CONSTRAINT "prediction_value_or_reason" CHECK (num_nonnulls("validation"."prediction"."value", "validation"."prediction"."not_computable_reason") = 1)
);
--> statement-breakpoint
CREATE TABLE "validation"."protocol" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"family" text NOT NULL,
	"version" integer NOT NULL,
	"parent_id" uuid,
	"reason" text,
	"trial_id" uuid NOT NULL,
	"test_set_id" uuid,
	"state" text DEFAULT 'draft' NOT NULL,
	"document" jsonb NOT NULL,
	"canonical" text NOT NULL,
	"canonical_hash" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" text DEFAULT nadir.actor() NOT NULL,
	"locked_at" timestamp with time zone,
	"predicted_at" timestamp with time zone,
	"opened_at" timestamp with time zone,
	"reported_at" timestamp with time zone,
	"split_hash" text,
	"prediction_hash" text,
	CONSTRAINT "protocol_version" UNIQUE("family","version"),
	CONSTRAINT "protocol_state" CHECK ("validation"."protocol"."state" in ('draft', 'locked', 'predicted', 'opened', 'reported', 'archived', 'amended', 'void'))
);
--> statement-breakpoint
CREATE TABLE "validation"."report" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"protocol_id" uuid NOT NULL,
	"opening_id" uuid NOT NULL,
	"trial_id" uuid NOT NULL,
	"result" jsonb NOT NULL,
	"result_hash" text NOT NULL,
	"html_hash" text NOT NULL,
	"pdf_hash" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" text DEFAULT nadir.actor() NOT NULL,
	CONSTRAINT "report_of_protocol" UNIQUE("protocol_id")
);
--> statement-breakpoint
CREATE TABLE "validation"."signature" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"protocol_id" uuid NOT NULL,
	"trial_id" uuid NOT NULL,
	"person_id" text DEFAULT nadir.actor() NOT NULL,
	"person_role" text NOT NULL,
	"meaning" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"document_hash" text NOT NULL,
	"audit_seq" bigint,
	"audit_hash" text,
	CONSTRAINT "signature_meaning" CHECK ("validation"."signature"."meaning" in ('authored', 'approved for locking', 'open outcomes', 'reported'))
);
--> statement-breakpoint
CREATE TABLE "validation"."split_assignment" (
	"protocol_id" uuid NOT NULL,
	"trial_id" uuid NOT NULL,
	"site_id" uuid NOT NULL,
	"subject_id" uuid NOT NULL,
	"set" text NOT NULL,
	CONSTRAINT "split_assignment_protocol_id_subject_id_pk" PRIMARY KEY("protocol_id","subject_id"),
	CONSTRAINT "split_set" CHECK ("validation"."split_assignment"."set" in ('training', 'tuning', 'test', 'excluded'))
);
--> statement-breakpoint
ALTER TABLE "derived"."assessment" ADD CONSTRAINT "assessment_subject" FOREIGN KEY ("subject_id","trial_id","site_id") REFERENCES "record"."subject"("id","trial_id","site_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "derived"."feature_delta" ADD CONSTRAINT "feature_delta_subject" FOREIGN KEY ("subject_id","trial_id","site_id") REFERENCES "record"."subject"("id","trial_id","site_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "derived"."feature_delta" ADD CONSTRAINT "feature_delta_from" FOREIGN KEY ("from_visit_id","subject_id") REFERENCES "record"."visit"("id","subject_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "derived"."feature_delta" ADD CONSTRAINT "feature_delta_to" FOREIGN KEY ("to_visit_id","subject_id") REFERENCES "record"."visit"("id","subject_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "derived"."feature_vector" ADD CONSTRAINT "feature_vector_subject" FOREIGN KEY ("subject_id","trial_id","site_id") REFERENCES "record"."subject"("id","trial_id","site_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "derived"."feature_vector" ADD CONSTRAINT "feature_vector_image" FOREIGN KEY ("image_id","subject_id") REFERENCES "record"."image"("id","subject_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "derived"."feature_vector" ADD CONSTRAINT "feature_vector_mask" FOREIGN KEY ("mask_id","subject_id") REFERENCES "record"."mask"("id","subject_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "derived"."feature_vector" ADD CONSTRAINT "feature_vector_visit" FOREIGN KEY ("visit_id","subject_id") REFERENCES "record"."visit"("id","subject_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "derived"."feature_vector" ADD CONSTRAINT "feature_vector_lesion" FOREIGN KEY ("lesion_id","subject_id") REFERENCES "record"."lesion"("id","subject_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "derived"."flag" ADD CONSTRAINT "flag_subject" FOREIGN KEY ("subject_id","trial_id","site_id") REFERENCES "record"."subject"("id","trial_id","site_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "derived"."job" ADD CONSTRAINT "job_trial_id_trial_id_fk" FOREIGN KEY ("trial_id") REFERENCES "record"."trial"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity"."account" ADD CONSTRAINT "account_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "identity"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity"."membership" ADD CONSTRAINT "membership_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "identity"."user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity"."membership" ADD CONSTRAINT "membership_trial_id_trial_id_fk" FOREIGN KEY ("trial_id") REFERENCES "record"."trial"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity"."membership" ADD CONSTRAINT "membership_site_id_site_id_fk" FOREIGN KEY ("site_id") REFERENCES "record"."site"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity"."session" ADD CONSTRAINT "session_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "identity"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "analysis"."outcome" ADD CONSTRAINT "outcome_opening_id_opening_id_fk" FOREIGN KEY ("opening_id") REFERENCES "sealed"."opening"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "analysis"."outcome" ADD CONSTRAINT "analysis_outcome_subject" FOREIGN KEY ("subject_id","trial_id","site_id") REFERENCES "record"."subject"("id","trial_id","site_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sealed"."opening" ADD CONSTRAINT "opening_protocol_id_protocol_id_fk" FOREIGN KEY ("protocol_id") REFERENCES "validation"."protocol"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sealed"."opening" ADD CONSTRAINT "opening_test_set_id_test_set_id_fk" FOREIGN KEY ("test_set_id") REFERENCES "sealed"."test_set"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sealed"."opening" ADD CONSTRAINT "opening_trial_id_trial_id_fk" FOREIGN KEY ("trial_id") REFERENCES "record"."trial"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sealed"."opening" ADD CONSTRAINT "opening_signature_id_signature_id_fk" FOREIGN KEY ("signature_id") REFERENCES "validation"."signature"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record"."adverse_event" ADD CONSTRAINT "adverse_event_subject" FOREIGN KEY ("subject_id","trial_id","site_id") REFERENCES "record"."subject"("id","trial_id","site_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record"."biomarker" ADD CONSTRAINT "biomarker_subject" FOREIGN KEY ("subject_id","trial_id","site_id") REFERENCES "record"."subject"("id","trial_id","site_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record"."lesion" ADD CONSTRAINT "lesion_subject" FOREIGN KEY ("subject_id","trial_id","site_id") REFERENCES "record"."subject"("id","trial_id","site_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record"."measurement" ADD CONSTRAINT "measurement_subject" FOREIGN KEY ("subject_id","trial_id","site_id") REFERENCES "record"."subject"("id","trial_id","site_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record"."measurement" ADD CONSTRAINT "measurement_visit" FOREIGN KEY ("visit_id","subject_id") REFERENCES "record"."visit"("id","subject_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record"."measurement" ADD CONSTRAINT "measurement_lesion" FOREIGN KEY ("lesion_id","subject_id") REFERENCES "record"."lesion"("id","subject_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record"."non_target_assessment" ADD CONSTRAINT "non_target_assessment_subject" FOREIGN KEY ("subject_id","trial_id","site_id") REFERENCES "record"."subject"("id","trial_id","site_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record"."non_target_assessment" ADD CONSTRAINT "non_target_assessment_visit" FOREIGN KEY ("visit_id","subject_id") REFERENCES "record"."visit"("id","subject_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record"."observation" ADD CONSTRAINT "observation_subject" FOREIGN KEY ("subject_id","trial_id","site_id") REFERENCES "record"."subject"("id","trial_id","site_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record"."outcome" ADD CONSTRAINT "outcome_subject" FOREIGN KEY ("subject_id","trial_id","site_id") REFERENCES "record"."subject"("id","trial_id","site_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record"."treatment" ADD CONSTRAINT "treatment_subject" FOREIGN KEY ("subject_id","trial_id","site_id") REFERENCES "record"."subject"("id","trial_id","site_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record"."visit" ADD CONSTRAINT "visit_subject" FOREIGN KEY ("subject_id","trial_id","site_id") REFERENCES "record"."subject"("id","trial_id","site_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record"."image" ADD CONSTRAINT "image_subject" FOREIGN KEY ("subject_id","trial_id","site_id") REFERENCES "record"."subject"("id","trial_id","site_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record"."image" ADD CONSTRAINT "image_visit" FOREIGN KEY ("visit_id","subject_id") REFERENCES "record"."visit"("id","subject_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record"."mask" ADD CONSTRAINT "mask_subject" FOREIGN KEY ("subject_id","trial_id","site_id") REFERENCES "record"."subject"("id","trial_id","site_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record"."mask" ADD CONSTRAINT "mask_image" FOREIGN KEY ("image_id","subject_id") REFERENCES "record"."image"("id","subject_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record"."mask" ADD CONSTRAINT "mask_lesion" FOREIGN KEY ("lesion_id","subject_id") REFERENCES "record"."lesion"("id","subject_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record"."arm" ADD CONSTRAINT "arm_trial_id_trial_id_fk" FOREIGN KEY ("trial_id") REFERENCES "record"."trial"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record"."follow_up" ADD CONSTRAINT "follow_up_subject" FOREIGN KEY ("subject_id","trial_id","site_id") REFERENCES "record"."subject"("id","trial_id","site_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record"."import_run" ADD CONSTRAINT "import_run_trial_id_trial_id_fk" FOREIGN KEY ("trial_id") REFERENCES "record"."trial"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record"."site" ADD CONSTRAINT "site_trial_id_trial_id_fk" FOREIGN KEY ("trial_id") REFERENCES "record"."trial"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record"."subject" ADD CONSTRAINT "subject_site" FOREIGN KEY ("site_id","trial_id") REFERENCES "record"."site"("id","trial_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record"."subject" ADD CONSTRAINT "subject_arm" FOREIGN KEY ("arm_id","trial_id") REFERENCES "record"."arm"("id","trial_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sealed"."member" ADD CONSTRAINT "member_test_set_id_test_set_id_fk" FOREIGN KEY ("test_set_id") REFERENCES "sealed"."test_set"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sealed"."member" ADD CONSTRAINT "member_subject" FOREIGN KEY ("subject_id","trial_id","site_id") REFERENCES "record"."subject"("id","trial_id","site_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sealed"."outcome" ADD CONSTRAINT "sealed_outcome_member" FOREIGN KEY ("test_set_id","subject_id") REFERENCES "sealed"."member"("test_set_id","subject_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sealed"."test_set" ADD CONSTRAINT "test_set_trial_id_trial_id_fk" FOREIGN KEY ("trial_id") REFERENCES "record"."trial"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "validation"."artefact" ADD CONSTRAINT "artefact_protocol_id_protocol_id_fk" FOREIGN KEY ("protocol_id") REFERENCES "validation"."protocol"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "validation"."artefact" ADD CONSTRAINT "artefact_trial_id_trial_id_fk" FOREIGN KEY ("trial_id") REFERENCES "record"."trial"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "validation"."prediction" ADD CONSTRAINT "prediction_protocol_id_protocol_id_fk" FOREIGN KEY ("protocol_id") REFERENCES "validation"."protocol"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "validation"."prediction" ADD CONSTRAINT "prediction_subject" FOREIGN KEY ("subject_id","trial_id","site_id") REFERENCES "record"."subject"("id","trial_id","site_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "validation"."protocol" ADD CONSTRAINT "protocol_parent_id_protocol_id_fk" FOREIGN KEY ("parent_id") REFERENCES "validation"."protocol"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "validation"."protocol" ADD CONSTRAINT "protocol_trial_id_trial_id_fk" FOREIGN KEY ("trial_id") REFERENCES "record"."trial"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "validation"."protocol" ADD CONSTRAINT "protocol_test_set_id_test_set_id_fk" FOREIGN KEY ("test_set_id") REFERENCES "sealed"."test_set"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "validation"."report" ADD CONSTRAINT "report_protocol_id_protocol_id_fk" FOREIGN KEY ("protocol_id") REFERENCES "validation"."protocol"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "validation"."report" ADD CONSTRAINT "report_trial_id_trial_id_fk" FOREIGN KEY ("trial_id") REFERENCES "record"."trial"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "validation"."signature" ADD CONSTRAINT "signature_protocol_id_protocol_id_fk" FOREIGN KEY ("protocol_id") REFERENCES "validation"."protocol"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "validation"."signature" ADD CONSTRAINT "signature_trial_id_trial_id_fk" FOREIGN KEY ("trial_id") REFERENCES "record"."trial"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "validation"."split_assignment" ADD CONSTRAINT "split_assignment_protocol_id_protocol_id_fk" FOREIGN KEY ("protocol_id") REFERENCES "validation"."protocol"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "validation"."split_assignment" ADD CONSTRAINT "split_assignment_subject" FOREIGN KEY ("subject_id","trial_id","site_id") REFERENCES "record"."subject"("id","trial_id","site_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "assessment_current" ON "derived"."assessment" USING btree ("subject_id","criterion") WHERE "derived"."assessment"."current";--> statement-breakpoint
CREATE INDEX "feature_delta_of_subject" ON "derived"."feature_delta" USING btree ("subject_id");--> statement-breakpoint
CREATE INDEX "feature_vector_of_subject" ON "derived"."feature_vector" USING btree ("subject_id");--> statement-breakpoint
CREATE UNIQUE INDEX "flag_key" ON "derived"."flag" USING btree ("subject_id","definition",coalesce("visit_key", ''),"input_hash");--> statement-breakpoint
CREATE INDEX "job_by_time" ON "derived"."job" USING btree ("at");--> statement-breakpoint
CREATE INDEX "account_of_user" ON "identity"."account" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "membership_once" ON "identity"."membership" USING btree ("user_id","trial_id","role",coalesce("site_id", '00000000-0000-0000-0000-000000000000')) WHERE "identity"."membership"."revoked_at" is null;--> statement-breakpoint
CREATE INDEX "membership_of_trial" ON "identity"."membership" USING btree ("trial_id");--> statement-breakpoint
CREATE INDEX "session_of_user" ON "identity"."session" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "verification_of_identifier" ON "identity"."verification" USING btree ("identifier");--> statement-breakpoint
CREATE UNIQUE INDEX "adverse_event_key" ON "record"."adverse_event" USING btree ("subject_id","key") WHERE "record"."adverse_event"."superseded_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "biomarker_key" ON "record"."biomarker" USING btree ("subject_id","code",coalesce("date", '-infinity'::date),coalesce("assay", ''),"ordinal") WHERE "record"."biomarker"."superseded_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "lesion_key" ON "record"."lesion" USING btree ("subject_id","key") WHERE "record"."lesion"."superseded_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "measurement_key" ON "record"."measurement" USING btree ("visit_id","lesion_id","reader","method") WHERE "record"."measurement"."superseded_at" is null;--> statement-breakpoint
CREATE INDEX "measurement_of_subject" ON "record"."measurement" USING btree ("subject_id");--> statement-breakpoint
CREATE INDEX "measurement_of_lesion" ON "record"."measurement" USING btree ("lesion_id");--> statement-breakpoint
CREATE UNIQUE INDEX "non_target_assessment_key" ON "record"."non_target_assessment" USING btree ("visit_id","reader") WHERE "record"."non_target_assessment"."superseded_at" is null;--> statement-breakpoint
CREATE INDEX "non_target_assessment_of_subject" ON "record"."non_target_assessment" USING btree ("subject_id");--> statement-breakpoint
CREATE UNIQUE INDEX "observation_key" ON "record"."observation" USING btree ("subject_id","code","date","ordinal") WHERE "record"."observation"."superseded_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "outcome_key" ON "record"."outcome" USING btree ("subject_id","endpoint") WHERE "record"."outcome"."superseded_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "treatment_key" ON "record"."treatment" USING btree ("subject_id","key") WHERE "record"."treatment"."superseded_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "visit_key" ON "record"."visit" USING btree ("subject_id","key") WHERE "record"."visit"."superseded_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "image_key" ON "record"."image" USING btree ("visit_id","key") WHERE "record"."image"."superseded_at" is null;--> statement-breakpoint
CREATE INDEX "image_subject" ON "record"."image" USING btree ("subject_id");--> statement-breakpoint
CREATE UNIQUE INDEX "mask_key" ON "record"."mask" USING btree ("image_id","lesion_id","author_kind","author") WHERE "record"."mask"."superseded_at" is null;--> statement-breakpoint
CREATE INDEX "mask_subject" ON "record"."mask" USING btree ("subject_id");--> statement-breakpoint
CREATE UNIQUE INDEX "arm_key" ON "record"."arm" USING btree ("trial_id","key") WHERE "record"."arm"."superseded_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "follow_up_of_subject" ON "record"."follow_up" USING btree ("subject_id") WHERE "record"."follow_up"."superseded_at" is null;--> statement-breakpoint
CREATE INDEX "import_run_of_trial" ON "record"."import_run" USING btree ("trial_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "site_key" ON "record"."site" USING btree ("trial_id","key") WHERE "record"."site"."superseded_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "subject_key" ON "record"."subject" USING btree ("trial_id","key") WHERE "record"."subject"."superseded_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "trial_key" ON "record"."trial" USING btree ("key") WHERE "record"."trial"."superseded_at" is null;--> statement-breakpoint
CREATE INDEX "member_subject" ON "sealed"."member" USING btree ("subject_id");--> statement-breakpoint
CREATE UNIQUE INDEX "sealed_outcome_key" ON "sealed"."outcome" USING btree ("test_set_id","subject_id","endpoint") WHERE "sealed"."outcome"."superseded_at" is null;--> statement-breakpoint
CREATE INDEX "artefact_of_protocol" ON "validation"."artefact" USING btree ("protocol_id");--> statement-breakpoint
CREATE INDEX "protocol_of_trial" ON "validation"."protocol" USING btree ("trial_id");--> statement-breakpoint
CREATE INDEX "signature_of_protocol" ON "validation"."signature" USING btree ("protocol_id");