-- Corrections as versions: an UPDATE keeps the former row, a DELETE does not exist.
CREATE FUNCTION record.stamp() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.superseded_at IS NOT NULL THEN
    -- Only record.keep_version, itself a trigger, writes a former version.
    IF pg_trigger_depth() = 1 THEN
      PERFORM nadir.refuse('VERSION_FORGED', format('A new row of %s.%s cannot begin as a superseded one.', TG_TABLE_SCHEMA, TG_TABLE_NAME));
    END IF;
    RETURN NEW;
  END IF;
  NEW.version := 1;
  NEW.recorded_at := now();
  -- nadir.actor(), written out: this runs once a row of an import.
  NEW.recorded_by := coalesce(nullif(current_setting('app.person_id', true), ''), 'database:' || session_user);
  NEW.superseded_by := NULL;
  NEW.reason := NULL;
  RETURN NEW;
END
$$;
--> statement-breakpoint
-- Fires, before keep_version, only where the statement names a reason: the reason of the version before is no reason for
-- this one. The mark tells keep_version, which takes it off.
CREATE FUNCTION record.mark_reason() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  NEW.reason := E'\x01' || NEW.reason;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE FUNCTION record.keep_version() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  place text := TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME;
  before jsonb := to_jsonb(OLD);
  after jsonb := to_jsonb(NEW);
  fixed text;
  former record;
BEGIN
  IF OLD.superseded_at IS NOT NULL THEN
    PERFORM nadir.refuse('VERSION_SUPERSEDED', format('This row of %s is a superseded version and stays as it is; correct the live one.', place));
  END IF;
  NEW.reason := CASE WHEN starts_with(NEW.reason, E'\x01') THEN substr(NEW.reason, 2) END;
  IF coalesce(btrim(NEW.reason), '') = '' THEN
    PERFORM nadir.refuse('REASON_MISSING', format('A correction of %s needs a reason.', place));
  END IF;
  FOREACH fixed IN ARRAY ARRAY['id', 'trial_id', 'site_id', 'subject_id', 'visit_id', 'lesion_id', 'image_id'] LOOP
    IF before -> fixed IS DISTINCT FROM after -> fixed THEN
      PERFORM nadir.refuse('IDENTITY_CHANGED', format(
        'A correction cannot change %s of %s: retract the row and record a new one.', fixed, place));
    END IF;
  END LOOP;
  former := OLD;
  former.id := gen_random_uuid();
  former.superseded_at := now();
  former.superseded_by := OLD.id;
  EXECUTE format('INSERT INTO %I.%I SELECT ($1).*', TG_TABLE_SCHEMA, TG_TABLE_NAME) USING former;
  NEW.version := OLD.version + 1;
  NEW.recorded_at := now();
  NEW.recorded_by := nadir.actor();
  NEW.superseded_by := NULL;
  -- A retraction: the last version, superseded by nothing.
  NEW.superseded_at := CASE WHEN NEW.superseded_at IS NOT NULL THEN now() END;
  RETURN NEW;
END
$$;
--> statement-breakpoint
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['trial', 'site', 'arm', 'subject', 'follow_up', 'visit', 'lesion', 'measurement',
    'non_target_assessment', 'observation', 'biomarker', 'treatment', 'adverse_event', 'outcome', 'image', 'mask'] LOOP
    EXECUTE format('CREATE TRIGGER stamp BEFORE INSERT ON record.%I FOR EACH ROW EXECUTE FUNCTION record.stamp()', name);
    EXECUTE format('CREATE TRIGGER a_reason_is_named BEFORE UPDATE OF reason ON record.%I FOR EACH ROW EXECUTE FUNCTION record.mark_reason()', name);
    EXECUTE format('CREATE TRIGGER keep_version BEFORE UPDATE ON record.%I FOR EACH ROW EXECUTE FUNCTION record.keep_version()', name);
    EXECUTE format('CREATE TRIGGER no_removal BEFORE DELETE ON record.%I FOR EACH ROW EXECUTE FUNCTION nadir.refuse_change()', name);
    EXECUTE format('CREATE TRIGGER no_removal_whole BEFORE TRUNCATE ON record.%I FOR EACH STATEMENT EXECUTE FUNCTION nadir.refuse_change()', name);
    EXECUTE format('ALTER TABLE record.%I ADD CONSTRAINT %I CHECK (content_hash ~ ''^[0-9a-f]{64}$'')', name, name || '_content_hash');
    EXECUTE format('CREATE INDEX %I ON record.%I (superseded_by) WHERE superseded_by IS NOT NULL', name || '_former_versions', name);
  END LOOP;
  -- Append-only altogether.
  FOREACH name IN ARRAY ARRAY['record.import_run', 'validation.artefact', 'validation.signature', 'validation.prediction',
    'validation.report', 'sealed.test_set', 'sealed.opening', 'analysis.outcome'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION nadir.refuse_change()', name);
    EXECUTE format('CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION nadir.refuse_change()', name);
  END LOOP;
  -- Rows change in named ways only (see their own triggers), but are never removed.
  FOREACH name IN ARRAY ARRAY['identity.membership', 'sealed.member', 'sealed.outcome', 'validation.protocol', 'derived.feature_vector',
    'derived.feature_delta', 'derived.assessment', 'derived.flag'] LOOP
    EXECUTE format('CREATE TRIGGER no_removal BEFORE DELETE ON %s FOR EACH ROW EXECUTE FUNCTION nadir.refuse_change()', name);
    EXECUTE format('CREATE TRIGGER no_removal_whole BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION nadir.refuse_change()', name);
  END LOOP;
END
$$;
--> statement-breakpoint
CREATE TRIGGER no_removal_whole BEFORE TRUNCATE ON validation.split_assignment
  FOR EACH STATEMENT EXECUTE FUNCTION nadir.refuse_change();
--> statement-breakpoint
-- Computed rows: `current` may change, nothing else.
CREATE FUNCTION derived.only_current() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF to_jsonb(NEW) - 'current' IS DISTINCT FROM to_jsonb(OLD) - 'current' THEN
    PERFORM nadir.refuse('COMPUTED_ROW', format('A row of %s.%s is computed, not edited: compute it again.', TG_TABLE_SCHEMA, TG_TABLE_NAME));
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['feature_vector', 'feature_delta', 'assessment', 'flag'] LOOP
    EXECUTE format('CREATE TRIGGER only_current BEFORE UPDATE ON derived.%I FOR EACH ROW EXECUTE FUNCTION derived.only_current()', name);
  END LOOP;
END
$$;
--> statement-breakpoint
-- The subject as the domain knows it: both parts together, live rows only, under the reader's own rights.
CREATE VIEW record.subject_whole WITH (security_invoker = true) AS
SELECT s.id, s.trial_id, s.site_id, s.arm_id, s.key, s.treatment_start, s.sex, s.age_years,
       f.treatment_failure_on, f.death_on, f.last_contact_on,
       s.document || coalesce(f.document, '{}') AS document
  FROM record.subject s
  LEFT JOIN record.follow_up f ON f.subject_id = s.id AND f.superseded_at IS NULL
 WHERE s.superseded_at IS NULL;
