-- Who may see and write which rows. Row-level security is enabled and forced (also on the owner) for every table here.
GRANT USAGE ON SCHEMA identity, record, derived, validation, analysis, sealed, audit TO nadir_app, nadir_system;
--> statement-breakpoint
GRANT USAGE ON SCHEMA record, derived, validation, sealed TO nadir_modeller;
--> statement-breakpoint
GRANT USAGE ON SCHEMA audit TO nadir_auditor, nadir_unsealer, nadir_outcome_writer, nadir_opener, nadir_sealer;
--> statement-breakpoint
GRANT USAGE ON SCHEMA sealed TO nadir_unsealer, nadir_outcome_writer, nadir_opener, nadir_sealer;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA record, derived TO nadir_app, nadir_system;
--> statement-breakpoint
REVOKE UPDATE ON record.import_run FROM nadir_app, nadir_system;
--> statement-breakpoint
REVOKE INSERT, UPDATE ON record.subject_whole FROM nadir_app, nadir_system;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON identity."user", identity.session, identity.account, identity.verification,
  identity.rate_limit TO nadir_app, nadir_system;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE (revoked_at) ON identity.membership TO nadir_app, nadir_system;
--> statement-breakpoint
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA validation TO nadir_app, nadir_system;
--> statement-breakpoint
GRANT UPDATE ON validation.protocol TO nadir_app, nadir_system;
--> statement-breakpoint
GRANT UPDATE, DELETE ON validation.split_assignment TO nadir_app, nadir_system;
--> statement-breakpoint
GRANT SELECT, INSERT ON sealed.test_set, sealed.member TO nadir_app, nadir_system;
--> statement-breakpoint
GRANT UPDATE (index_day) ON sealed.member TO nadir_app, nadir_system;
--> statement-breakpoint
GRANT SELECT ON sealed.opening, analysis.outcome TO nadir_app, nadir_system;
--> statement-breakpoint
GRANT SELECT ON audit.event TO nadir_auditor, nadir_system;
--> statement-breakpoint
GRANT SELECT ON audit.head TO nadir_auditor, nadir_system;
--> statement-breakpoint
-- What the functions of nadir_keeper read (memberships, protocol guards, seals).
GRANT SELECT ON ALL TABLES IN SCHEMA validation TO nadir_keeper;
--> statement-breakpoint
GRANT SELECT ON sealed.opening, record.outcome TO nadir_keeper;
--> statement-breakpoint
-- The modelling role reads named columns. Not the content hash (a day could be guessed from it), not who recorded
-- what and why, and of a treatment, an event or a lesion nothing that may have been added after the index day.
DO $$
DECLARE
  t record;
BEGIN
  FOR t IN
    SELECT c.table_schema AS room, c.table_name AS name, string_agg(quote_ident(c.column_name), ', ') AS columns
      FROM information_schema.columns c
     WHERE (c.table_schema, c.table_name) IN (
             ('record', 'trial'), ('record', 'site'), ('record', 'arm'), ('record', 'subject'), ('record', 'follow_up'),
             ('record', 'visit'), ('record', 'lesion'), ('record', 'measurement'), ('record', 'non_target_assessment'),
             ('record', 'observation'), ('record', 'biomarker'), ('record', 'treatment'), ('record', 'adverse_event'),
             ('record', 'outcome'), ('record', 'image'), ('record', 'mask'),
             ('derived', 'feature_vector'), ('derived', 'feature_delta'), ('derived', 'assessment'), ('derived', 'flag'),
             ('validation', 'protocol'), ('validation', 'split_assignment'), ('sealed', 'test_set'), ('sealed', 'member'))
       AND c.column_name NOT IN ('version', 'recorded_at', 'recorded_by', 'superseded_by', 'reason', 'import_id', 'content_hash', 'key_check')
       AND NOT (c.table_name IN ('lesion', 'treatment', 'adverse_event') AND c.table_schema = 'record'
                AND c.column_name IN ('document', 'end_on', 'grade'))
     GROUP BY 1, 2
  LOOP
    EXECUTE format('GRANT SELECT (%s) ON %I.%I TO nadir_modeller', t.columns, t.room, t.name);
  END LOOP;
