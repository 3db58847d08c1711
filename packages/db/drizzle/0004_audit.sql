-- The append-only log with a hash chain.
--
-- A change of an audited table leaves one line a statement in audit.pending; the transaction's lines join the chain at
-- its commit, in order. So the lock on the chain is the last one a transaction takes and is held only while it commits.
GRANT SELECT, INSERT ON audit.event TO nadir_keeper;
--> statement-breakpoint
GRANT SELECT, UPDATE ON audit.head TO nadir_keeper;
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON audit.pending TO nadir_keeper;
--> statement-breakpoint
ALTER TABLE audit.pending SET UNLOGGED;
--> statement-breakpoint
INSERT INTO audit.head (seq, hash) VALUES (0, repeat('0', 64));
--> statement-breakpoint
ALTER TABLE audit.head ADD CONSTRAINT head_is_one_row CHECK (one);
--> statement-breakpoint
GRANT CREATE ON SCHEMA audit TO nadir_keeper;
--> statement-breakpoint
SET LOCAL ROLE nadir_keeper;
--> statement-breakpoint
CREATE FUNCTION audit.event_hash(seq bigint, at timestamptz, actor text, action text, object text, payload_hash text, prev_hash text)
RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
RETURN nadir.sha256_hex(
  '{"action":' || to_json(action)::text || ',"actor":' || to_json(actor)::text || ',"object":' || to_json(object)::text
  || ',"payload_hash":"' || payload_hash || '","prev_hash":"' || prev_hash || '","seq":' || seq::text
  || ',"time":"' || to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '"}');
