-- Sealed outcomes (validation.md §3.1): stored encrypted by a role that cannot read, opened once by a role that can do
-- nothing else, copied to analysis.outcome in the transaction that records the opening.
--
-- A test set has one key of 32 bytes, kept as two halves (key = half a XOR half b) by two custodians. The database holds
-- neither half, only a check word. The claim is protection against the application's roles; the owner of the database
-- lacks the key.
GRANT USAGE ON SCHEMA crypto TO nadir_sealer, nadir_opener;
--> statement-breakpoint
GRANT USAGE ON SCHEMA validation, analysis, record TO nadir_opener;
--> statement-breakpoint
GRANT SELECT ON sealed.test_set, sealed.member, sealed.opening TO nadir_sealer, nadir_opener;
--> statement-breakpoint
GRANT INSERT, SELECT (id, test_set_id, subject_id, endpoint, version, tag, superseded_at), UPDATE (superseded_at) ON sealed.outcome TO nadir_sealer;
--> statement-breakpoint
GRANT SELECT ON sealed.outcome, validation.signature, validation.split_assignment TO nadir_opener;
--> statement-breakpoint
GRANT SELECT, UPDATE (state) ON validation.protocol TO nadir_opener;
--> statement-breakpoint
GRANT INSERT ON sealed.opening, analysis.outcome TO nadir_opener;
--> statement-breakpoint
CREATE POLICY sealing ON sealed.test_set FOR SELECT TO nadir_sealer, nadir_opener USING (true);
--> statement-breakpoint
CREATE POLICY sealing ON sealed.member FOR SELECT TO nadir_sealer, nadir_opener USING (true);
--> statement-breakpoint
CREATE POLICY sealing ON sealed.opening FOR SELECT TO nadir_sealer, nadir_opener USING (true);
--> statement-breakpoint
CREATE POLICY opening ON sealed.opening FOR INSERT TO nadir_opener WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY sealing ON sealed.outcome TO nadir_sealer USING (true) WITH CHECK (true);
--> statement-breakpoint
-- Readable only inside the transaction that has just recorded an opening of the set.
CREATE POLICY opening ON sealed.outcome FOR SELECT TO nadir_opener
  USING (test_set_id IN (SELECT o.test_set_id FROM sealed.opening o WHERE o.transaction = pg_current_xact_id()::text));