END
$$;
--> statement-breakpoint
DO $$
DECLARE
  t record;
  name text;
  whole constant text := '= ANY ((SELECT nadir.whole_trials())::uuid[])';
  part constant text := '= ANY ((SELECT nadir.member_trials())::uuid[])';
  site constant text := 'site_id = ANY ((SELECT nadir.member_sites())::uuid[])';
BEGIN
  FOR t IN
    SELECT n.nspname AS room, c.relname AS name
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'r' AND n.nspname IN ('record', 'derived', 'validation', 'sealed', 'analysis', 'audit')
        OR c.oid = 'identity.membership'::regclass
  LOOP
    EXECUTE format('ALTER TABLE %I.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', t.room, t.name);
    IF NOT (t.room = 'audit' OR (t.room = 'sealed' AND t.name = 'outcome')) THEN
      -- The service person is a member of all, by its role.
      EXECUTE format('CREATE POLICY system_member ON %I.%I TO nadir_system USING (true) WITH CHECK (true)', t.room, t.name);
      EXECUTE format('CREATE POLICY kept ON %I.%I FOR SELECT TO nadir_keeper USING (true)', t.room, t.name);
    END IF;
  END LOOP;

  -- Rows of a subject: members of the trial with all sites, or of the row's site.
  FOREACH name IN ARRAY ARRAY['record.subject', 'record.follow_up', 'record.visit', 'record.lesion', 'record.measurement',
    'record.non_target_assessment', 'record.observation', 'record.biomarker', 'record.treatment', 'record.adverse_event',
    'record.outcome', 'record.image', 'record.mask', 'derived.feature_vector', 'derived.feature_delta', 'derived.assessment',
    'derived.flag'] LOOP
    EXECUTE format('CREATE POLICY member ON %s TO nadir_app, nadir_modeller USING (trial_id %s OR %s) WITH CHECK (trial_id %2$s OR %3$s)',
      name, whole, site);
  END LOOP;

  -- Rows of a whole trial: members with all sites.
  FOREACH name IN ARRAY ARRAY['validation.protocol', 'validation.split_assignment', 'validation.artefact', 'validation.signature',
    'validation.prediction', 'validation.report', 'sealed.test_set', 'sealed.member', 'sealed.opening', 'analysis.outcome',
    'record.import_run'] LOOP
    EXECUTE format('CREATE POLICY member ON %s TO nadir_app, nadir_modeller USING (trial_id %s) WITH CHECK (trial_id %2$s)', name, whole);
  END LOOP;

  -- Trial, sites and arms: every member reads, members with all sites write.
  EXECUTE format('CREATE POLICY member ON record.trial FOR SELECT TO nadir_app, nadir_modeller USING (id %s)', part);
  EXECUTE format('CREATE POLICY member_adds ON record.trial FOR INSERT TO nadir_app WITH CHECK (id %1$s)', whole);
  EXECUTE format('CREATE POLICY member_corrects ON record.trial FOR UPDATE TO nadir_app USING (id %1$s) WITH CHECK (id %1$s)', whole);
  FOREACH name IN ARRAY ARRAY['record.site', 'record.arm'] LOOP
    EXECUTE format('CREATE POLICY member ON %s FOR SELECT TO nadir_app, nadir_modeller USING (trial_id %s)', name, part);
    EXECUTE format('CREATE POLICY member_adds ON %s FOR INSERT TO nadir_app WITH CHECK (trial_id %s)', name, whole);
    EXECUTE format('CREATE POLICY member_corrects ON %s FOR UPDATE TO nadir_app USING (trial_id %s) WITH CHECK (trial_id %2$s)', name, whole);
  END LOOP;

  -- A job: who asked for it, and the members of its trial.
  EXECUTE format('CREATE POLICY member ON derived.job TO nadir_app USING (created_by = nadir.person() OR trial_id %s)', part);

  -- Memberships: one's own; those of a trial that one administers.
  CREATE POLICY own ON identity.membership FOR SELECT TO nadir_app USING (user_id = nadir.person());
  CREATE POLICY administered ON identity.membership TO nadir_app
    USING (trial_id = ANY ((SELECT nadir.trials_with_role('{administrator}'))::uuid[]))
    WITH CHECK (trial_id = ANY ((SELECT nadir.trials_with_role('{administrator}'))::uuid[]));

  -- The log: written by nadir_keeper alone; read by trial by those who look after the trial, and each one's own acts.
  CREATE POLICY kept ON audit.event TO nadir_keeper USING (true) WITH CHECK (true);
  CREATE POLICY kept ON audit.head TO nadir_keeper USING (true) WITH CHECK (true);
  CREATE POLICY kept ON audit.pending TO nadir_keeper USING (true) WITH CHECK (true);
  CREATE POLICY audited ON audit.event FOR SELECT TO nadir_auditor
    USING (actor = nadir.person() OR trial_id = ANY ((SELECT nadir.trials_with_role('{administrator,data-manager}'))::uuid[]));
  CREATE POLICY audited ON audit.head FOR SELECT TO nadir_auditor USING (true);
  CREATE POLICY system_reads ON audit.event FOR SELECT TO nadir_system USING (true);
  CREATE POLICY system_reads ON audit.head FOR SELECT TO nadir_system USING (true);
