-- The life of a protocol (validation.md §1.1), held by the database: which state may follow which, what each step needs,
-- and that from the lock on nothing but the state changes.
GRANT CREATE ON SCHEMA validation TO nadir_keeper;
--> statement-breakpoint
ALTER TABLE validation.report ADD CONSTRAINT report_opening FOREIGN KEY (opening_id) REFERENCES sealed.opening (id);
--> statement-breakpoint
SET LOCAL ROLE nadir_keeper;
--> statement-breakpoint
-- Hash of the frozen split: SHA-256 over the lines `subject id, tab, set`, sorted by subject id.
CREATE FUNCTION validation.split_hash(protocol uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
RETURN (SELECT nadir.sha256_hex(coalesce(string_agg(a.subject_id::text || E'\t' || a."set", E'\n' ORDER BY a.subject_id), ''))
          FROM validation.split_assignment a WHERE a.protocol_id = protocol);
--> statement-breakpoint
-- Hash of the committed predictions: SHA-256 over the lines `subject id, tab, value or empty, tab, reason or empty`.
CREATE FUNCTION validation.prediction_hash(protocol uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
RETURN (SELECT nadir.sha256_hex(coalesce(string_agg(p.subject_id::text || E'\t' || coalesce(p.value::text, '') || E'\t'
                 || coalesce(p.not_computable_reason, ''), E'\n' ORDER BY p.subject_id), ''))
          FROM validation.prediction p WHERE p.protocol_id = protocol);
--> statement-breakpoint
-- Refuses unless the text is the one that was hashed, and two different persons signed that hash.
CREATE FUNCTION validation.require_signed_text(p validation.protocol) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  author text[];
  approver text[];
BEGIN
  IF nadir.sha256_hex(p.canonical) <> p.canonical_hash OR p.canonical::jsonb <> p.document THEN
    PERFORM nadir.refuse('PLAN_CHANGED_AFTER_LOCK', 'The protocol is not the text that was hashed: document, canonical text and hash must agree.');
  END IF;
  SELECT array_agg(s.person_id) FILTER (WHERE s.meaning = 'authored'),
         array_agg(s.person_id) FILTER (WHERE s.meaning = 'approved for locking')
    INTO author, approver
    FROM validation.signature s WHERE s.protocol_id = p.id AND s.document_hash = p.canonical_hash;
  IF author IS NULL OR approver IS NULL THEN
    PERFORM nadir.refuse('SIGNATURE_MISSING', format(
      'The signature meaning ''%s'' is missing; the author and an independent statistician must both have signed this very text.',
      CASE WHEN author IS NULL THEN 'authored' ELSE 'approved for locking' END));
  END IF;
  IF NOT EXISTS (SELECT FROM unnest(author) a, unnest(approver) b WHERE a <> b) THEN
    PERFORM nadir.refuse('SIGNER_NOT_INDEPENDENT', 'The approving signature must come from another person than the author.');
  END IF;
END
$$;
--> statement-breakpoint
-- Refuses unless the subjects whose outcomes are sealed and the test subjects of the split are the same people.
CREATE FUNCTION validation.require_whole_test_set(p validation.protocol) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  n bigint;
BEGIN
  SELECT count(*) INTO n FROM validation.split_assignment a
    JOIN sealed.member m ON m.subject_id = a.subject_id
   WHERE a.protocol_id = p.id AND m.test_set_id = p.test_set_id AND a."set" IN ('training', 'tuning');
  IF n > 0 THEN
    PERFORM nadir.refuse('SUBJECT_IN_BOTH_SETS', format('%s sealed subject(s) stand in training or tuning; a subject stands in one set only.', n));
  END IF;
  SELECT count(*) INTO n FROM validation.split_assignment a
   WHERE a.protocol_id = p.id AND a."set" = 'test'
     AND NOT EXISTS (SELECT FROM sealed.member m WHERE m.test_set_id = p.test_set_id AND m.subject_id = a.subject_id);
  IF n > 0 THEN
    PERFORM nadir.refuse('TEST_SUBJECT_NOT_SEALED', format('%s test subject(s) are not in the protocol''s sealed test set; their outcomes are not sealed.', n));
  END IF;
  IF NOT EXISTS (SELECT FROM validation.split_assignment a WHERE a.protocol_id = p.id AND a."set" = 'test') THEN
    PERFORM nadir.refuse('SPLIT_EMPTY', 'The split names no test subject.');
  END IF;
END
$$;
--> statement-breakpoint
-- Refuses unless every test subject has a prediction, or a reason for having none, and nobody else has.
CREATE FUNCTION validation.require_all_predictions(p validation.protocol) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  missing bigint;
BEGIN
  SELECT count(*) INTO missing FROM validation.split_assignment a
   WHERE a.protocol_id = p.id AND a."set" = 'test'
     AND NOT EXISTS (SELECT FROM validation.prediction q WHERE q.protocol_id = p.id AND q.subject_id = a.subject_id);
  IF missing > 0 THEN
    PERFORM nadir.refuse('PREDICTIONS_INCOMPLETE', format(
      '%s test subject(s) have neither a prediction nor a reason why none can be computed.', missing));
  END IF;
END
$$;
--> statement-breakpoint
CREATE FUNCTION validation.keep_protocol() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  free constant text[] := ARRAY['state', 'locked_at', 'predicted_at', 'opened_at', 'reported_at', 'split_hash', 'prediction_hash'];
BEGIN
  -- What the database sets, a client does not.
  NEW.locked_at := OLD.locked_at;
  NEW.predicted_at := OLD.predicted_at;
  NEW.opened_at := OLD.opened_at;
  NEW.reported_at := OLD.reported_at;
  NEW.split_hash := OLD.split_hash;
  NEW.prediction_hash := OLD.prediction_hash;
  IF (NEW.id, NEW.family, NEW.version, NEW.trial_id) IS DISTINCT FROM (OLD.id, OLD.family, OLD.version, OLD.trial_id) THEN
    PERFORM nadir.refuse('PROTOCOL_IDENTITY', 'A protocol keeps its family, version and trial: write a new version.');
  END IF;
  IF OLD.state <> 'draft' AND to_jsonb(NEW) - free IS DISTINCT FROM to_jsonb(OLD) - free THEN
    PERFORM nadir.refuse('PLAN_CHANGED_AFTER_LOCK', format('The protocol is %s: its text can no longer be changed. Amend it as a new version.', OLD.state));
  END IF;
  IF NEW.state = OLD.state THEN
    RETURN NEW;
  END IF;
  -- An amended or voided draft needs no signatures; every other step is in this table.
  IF NOT (OLD.state, NEW.state) IN (('draft', 'locked'), ('locked', 'predicted'), ('predicted', 'opened'), ('opened', 'reported'),
      ('reported', 'archived'), ('draft', 'amended'), ('locked', 'amended'), ('predicted', 'amended'),
      ('draft', 'void'), ('locked', 'void'), ('predicted', 'void')) THEN
    PERFORM nadir.refuse(CASE WHEN OLD.state IN ('opened', 'reported', 'archived') AND NEW.state IN ('locked', 'predicted', 'opened')
                              THEN 'ALREADY_OPENED' ELSE 'NOT_LOCKED' END,
      format('A protocol does not go from %s to %s.', OLD.state, NEW.state));
  END IF;
  CASE NEW.state
    WHEN 'locked' THEN
      PERFORM validation.require_signed_text(NEW);
      PERFORM validation.require_whole_test_set(NEW);
      NEW.split_hash := validation.split_hash(NEW.id);
      NEW.locked_at := now();
    WHEN 'predicted' THEN
      PERFORM validation.require_all_predictions(NEW);
      NEW.prediction_hash := validation.prediction_hash(NEW.id);
      NEW.predicted_at := now();
    WHEN 'opened' THEN
      NEW.opened_at := now();
    WHEN 'reported' THEN
      IF NOT EXISTS (SELECT FROM validation.report r WHERE r.protocol_id = NEW.id) THEN
        PERFORM nadir.refuse('REPORT_MISSING', 'A protocol is reported once its report is stored.');
      END IF;
      NEW.reported_at := now();
    ELSE NULL;
  END CASE;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE FUNCTION validation.begin_as_draft() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.state <> 'draft' THEN
    PERFORM nadir.refuse('NOT_LOCKED', format('A protocol begins as a draft, not as %s.', NEW.state));
  END IF;
  NEW.locked_at := NULL;
  NEW.predicted_at := NULL;
  NEW.opened_at := NULL;
  NEW.reported_at := NULL;
  NEW.split_hash := NULL;
  NEW.prediction_hash := NULL;
  NEW.created_at := now();
  NEW.created_by := nadir.actor();
  RETURN NEW;
END
$$;
--> statement-breakpoint
-- Trigger for what hangs on a protocol: refused unless the protocol is in the state named by the argument.
CREATE FUNCTION validation.only_while() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  p record;
  of_protocol uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.protocol_id ELSE NEW.protocol_id END;
BEGIN
  SELECT q.state, q.trial_id INTO p FROM validation.protocol q WHERE q.id = of_protocol FOR SHARE;
  IF p.state IS DISTINCT FROM TG_ARGV[0] THEN
    PERFORM nadir.refuse(TG_ARGV[1], format('%s.%s takes rows only while its protocol is %s; it is %s.',
      TG_TABLE_SCHEMA, TG_TABLE_NAME, TG_ARGV[0], coalesce(p.state, 'not there')));
  END IF;
  IF TG_OP = 'DELETE' THEN
    RETURN OLD;
  END IF;
  IF NEW.trial_id <> p.trial_id OR TG_OP = 'UPDATE' AND NEW.protocol_id <> OLD.protocol_id THEN
    PERFORM nadir.refuse('PROTOCOL_IDENTITY', 'A row stays with its protocol and the protocol''s trial.');
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE FUNCTION validation.only_test_subjects() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM validation.split_assignment a
                  WHERE a.protocol_id = NEW.protocol_id AND a.subject_id = NEW.subject_id AND a."set" = 'test') THEN
    PERFORM nadir.refuse('PREDICTION_OUTSIDE_TEST_SET', 'Predictions are committed for the test subjects of the frozen split, and for nobody else.');
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
-- A signature is the acting person's own, in a role the person holds, over the text as it stands; the log is its receipt.
CREATE FUNCTION validation.sign() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  p record;
  receipt record;
BEGIN
  SELECT q.canonical_hash, q.trial_id INTO p FROM validation.protocol q WHERE q.id = NEW.protocol_id;
  NEW.person_id := nadir.actor();
  NEW.at := now();
  NEW.trial_id := p.trial_id;
  IF NOT EXISTS (SELECT FROM identity.membership m WHERE m.user_id = NEW.person_id AND m.trial_id = p.trial_id
                  AND m.role = NEW.person_role AND m.revoked_at IS NULL) THEN
    PERFORM nadir.refuse('SIGNER_ROLE', format('%s does not hold the role %s in this trial and cannot sign in it.', NEW.person_id, NEW.person_role));
  END IF;
  IF NEW.document_hash IS DISTINCT FROM p.canonical_hash THEN
    PERFORM nadir.refuse('PLAN_CHANGED_AFTER_LOCK', 'The hash that was signed is not that of the protocol as it stands.');
  END IF;
  PERFORM audit.drain();
  SELECT c.seq, c.hash INTO receipt FROM audit.chain(NEW.person_id, 'signed', 'validation.protocol/' || NEW.protocol_id,
    nadir.canonical(jsonb_build_object('documentHash', NEW.document_hash, 'meaning', NEW.meaning, 'role', NEW.person_role,
      'signature', NEW.id, 'trial', p.trial_id))) c;
  NEW.audit_seq := receipt.seq;
  NEW.audit_hash := receipt.hash;
  RETURN NEW;
END
$$;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION validation.keep_protocol(), validation.begin_as_draft(), validation.only_while(),
  validation.only_test_subjects(), validation.sign() TO nadir_owner;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION validation.split_hash(uuid), validation.prediction_hash(uuid),
  validation.require_signed_text(validation.protocol), validation.require_whole_test_set(validation.protocol),
  validation.require_all_predictions(validation.protocol) TO nadir_opener;
--> statement-breakpoint
SET LOCAL ROLE nadir_owner;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA validation FROM nadir_keeper;
--> statement-breakpoint
-- FOR SHARE of only_while needs the right to lock the row.
GRANT UPDATE (state) ON validation.protocol TO nadir_keeper;
--> statement-breakpoint
CREATE POLICY kept_locked ON validation.protocol FOR UPDATE TO nadir_keeper USING (true) WITH CHECK (false);
--> statement-breakpoint
-- Only sealed.open_protocol, running as nadir_opener, opens. (Rights of the caller: no SECURITY DEFINER here.)
CREATE FUNCTION validation.only_opener_opens() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.state = 'opened' AND OLD.state <> 'opened' AND current_user <> 'nadir_opener' THEN
    PERFORM nadir.refuse('NOT_LOCKED', 'A protocol is opened by sealed.open_protocol and by nothing else.');
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER begin_as_draft BEFORE INSERT ON validation.protocol FOR EACH ROW EXECUTE FUNCTION validation.begin_as_draft();
--> statement-breakpoint
CREATE TRIGGER keep_protocol BEFORE UPDATE ON validation.protocol FOR EACH ROW EXECUTE FUNCTION validation.keep_protocol();
--> statement-breakpoint
CREATE TRIGGER only_opener_opens BEFORE UPDATE ON validation.protocol FOR EACH ROW EXECUTE FUNCTION validation.only_opener_opens();
--> statement-breakpoint
CREATE TRIGGER split_frozen BEFORE INSERT OR UPDATE OR DELETE ON validation.split_assignment
  FOR EACH ROW EXECUTE FUNCTION validation.only_while('draft', 'PLAN_CHANGED_AFTER_LOCK');
--> statement-breakpoint
CREATE TRIGGER while_draft BEFORE INSERT ON validation.artefact
  FOR EACH ROW EXECUTE FUNCTION validation.only_while('draft', 'PLAN_CHANGED_AFTER_LOCK');
--> statement-breakpoint
CREATE TRIGGER while_locked BEFORE INSERT ON validation.prediction
  FOR EACH ROW EXECUTE FUNCTION validation.only_while('locked', 'NOT_LOCKED');
--> statement-breakpoint
CREATE TRIGGER only_test_subjects BEFORE INSERT ON validation.prediction
  FOR EACH ROW EXECUTE FUNCTION validation.only_test_subjects();
--> statement-breakpoint
CREATE TRIGGER while_opened BEFORE INSERT ON validation.report
  FOR EACH ROW EXECUTE FUNCTION validation.only_while('opened', 'NOT_LOCKED');
--> statement-breakpoint
CREATE TRIGGER sign BEFORE INSERT ON validation.signature FOR EACH ROW EXECUTE FUNCTION validation.sign();