--> statement-breakpoint
CREATE POLICY opening ON validation.protocol TO nadir_opener USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY opening ON validation.signature FOR SELECT TO nadir_opener USING (true);
--> statement-breakpoint
CREATE POLICY opening ON validation.split_assignment FOR SELECT TO nadir_opener USING (true);
--> statement-breakpoint
CREATE POLICY opening ON analysis.outcome FOR INSERT TO nadir_opener WITH CHECK (true);
--> statement-breakpoint
GRANT CREATE ON SCHEMA sealed TO nadir_keeper, nadir_sealer, nadir_opener;
--> statement-breakpoint
SET LOCAL ROLE nadir_keeper;
--> statement-breakpoint
-- Trigger on record.outcome: an outcome that a test set seals goes to the sealed store and nowhere else.
CREATE FUNCTION sealed.refuse_in_the_clear() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.superseded_at IS NULL AND EXISTS (
      SELECT FROM sealed.member m JOIN sealed.test_set t ON t.id = m.test_set_id
       WHERE m.subject_id = NEW.subject_id AND NEW.endpoint = ANY (t.endpoints)) THEN
    PERFORM nadir.refuse('OUTCOME_IS_SEALED', format(
      'The outcome %s of this subject belongs to a sealed test set; store it with sealed.store_outcomes.', NEW.endpoint));
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
-- Trigger on sealed.member: who joins a test set has none of its endpoints recorded in the clear, and the index day
-- stands once a protocol on the set is locked.
CREATE FUNCTION sealed.keep_member() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF to_jsonb(NEW) - 'index_day' IS DISTINCT FROM to_jsonb(OLD) - 'index_day' THEN
      PERFORM nadir.refuse('TEST_SET_FIXED', 'A member of a test set stays in it; only its index day can be corrected.');
    END IF;
    IF NEW.index_day IS DISTINCT FROM OLD.index_day AND EXISTS (
        SELECT FROM validation.protocol p WHERE p.test_set_id = NEW.test_set_id
           AND p.state IN ('locked', 'predicted', 'opened', 'reported', 'archived')) THEN
      PERFORM nadir.refuse('TEST_SET_FIXED', 'The index day of a test subject cannot change once a protocol on its set is locked.');
    END IF;
    RETURN NEW;
  END IF;
  IF NOT EXISTS (SELECT FROM sealed.test_set t WHERE t.id = NEW.test_set_id AND t.trial_id = NEW.trial_id) THEN
    PERFORM nadir.refuse('TEST_SET_TRIAL', 'A test set has members of its own trial only.');
  END IF;
  IF EXISTS (SELECT FROM record.outcome o JOIN sealed.test_set t ON t.id = NEW.test_set_id
              WHERE o.subject_id = NEW.subject_id AND o.endpoint = ANY (t.endpoints)) THEN
    PERFORM nadir.refuse('OUTCOME_IN_THE_CLEAR',
      'A subject whose outcome already stands in the record in the clear cannot join a sealed test set.');
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION sealed.refuse_in_the_clear(), sealed.keep_member() TO nadir_owner;
--> statement-breakpoint
SET LOCAL ROLE nadir_sealer;
--> statement-breakpoint
-- The check word of a key: the same computation as the seam's.
CREATE FUNCTION sealed.key_check(key bytea) RETURNS text
LANGUAGE sql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp
RETURN encode(sha256(convert_to('nadir.sealed.key-check/1', 'UTF8') || key), 'hex');
--> statement-breakpoint
-- Stores outcomes: `outcomes` is an array of {subjectId, endpoint, timeDays?, event?, value?}. A changed one becomes a
-- new version; an equal one changes nothing. Without the key nothing can be stored, so nobody can probe by storing.
CREATE FUNCTION sealed.store_outcomes(test_set uuid, outcomes jsonb, key bytea, OUT added int, OUT changed int, OUT unchanged int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  s sealed.test_set;
  o jsonb;
  subject uuid;
  content text;
  new_tag text;
  old record;
BEGIN
  added := 0; changed := 0; unchanged := 0;
  SELECT * INTO s FROM sealed.test_set t WHERE t.id = test_set;
  IF s.id IS NULL OR s.key_check <> sealed.key_check(key) THEN
    PERFORM nadir.refuse('SEAL_KEY_WRONG', 'The key does not belong to this test set.');
  END IF;
  FOR o IN SELECT * FROM jsonb_array_elements(outcomes) LOOP
    subject := (o ->> 'subjectId')::uuid;
    IF NOT EXISTS (SELECT FROM sealed.member m WHERE m.test_set_id = s.id AND m.subject_id = subject) THEN
      PERFORM nadir.refuse('NOT_A_TEST_SUBJECT', 'An outcome was given for a subject that is not in the test set.');
    END IF;
    IF NOT (o ->> 'endpoint') = ANY (s.endpoints) THEN
      PERFORM nadir.refuse('ENDPOINT_NOT_SEALED', format('The test set does not seal the endpoint %s.', o ->> 'endpoint'));
    END IF;
    content := nadir.canonical(jsonb_strip_nulls(jsonb_build_object('event', o -> 'event', 'timeDays', o -> 'timeDays', 'value', o -> 'value')));
    new_tag := encode(crypto.hmac(convert_to(subject::text || E'\n' || (o ->> 'endpoint') || E'\n' || content, 'UTF8'), key, 'sha256'), 'hex');
    SELECT q.id, q.tag, q.version INTO old FROM sealed.outcome q
     WHERE q.test_set_id = s.id AND q.subject_id = subject AND q.endpoint = o ->> 'endpoint' AND q.superseded_at IS NULL;
    IF old.tag = new_tag THEN
      unchanged := unchanged + 1;
      CONTINUE;
    END IF;
    IF EXISTS (SELECT FROM sealed.opening p WHERE p.test_set_id = s.id) THEN
      PERFORM nadir.refuse('ALREADY_OPENED', 'The test set has been opened; its outcomes can no longer be added to or changed.');
    END IF;
    IF old.id IS NOT NULL THEN
      UPDATE sealed.outcome SET superseded_at = now() WHERE id = old.id;
      changed := changed + 1;
    ELSE
      added := added + 1;
    END IF;
    -- Padded to 256 bytes, so that the length of the cipher text says nothing. The key is random, so no key stretching.
    INSERT INTO sealed.outcome (test_set_id, subject_id, endpoint, version, payload, tag)
    VALUES (s.id, subject, o ->> 'endpoint', coalesce(old.version, 0) + 1,
            crypto.pgp_sym_encrypt(rpad(content, greatest(256, octet_length(content))), encode(key, 'hex'),
              'cipher-algo=aes256, compress-algo=0, s2k-mode=1, s2k-digest-algo=sha256'),
            new_tag);
  END LOOP;
END
$$;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION sealed.store_outcomes(uuid, jsonb, bytea) TO nadir_outcome_writer;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION sealed.key_check(bytea) TO nadir_opener;
--> statement-breakpoint
SET LOCAL ROLE nadir_opener;
--> statement-breakpoint
CREATE FUNCTION sealed.joined_key(half_a bytea, half_b bytea) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  key bytea := half_a;
BEGIN
  IF octet_length(half_a) <> 32 OR octet_length(half_b) <> 32 THEN
    PERFORM nadir.refuse('SEAL_KEY_WRONG', 'Each half of a key has 32 bytes.');
  END IF;
  FOR i IN 0..31 LOOP
    key := set_byte(key, i, get_byte(half_a, i) # get_byte(half_b, i));
  END LOOP;
  RETURN key;
END
$$;
--> statement-breakpoint
-- Opens a protocol, once. Verifies everything again inside this transaction, records the opening, copies the outcomes of
-- the test subjects to analysis.outcome and returns the opening's id; refuses otherwise, having changed nothing.
CREATE FUNCTION sealed.open_protocol(protocol uuid, signature uuid, key_half_a bytea, key_half_b bytea) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  p validation.protocol;
  s sealed.test_set;
  signed record;
  broken record;
  key text;
  opening uuid := gen_random_uuid();
  times int;
BEGIN
  -- Whoever opens waits here for whoever opens, but not for a signature, which waits for the log.
  SELECT * INTO p FROM validation.protocol q WHERE q.id = protocol FOR NO KEY UPDATE;
  IF p.id IS NULL THEN
    PERFORM nadir.refuse('PROTOCOL_UNKNOWN', 'There is no such protocol.');
  END IF;
  IF p.state IN ('opened', 'reported', 'archived')
     OR EXISTS (SELECT FROM sealed.opening o WHERE o.family = p.family AND o.test_set_id = p.test_set_id) THEN
    PERFORM nadir.refuse('ALREADY_OPENED', format('The test set has been opened for the protocol %s; outcomes are opened once.', p.family));
  END IF;
  IF p.state = 'locked' THEN
    PERFORM nadir.refuse('PREDICTIONS_INCOMPLETE', 'The predictions are not committed yet; a protocol is opened from the state predicted.');
  ELSIF p.state <> 'predicted' THEN
    PERFORM nadir.refuse('NOT_LOCKED', format('A protocol is opened from the state predicted; this one is %s.', p.state));
  END IF;
  PERFORM validation.require_signed_text(p);
  PERFORM validation.require_whole_test_set(p);
  PERFORM validation.require_all_predictions(p);
  IF validation.split_hash(p.id) <> p.split_hash THEN
    PERFORM nadir.refuse('PLAN_CHANGED_AFTER_LOCK', 'The split is not the one that was frozen at the lock.');
  END IF;
  IF validation.prediction_hash(p.id) <> p.prediction_hash THEN
    PERFORM nadir.refuse('PLAN_CHANGED_AFTER_LOCK', 'The predictions are not those that were committed.');
  END IF;
  SELECT * INTO signed FROM validation.signature g WHERE g.id = signature;
  IF signed.id IS NULL OR signed.protocol_id <> p.id OR signed.meaning <> 'open outcomes' OR signed.document_hash <> p.canonical_hash
     OR signed.person_id <> nadir.actor() THEN
    PERFORM nadir.refuse('SIGNATURE_MISSING', 'Opening needs a signature ''open outcomes'' over this protocol by the person who opens it.');
  END IF;
  SELECT * INTO broken FROM audit.first_break();
  IF broken.seq IS NOT NULL THEN
    PERFORM nadir.refuse('LOG_CHAIN_BROKEN', format('The audit chain does not hold at event %s: %s.', broken.seq, broken.why));
  END IF;
  -- One opening of a set at a time, so that the count of openings is right.
  PERFORM pg_advisory_xact_lock(7814202, hashtext(p.test_set_id::text));
  SELECT * INTO s FROM sealed.test_set t WHERE t.id = p.test_set_id;
  IF s.key_check <> sealed.key_check(sealed.joined_key(key_half_a, key_half_b)) THEN
    PERFORM nadir.refuse('SEAL_KEY_WRONG', 'The two halves do not make the key of this test set.');
  END IF;
  key := encode(sealed.joined_key(key_half_a, key_half_b), 'hex');
  SELECT count(*) + 1 INTO times FROM sealed.opening o WHERE o.test_set_id = s.id;
  BEGIN
    INSERT INTO sealed.opening (id, protocol_id, family, test_set_id, trial_id, signature_id, reuse, protocol_hash, split_hash,
                                prediction_hash, opened_by, transaction)
    VALUES (opening, p.id, p.family, s.id, p.trial_id, signature, times, p.canonical_hash, p.split_hash, p.prediction_hash,
            nadir.actor(), pg_current_xact_id()::text);
  EXCEPTION WHEN unique_violation THEN
    PERFORM nadir.refuse('ALREADY_OPENED', format('The test set has been opened for the protocol %s; outcomes are opened once.', p.family));
  END;
  UPDATE validation.protocol SET state = 'opened' WHERE id = p.id;
  INSERT INTO analysis.outcome (opening_id, trial_id, site_id, subject_id, endpoint, time_days, event, value)
  SELECT opening, a.trial_id, a.site_id, a.subject_id, o.endpoint,
         (c.content ->> 'timeDays')::double precision, (c.content ->> 'event')::boolean, c.content ->> 'value'
    FROM sealed.outcome o
    JOIN validation.split_assignment a ON a.protocol_id = p.id AND a.subject_id = o.subject_id AND a."set" = 'test'
    CROSS JOIN LATERAL (SELECT crypto.pgp_sym_decrypt(o.payload, key)::jsonb AS content) c
   WHERE o.test_set_id = s.id AND o.superseded_at IS NULL;
  PERFORM audit.drain();
  PERFORM audit.chain(nadir.actor(), 'opened', 'validation.protocol/' || p.id, nadir.canonical(jsonb_build_object(
    'family', p.family, 'opening', opening, 'predictionHash', p.prediction_hash, 'protocolHash', p.canonical_hash,
    'reuse', times, 'splitHash', p.split_hash, 'testSet', s.id, 'trial', p.trial_id)));
  RETURN opening;
END
$$;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION sealed.open_protocol(uuid, uuid, bytea, bytea) TO nadir_unsealer;
--> statement-breakpoint
SET LOCAL ROLE nadir_owner;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA sealed FROM nadir_keeper, nadir_sealer, nadir_opener;
--> statement-breakpoint
CREATE TRIGGER sealed_elsewhere BEFORE INSERT OR UPDATE ON record.outcome
  FOR EACH ROW EXECUTE FUNCTION sealed.refuse_in_the_clear();
--> statement-breakpoint
CREATE TRIGGER keep_member BEFORE INSERT OR UPDATE ON sealed.member FOR EACH ROW EXECUTE FUNCTION sealed.keep_member();