--> statement-breakpoint
-- One event at the end of the chain. First the lock, then the number, then the last hash: no gap, no fork.
CREATE FUNCTION audit.chain(new_actor text, new_action text, new_object text, new_payload text, OUT seq bigint, OUT hash text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  last record;
  now_at timestamptz;
  digest text := nadir.sha256_hex(new_payload);
  trial text := new_payload::jsonb ->> 'trial';
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    PERFORM nadir.refuse('AUDIT_ISOLATION', format(
      'The log is written under READ COMMITTED only, because a transaction must see the last event; this one is %s.',
      upper(current_setting('transaction_isolation'))));
  END IF;
  PERFORM pg_advisory_xact_lock(7814202, 1);
  SELECT h.seq, h.hash INTO STRICT last FROM audit.head h;
  seq := coalesce((SELECT max(e.seq) FROM audit.event e), 0) + 1;
  now_at := clock_timestamp();
  hash := audit.event_hash(seq, now_at, new_actor, new_action, new_object, digest, last.hash);
  INSERT INTO audit.event (seq, at, actor, action, object, trial_id, payload, payload_hash, prev_hash, hash)
  VALUES (seq, now_at, new_actor, new_action, new_object,
          CASE WHEN trial ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN trial::uuid END,
          new_payload, digest, last.hash, hash);
  UPDATE audit.head SET seq = chain.seq, hash = chain.hash;
END
$$;
--> statement-breakpoint
-- Moves this transaction's pending lines into the chain, in order.
CREATE FUNCTION audit.drain() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  line record;
BEGIN
  FOR line IN WITH taken AS (DELETE FROM audit.pending p WHERE p.transaction = pg_current_xact_id()::text RETURNING p.*)
              SELECT * FROM taken ORDER BY id LOOP
    PERFORM audit.chain(line.actor, line.action, line.object, line.payload);
  END LOOP;
END
$$;
--> statement-breakpoint
CREATE FUNCTION audit.drain_at_commit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM audit.drain();
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE FUNCTION audit.note(new_action text, new_object text, new_payload text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  INSERT INTO audit.pending (transaction, actor, action, object, payload)
  VALUES (pg_current_xact_id()::text, nadir.actor(), new_action, new_object, new_payload)
$$;
--> statement-breakpoint
-- What the application says in words of its own. Actions that only the database may speak of are refused here.
CREATE FUNCTION audit.append(action text, object text, payload text, OUT seq bigint, OUT hash text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF action IN ('inserted', 'superseded', 'updated', 'deleted', 'signed', 'opened') THEN
    PERFORM nadir.refuse('AUDIT_ACTION_RESERVED', format('Only the database itself logs the action %s; use another word.', action));
  END IF;
  IF action IS NULL OR object IS NULL OR payload IS NULL OR jsonb_typeof(payload::jsonb) <> 'object' THEN
    PERFORM nadir.refuse('AUDIT_EVENT_INCOMPLETE', 'An event has an action, an object and a JSON object as payload.');
  END IF;
  PERFORM audit.drain();
  SELECT c.seq, c.hash INTO seq, hash FROM audit.chain(nadir.actor(), action, object, payload) c;
END
$$;
--> statement-breakpoint
-- What a row is, for `verifyAudit` to find a row that is no longer what the log says: `["key","version","SHA-256"]`.
-- Where nothing but `current` versions exist the version is 1. The hash is over the text of the row as jsonb, times in UTC.
-- Of a versioned row the key is that of the live one, whose former versions keep their content under another id.
CREATE FUNCTION audit.version_mark(n jsonb) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
RETURN '["' || coalesce(n ->> 'superseded_by', n ->> 'id') || '","' || (n ->> 'version') || '","'
  || nadir.sha256_hex(((n - '{id,recorded_at,superseded_at,superseded_by}'::text[])
       || jsonb_build_object('retracted', n ->> 'superseded_at' IS NOT NULL AND n ->> 'superseded_by' IS NULL))::text) || '"]';
--> statement-breakpoint
CREATE FUNCTION audit.row_mark(n jsonb, key text[]) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
RETURN '["' || (SELECT string_agg(n ->> k, ' ' ORDER BY at) FROM unnest(key) WITH ORDINALITY AS part(k, at)) || '","1","'
  || nadir.sha256_hex(n::text) || '"]';
--> statement-breakpoint
-- The trial of a statement's rows where they share one, as a JSON member; the reason of the transaction where it has one;
-- the marks of its rows where the table is one whose rows are verified.
CREATE FUNCTION audit.tail_of_payload(op text, table_name text, first_trial text, last_trial text, marks text) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
RETURN ',"op":"' || op || '"'
  || CASE WHEN nullif(current_setting('app.reason', true), '') IS NOT NULL
          THEN ',"reason":' || to_json(current_setting('app.reason', true))::text ELSE '' END
  || coalesce(',"rows":[' || marks || ']', '')
  || ',"table":"' || table_name || '"'
  || CASE WHEN first_trial = last_trial THEN ',"trial":"' || first_trial || '"' ELSE '' END || '}';
--> statement-breakpoint
-- Trigger, once a statement. Arguments: SQL for the JSON text of a row `n`, SQL for its trial, SQL for which rows count, and
-- where rows are verified SQL for the row's mark.
CREATE FUNCTION audit.note_insert() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
DECLARE
  found record;
  table_name text := TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME;
BEGIN
  EXECUTE format('SELECT count(*) AS n, string_agg(%s, '','') AS content, min((%s)::text) AS first, max((%2$s)::text) AS last,
      string_agg(%4$s, '','') AS marks FROM new_rows n WHERE %3$s',
    TG_ARGV[0], TG_ARGV[1], TG_ARGV[2], coalesce(TG_ARGV[3], 'NULL::text')) INTO found;
  IF found.n > 0 THEN
    PERFORM audit.note('inserted', table_name,
      '{"content":[' || found.content || '],"count":' || found.n || audit.tail_of_payload('insert', table_name, found.first, found.last, found.marks));
  END IF;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE FUNCTION audit.note_delete() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
DECLARE
  found record;
  table_name text := TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME;
BEGIN
  EXECUTE format('SELECT count(*) AS n, string_agg(%s, '','') AS content, min((%s)::text) AS first, max((%2$s)::text) AS last,
      string_agg(%3$s, '','') AS marks FROM old_rows n',
    TG_ARGV[0], TG_ARGV[1], coalesce(TG_ARGV[2], 'NULL::text')) INTO found;
  IF found.n > 0 THEN
    PERFORM audit.note('deleted', table_name,
      '{"content":[' || found.content || '],"count":' || found.n || audit.tail_of_payload('delete', table_name, found.first, found.last, found.marks));
  END IF;
  RETURN NULL;
END
$$;
--> statement-breakpoint
-- Arguments: the key columns, SQL for the trial of `n`, columns never to be logged, the action, and SQL for the mark.
-- Each change lists the members that differ, old and new.
CREATE FUNCTION audit.note_update() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
DECLARE
  found record;
  table_name text := TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME;
BEGIN
  EXECUTE format($query$
    SELECT count(*) AS n, min((%2$s)::text) AS first, max((%2$s)::text) AS last,
           string_agg('{"from":' || nadir.canonical(d.was) || ',"id":' || nadir.canonical(d.key) || ',"to":' || nadir.canonical(d.becomes) || '}', ',') AS changes,
           string_agg(%4$s, ',') AS marks
      FROM old_rows o JOIN new_rows n USING (%1$s)
      CROSS JOIN LATERAL (
        SELECT jsonb_object_agg(a.key, b.value) AS was, jsonb_object_agg(a.key, a.value) AS becomes, jsonb_build_array(%1$s) AS key
          FROM jsonb_each(to_jsonb(n) - %3$L::text[]) a JOIN jsonb_each(to_jsonb(o)) b USING (key)
         WHERE a.value IS DISTINCT FROM b.value) d
     WHERE d.was IS NOT NULL$query$, TG_ARGV[0], TG_ARGV[1], TG_ARGV[2], coalesce(TG_ARGV[4], 'NULL::text')) INTO found;
  IF found.n > 0 THEN
    PERFORM audit.note(TG_ARGV[3], table_name,
      '{"changes":[' || found.changes || '],"count":' || found.n || audit.tail_of_payload('update', table_name, found.first, found.last, found.marks));
  END IF;
  RETURN NULL;
END
$$;
--> statement-breakpoint
-- The first event that does not hold, and why; no row when the chain is whole. The seam `verifyAudit` asks the same in
-- code of its own; this one serves the opening, which must know inside its transaction.
CREATE FUNCTION audit.first_break(OUT seq bigint, OUT why text) RETURNS SETOF record
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH walked AS (
    SELECT e.*, row_number() OVER w AS expected_seq, coalesce(lag(e.hash) OVER w, repeat('0', 64)) AS expected_prev
      FROM audit.event e WINDOW w AS (ORDER BY e.seq)
  ), broken AS (
    SELECT seq, CASE
        WHEN seq <> expected_seq THEN 'the number before it is missing'
        WHEN prev_hash <> expected_prev THEN 'it does not follow the event before it'
        WHEN payload_hash <> nadir.sha256_hex(payload) THEN 'its payload is not the one that was logged'
        WHEN hash <> audit.event_hash(seq, at, actor, action, object, payload_hash, prev_hash) THEN 'it is not the event that was logged'
      END AS why
      FROM walked
    UNION ALL
    SELECT h.seq, 'the chain does not end where it was last written'
      FROM audit.head h LEFT JOIN (SELECT seq, hash FROM audit.event ORDER BY seq DESC LIMIT 1) last ON true
     WHERE (h.seq, h.hash) IS DISTINCT FROM (coalesce(last.seq, 0), coalesce(last.hash, repeat('0', 64)))
  )
  SELECT seq, why FROM broken WHERE why IS NOT NULL ORDER BY seq LIMIT 1
$$;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION audit.append(text, text, text) TO nadir_app, nadir_system, nadir_outcome_writer, nadir_unsealer, nadir_opener;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION audit.first_break() TO nadir_opener, nadir_system, nadir_auditor;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION audit.drain(), audit.chain(text, text, text, text) TO nadir_opener;
--> statement-breakpoint
-- The owner of the tables makes triggers of these.
GRANT EXECUTE ON FUNCTION audit.drain_at_commit(), audit.note_insert(), audit.note_update(), audit.note_delete() TO nadir_owner;
--> statement-breakpoint
SET LOCAL ROLE nadir_owner;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA audit FROM nadir_keeper;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER join_chain AFTER INSERT ON audit.pending DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION audit.drain_at_commit();
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit.event FOR EACH ROW EXECUTE FUNCTION nadir.refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON audit.event FOR EACH STATEMENT EXECUTE FUNCTION nadir.refuse_change();
--> statement-breakpoint
CREATE TRIGGER no_removal BEFORE DELETE OR TRUNCATE ON audit.head FOR EACH STATEMENT EXECUTE FUNCTION nadir.refuse_change();
--> statement-breakpoint
-- Also where replication would skip ordinary triggers.
ALTER TABLE audit.event ENABLE ALWAYS TRIGGER append_only, ENABLE ALWAYS TRIGGER append_only_whole;
--> statement-breakpoint
-- What each table says of its rows: the JSON text of a row `n`, its trial, which rows count, the key, what stays unsaid.
-- Never a sealed outcome's payload, never an opened outcome's value, nor a mark from which it could be guessed.
DO $$
DECLARE
  t record;
  mark text;
BEGIN
  FOR t IN
    SELECT * FROM (
      SELECT 'record' AS room, name,
             $e$'["' || n.id || '","' || n.content_hash || '"]'$e$ AS content,
             CASE name WHEN 'trial' THEN 'n.id' ELSE 'n.trial_id' END AS trial,
             'n.superseded_at IS NULL' AS counted, 'id' AS key, 'superseded' AS on_update
        FROM unnest(ARRAY['trial', 'site', 'arm', 'subject', 'follow_up', 'visit', 'lesion', 'measurement',
          'non_target_assessment', 'observation', 'biomarker', 'treatment', 'adverse_event', 'outcome', 'image', 'mask']) name
      UNION ALL
      SELECT * FROM (VALUES
        ('record', 'import_run', 'nadir.canonical(jsonb_build_array(n.id, n.manifest_hash))', 'n.trial_id', 'true', NULL, NULL),
        ('identity', 'membership', 'nadir.canonical(to_jsonb(n))', 'n.trial_id', 'true', 'id', 'updated'),
        ('validation', 'protocol', 'nadir.canonical(jsonb_build_array(n.id, n.canonical_hash, n.state))', 'n.trial_id', 'true', 'id', 'updated'),
        ('validation', 'split_assignment', 'nadir.canonical(jsonb_build_array(n.protocol_id, n.subject_id, n."set"))', 'n.trial_id', 'true', 'protocol_id, subject_id', 'updated'),
        ('validation', 'artefact', 'nadir.canonical(jsonb_build_array(n.id, n.output_hash))', 'n.trial_id', 'true', NULL, NULL),
        ('validation', 'signature', 'nadir.canonical(to_jsonb(n))', 'n.trial_id', 'true', NULL, NULL),
        ('validation', 'prediction', 'nadir.canonical(jsonb_build_array(n.protocol_id, n.subject_id, n.value, n.not_computable_reason))', 'n.trial_id', 'true', NULL, NULL),
        ('validation', 'report', 'nadir.canonical(jsonb_build_array(n.id, n.result_hash, n.html_hash, n.pdf_hash))', 'n.trial_id', 'true', NULL, NULL),
        ('sealed', 'test_set', 'nadir.canonical(to_jsonb(n))', 'n.trial_id', 'true', NULL, NULL),
        ('sealed', 'member', 'nadir.canonical(jsonb_build_array(n.test_set_id, n.subject_id, n.index_day))', 'n.trial_id', 'true', 'test_set_id, subject_id', 'updated'),
        ('sealed', 'outcome', 'nadir.canonical(jsonb_build_array(n.test_set_id, n.subject_id, n.endpoint, n.tag))', 'NULL::text', 'true', 'id', 'updated'),
        ('sealed', 'opening', 'nadir.canonical(to_jsonb(n))', 'n.trial_id', 'true', NULL, NULL),
        ('analysis', 'outcome', 'nadir.canonical(jsonb_build_array(n.opening_id, n.subject_id, n.endpoint))', 'n.trial_id', 'true', NULL, NULL)
      ) AS other(room, name, content, trial, counted, key, on_update)
    ) tables
  LOOP
    mark := CASE
      WHEN (t.room, t.name) IN (('sealed', 'outcome'), ('analysis', 'outcome')) THEN 'NULL::text'
      WHEN t.on_update = 'superseded' THEN 'audit.version_mark(to_jsonb(n))'
      ELSE format('audit.row_mark(to_jsonb(n), %L::text[])', '{' || coalesce(t.key, CASE t.name WHEN 'prediction' THEN 'protocol_id,subject_id' ELSE 'id' END) || '}')
    END;
    EXECUTE format('CREATE TRIGGER log_insert AFTER INSERT ON %I.%I REFERENCING NEW TABLE AS new_rows
      FOR EACH STATEMENT EXECUTE FUNCTION audit.note_insert(%L, %L, %L, %L)', t.room, t.name, t.content, t.trial, t.counted, mark);
    IF t.key IS NOT NULL THEN
      EXECUTE format('CREATE TRIGGER log_update AFTER UPDATE ON %I.%I REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
        FOR EACH STATEMENT EXECUTE FUNCTION audit.note_update(%L, %L, %L, %L, %L)', t.room, t.name, t.key, t.trial,
        '{payload,canonical,recorded_at}', t.on_update, mark);
    END IF;
  END LOOP;
END
$$;
--> statement-breakpoint
CREATE TRIGGER log_delete AFTER DELETE ON validation.split_assignment REFERENCING OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION audit.note_delete(
    'nadir.canonical(jsonb_build_array(n.protocol_id, n.subject_id, n."set"))', 'n.trial_id',
    'audit.row_mark(to_jsonb(n), ''{protocol_id,subject_id}''::text[])');
