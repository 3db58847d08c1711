-- In which order a meeting of the board hears its patients. Each change is the whole order anew, numbered within the meeting:
-- whoever orders what they saw orders once, and who saw less is refused. Who sees one site alone cannot order the others' patients.
CREATE TABLE board.agenda_order (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  meeting_id uuid NOT NULL,
  trial_id uuid NOT NULL,
  number integer NOT NULL,
  cases uuid[] NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  created_by text NOT NULL DEFAULT nadir.actor(),
  CONSTRAINT agenda_order_meeting FOREIGN KEY (meeting_id, trial_id) REFERENCES board.meeting (id, trial_id),
  CONSTRAINT agenda_order_number UNIQUE (meeting_id, number),
  CONSTRAINT agenda_order_counts CHECK (number >= 1 AND cardinality(cases) BETWEEN 1 AND 1000)
);
--> statement-breakpoint
ALTER TABLE board.agenda_order ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
GRANT SELECT ON board.agenda_order TO nadir_keeper;
--> statement-breakpoint
GRANT SELECT, INSERT ON board.agenda_order TO nadir_app, nadir_system;
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON board.agenda_order FOR EACH ROW EXECUTE FUNCTION nadir.refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON board.agenda_order FOR EACH STATEMENT EXECUTE FUNCTION nadir.refuse_change();
--> statement-breakpoint
CREATE POLICY system_member ON board.agenda_order TO nadir_system USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY kept ON board.agenda_order FOR SELECT TO nadir_keeper USING (true);
--> statement-breakpoint
CREATE POLICY own_name ON board.agenda_order AS RESTRICTIVE FOR INSERT TO nadir_app WITH CHECK (created_by = nadir.actor());
--> statement-breakpoint
-- Whoever sees the meeting sees its order.
CREATE POLICY member ON board.agenda_order FOR SELECT TO nadir_app
  USING (EXISTS (SELECT FROM board.meeting m WHERE m.id = agenda_order.meeting_id));
--> statement-breakpoint
CREATE POLICY role_adds ON board.agenda_order FOR INSERT TO nadir_app
  WITH CHECK (trial_id = ANY ((SELECT nadir.trials_with_role('{board,coordinator}'))::uuid[]));
--> statement-breakpoint
CREATE TRIGGER log_insert AFTER INSERT ON board.agenda_order REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION audit.note_insert(
    'nadir.canonical(jsonb_build_array(n.id, n.meeting_id, n.number, n.cases))', 'n.trial_id', 'true',
    'audit.row_mark(to_jsonb(n), ''{id}''::text[])');
--> statement-breakpoint
-- What the log tells of one patient is found by the rows of that patient, whose ids stand in its payloads: indexed, since the
-- payloads of imports name thousands. Where a key is of several ids, each counts; so do subjects whose sealed course was read.
GRANT CREATE ON SCHEMA audit TO nadir_keeper;
--> statement-breakpoint
SET LOCAL ROLE nadir_keeper;
--> statement-breakpoint
CREATE FUNCTION audit.named(payload text) RETURNS text[]
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  WITH told AS (SELECT payload::jsonb AS said)
  SELECT coalesce(array_agg(DISTINCT id), '{}') FROM (
    SELECT unnest(string_to_array(r ->> 0, ' ')) AS id
      FROM told, jsonb_array_elements(CASE jsonb_typeof(said -> 'rows') WHEN 'array' THEN said -> 'rows' ELSE '[]' END) r
    UNION ALL
    SELECT s FROM told,
           jsonb_array_elements(CASE jsonb_typeof(said -> 'sets') WHEN 'array' THEN said -> 'sets' ELSE '[]' END) one,
           jsonb_array_elements_text(CASE jsonb_typeof(one -> 'subjects') WHEN 'array' THEN one -> 'subjects' ELSE '[]' END) s
    UNION ALL
    SELECT said ->> 'subject' FROM told
  ) ids WHERE id IS NOT NULL
$$;
--> statement-breakpoint
-- The index cannot serve a query under row-level security, so it is asked here; whoever asks reads the events themselves under
-- their own rights, and so learns of another's no more than a number.
CREATE FUNCTION audit.events_naming(ids text[]) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT e.seq FROM audit.event e WHERE audit.named(e.payload) && ids
$$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION audit.events_naming(text[]) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION audit.events_naming(text[]) TO nadir_auditor;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION audit.named(text) TO nadir_owner;
--> statement-breakpoint
SET LOCAL ROLE nadir_owner;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA audit FROM nadir_keeper;
--> statement-breakpoint
CREATE INDEX event_named ON audit.event USING gin (audit.named(payload));