END
$$;
--> statement-breakpoint
-- Nothing of a sealed subject after its index day, for the modelling role and for whoever is only a statistician of the
-- trial: not a later visit, scan, measurement, treatment or event, nor what is computed from one, nor an outcome or its proxy.
-- (validation.md §3.1: "outcome proxies are outcomes".) A condition that asks another table sees it under the same rule.
DO $$
DECLARE
  t record;
BEGIN
  FOR t IN SELECT * FROM (VALUES
    ('record.visit', 'date <= nadir.index_day(subject_id)'),
    ('record.observation', 'date <= nadir.index_day(subject_id)'),
    ('record.biomarker', 'date IS NULL OR date <= nadir.index_day(subject_id)'),
    ('record.treatment', 'start_on <= nadir.index_day(subject_id)'),
    ('record.adverse_event', 'start_on <= nadir.index_day(subject_id)'),
    ('record.measurement', 'EXISTS (SELECT FROM record.visit v WHERE v.id = visit_id)'),
    ('record.non_target_assessment', 'EXISTS (SELECT FROM record.visit v WHERE v.id = visit_id)'),
    ('record.image', 'EXISTS (SELECT FROM record.visit v WHERE v.id = visit_id)'),
    ('record.mask', 'EXISTS (SELECT FROM record.image i WHERE i.id = image_id)'),
    ('record.lesion', 'role <> ''new'' OR EXISTS (SELECT FROM record.measurement m WHERE m.lesion_id = lesion.id)'
                      ' OR EXISTS (SELECT FROM record.mask m WHERE m.lesion_id = lesion.id)'),
    ('record.follow_up', 'false'),
    ('record.outcome', 'false'),
    ('derived.feature_vector', 'EXISTS (SELECT FROM record.visit v WHERE v.id = visit_id)'),
    ('derived.feature_delta', 'EXISTS (SELECT FROM record.visit v WHERE v.id = from_visit_id)'
                              ' AND EXISTS (SELECT FROM record.visit v WHERE v.id = to_visit_id)'),
    ('derived.assessment', 'false'),
    ('derived.flag', 'date <= nadir.index_day(subject_id)')
  ) AS sealed_rows(name, seen)
  LOOP
    EXECUTE format('CREATE POLICY before_index_day ON %s AS RESTRICTIVE FOR SELECT TO nadir_modeller
      USING (subject_id NOT IN (SELECT nadir.sealed_subjects()) OR (%s))', t.name, t.seen);
    EXECUTE format('CREATE POLICY before_index_day_if_blinded ON %s AS RESTRICTIVE FOR SELECT TO nadir_app
      USING (subject_id NOT IN (SELECT nadir.blinded_subjects()) OR (%s))', t.name, t.seen);
  END LOOP;
END
$$;
