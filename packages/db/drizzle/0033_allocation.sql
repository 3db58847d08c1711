-- Strata rules and randomisation (issue 6, point 8). A trial lodges its written rule, version by version; a statistician sets
-- up a plan under one version, simulates it, signs; a second person approves; from then on a draw is one call of the
-- database, once a subject, and cannot be undone.
--
-- Concealed: no list exists. The next arm is drawn from the server's own random source at the moment of the draw. What must
-- be remembered of blocks (their length, which arms are left) lies in sealed.allocation, which no role may read but
-- nadir_keeper, who owns the functions and cannot sign in. Each draw writes one row there of one width, whether a block
-- begins or not, so that the server's statistics do not tell where blocks end. The arm is told only in a later transaction
-- than the draw's own: who rolls back to see another arm has seen none.
CREATE SCHEMA allocation;
--> statement-breakpoint
CREATE TABLE allocation.rule (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  trial_id uuid NOT NULL REFERENCES record.trial (id),
  version integer NOT NULL,
  document jsonb NOT NULL,
  document_hash text NOT NULL,
  reason text,
  at timestamptz NOT NULL DEFAULT now(),
  created_by text NOT NULL,
  CONSTRAINT rule_version UNIQUE (trial_id, version),
  CONSTRAINT rule_of_trial UNIQUE (id, trial_id)
);
--> statement-breakpoint
-- What everyone in the trial may know of a plan. Block lengths and the random element stand in allocation.setting.
CREATE TABLE allocation.plan (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  trial_id uuid NOT NULL REFERENCES record.trial (id),
  rule_id uuid,
  version integer NOT NULL,
  arms jsonb NOT NULL,
  method text NOT NULL,
  blinded boolean NOT NULL,
  document_hash text NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  created_by text NOT NULL,
  CONSTRAINT plan_version UNIQUE (trial_id, version),
  CONSTRAINT plan_of_trial UNIQUE (id, trial_id),
  CONSTRAINT plan_method CHECK (method IN ('permuted-blocks', 'minimisation')),
  CONSTRAINT plan_rule FOREIGN KEY (rule_id, trial_id) REFERENCES allocation.rule (id, trial_id)
);
--> statement-breakpoint
-- The plan whole, with a random word in it, so that its hash cannot be guessed back to the block lengths.
CREATE TABLE allocation.setting (
  plan_id uuid PRIMARY KEY,
  trial_id uuid NOT NULL,
  document jsonb NOT NULL,
  CONSTRAINT setting_plan FOREIGN KEY (plan_id, trial_id) REFERENCES allocation.plan (id, trial_id)
);
--> statement-breakpoint
CREATE TABLE allocation.simulation (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  plan_id uuid NOT NULL,
  trial_id uuid NOT NULL,
  wish jsonb NOT NULL,
  result jsonb NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  created_by text NOT NULL,
  word uuid NOT NULL DEFAULT gen_random_uuid(),
  CONSTRAINT simulation_plan FOREIGN KEY (plan_id, trial_id) REFERENCES allocation.plan (id, trial_id)
);
--> statement-breakpoint
CREATE TABLE allocation.signature (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  plan_id uuid NOT NULL,
  trial_id uuid NOT NULL,
  meaning text NOT NULL,
  document_hash text NOT NULL,
  reason text,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  person_id text NOT NULL,
  CONSTRAINT signature_once UNIQUE (plan_id, meaning),
  CONSTRAINT signature_meaning CHECK (meaning IN ('set up', 'approved for use', 'stopped')),
  CONSTRAINT signature_plan FOREIGN KEY (plan_id, trial_id) REFERENCES allocation.plan (id, trial_id)
);
--> statement-breakpoint
CREATE TABLE allocation.draw (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  trial_id uuid NOT NULL,
  site_id uuid NOT NULL,
  subject_id uuid NOT NULL,
  plan_id uuid NOT NULL,
  number integer NOT NULL,
  stratum text NOT NULL,
  levels jsonb NOT NULL,
  inputs jsonb NOT NULL,
  eligibility text NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  person_id text NOT NULL,
  transaction text NOT NULL,
  -- SHA-256 over the draw, its arm and a random word: what was drawn cannot be exchanged later.
  commitment text NOT NULL,
  CONSTRAINT draw_once UNIQUE (trial_id, subject_id),
  CONSTRAINT draw_number UNIQUE (trial_id, number),
  CONSTRAINT draw_subject FOREIGN KEY (subject_id, trial_id, site_id) REFERENCES record.subject (id, trial_id, site_id),
  CONSTRAINT draw_plan FOREIGN KEY (plan_id, trial_id) REFERENCES allocation.plan (id, trial_id)
);
--> statement-breakpoint
CREATE INDEX draw_of_stratum ON allocation.draw (plan_id, stratum);
--> statement-breakpoint
CREATE TABLE sealed.allocation (
  draw_id uuid PRIMARY KEY REFERENCES allocation.draw (id),
  arm integer NOT NULL,
  block integer NOT NULL,
  block_length integer NOT NULL,
  position integer NOT NULL,
  word uuid NOT NULL DEFAULT gen_random_uuid()
);
--> statement-breakpoint
CREATE TABLE allocation.told (
  draw_id uuid PRIMARY KEY REFERENCES allocation.draw (id),
  trial_id uuid NOT NULL,
  site_id uuid NOT NULL,
  subject_id uuid NOT NULL,
  arm text NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  person_id text NOT NULL
);
--> statement-breakpoint
CREATE TABLE allocation.unblinding (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  draw_id uuid NOT NULL REFERENCES allocation.draw (id),
  trial_id uuid NOT NULL,
  site_id uuid NOT NULL,
  subject_id uuid NOT NULL,
  reason text NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  person_id text NOT NULL,
  transaction text NOT NULL
);
--> statement-breakpoint
CREATE TABLE allocation.annotation (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  draw_id uuid NOT NULL REFERENCES allocation.draw (id),
  trial_id uuid NOT NULL,
  site_id uuid NOT NULL,
  subject_id uuid NOT NULL,
  remark text NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  person_id text NOT NULL
);
--> statement-breakpoint
GRANT USAGE ON SCHEMA allocation TO nadir_app, nadir_system, nadir_keeper, nadir_auditor;
--> statement-breakpoint
GRANT USAGE ON SCHEMA crypto TO nadir_keeper;
--> statement-breakpoint
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA allocation TO nadir_keeper;
--> statement-breakpoint
GRANT SELECT, INSERT ON sealed.allocation TO nadir_keeper;
--> statement-breakpoint
GRANT SELECT ON record.subject TO nadir_keeper;
--> statement-breakpoint
GRANT SELECT ON ALL TABLES IN SCHEMA allocation TO nadir_app;
--> statement-breakpoint
GRANT SELECT ON allocation.rule, allocation.plan, allocation.signature, allocation.draw, allocation.told, allocation.unblinding,
  allocation.annotation TO nadir_system;
--> statement-breakpoint
DO $$
DECLARE
  t record;
  part constant text := 'trial_id = ANY ((SELECT nadir.member_trials())::uuid[])';
  settled constant text := 'trial_id = ANY ((SELECT nadir.trials_with_role(''{statistician}''))::uuid[])';
  -- Not blinded readers: nothing from which an arm could be known.
  seeing constant text := '(trial_id = ANY ((SELECT nadir.trials_with_role(''{coordinator,board,statistician,data-manager,administrator}''))::uuid[])
    OR site_id = ANY ((SELECT nadir.sites_with_role(''{coordinator,board,statistician,data-manager,administrator}''))::uuid[]))';
BEGIN
  FOR t IN SELECT n.nspname AS room, c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r' AND n.nspname = 'allocation' OR c.oid = 'sealed.allocation'::regclass
  LOOP
    EXECUTE format('ALTER TABLE %I.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', t.room, t.name);
    EXECUTE format('CREATE POLICY kept ON %I.%I TO nadir_keeper USING (true) WITH CHECK (true)', t.room, t.name);
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I.%I FOR EACH ROW EXECUTE FUNCTION nadir.refuse_change()', t.room, t.name);
    EXECUTE format('CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON %I.%I FOR EACH STATEMENT EXECUTE FUNCTION nadir.refuse_change()', t.room, t.name);
    IF t.room = 'sealed' THEN
      CREATE TRIGGER log_insert AFTER INSERT ON sealed.allocation REFERENCING NEW TABLE AS new_rows
        FOR EACH STATEMENT EXECUTE FUNCTION audit.note_insert('nadir.canonical(jsonb_build_array(n.draw_id))', 'NULL::text', 'true',
          'audit.row_mark(to_jsonb(n), ''{draw_id}''::text[])');
    ELSE
      IF t.name NOT IN ('setting', 'simulation') THEN
        EXECUTE format('CREATE POLICY system_member ON allocation.%I FOR SELECT TO nadir_system USING (true)', t.name);
      END IF;
      EXECUTE format('CREATE POLICY member ON allocation.%I FOR SELECT TO nadir_app USING (%s)', t.name,
        CASE WHEN t.name IN ('rule', 'plan', 'signature') THEN part WHEN t.name IN ('setting', 'simulation') THEN settled
             ELSE seeing END);
      EXECUTE format('CREATE TRIGGER log_insert AFTER INSERT ON allocation.%I REFERENCING NEW TABLE AS new_rows
        FOR EACH STATEMENT EXECUTE FUNCTION audit.note_insert(%L, ''n.trial_id'', ''true'', %L)', t.name,
        CASE t.name
          WHEN 'rule' THEN 'nadir.canonical(jsonb_build_array(n.id, n.version, n.document_hash, n.reason))'
          WHEN 'plan' THEN 'nadir.canonical(jsonb_build_array(n.id, n.version))'
          WHEN 'setting' THEN 'nadir.canonical(jsonb_build_array(n.plan_id))'
          WHEN 'simulation' THEN 'nadir.canonical(jsonb_build_array(n.id, n.plan_id))'
          WHEN 'draw' THEN 'nadir.canonical(jsonb_build_array(n.id, n.number, n.subject_id, n.plan_id, n.stratum, n.eligibility, n.commitment))'
          ELSE 'nadir.canonical(to_jsonb(n))' END,
        format('audit.row_mark(to_jsonb(n), ''{%s}''::text[])', CASE t.name WHEN 'setting' THEN 'plan_id' WHEN 'told' THEN 'draw_id' ELSE 'id' END));
    END IF;
  END LOOP;
END
$$;
--> statement-breakpoint
GRANT CREATE ON SCHEMA allocation TO nadir_keeper;
--> statement-breakpoint
SET LOCAL ROLE nadir_keeper;
--> statement-breakpoint
-- Refuses unless the acting person holds one of the roles for the whole trial.
CREATE FUNCTION allocation.require_role(trial uuid, roles text[], act text) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  -- What is not there is of no trial: refused like what is another's.
  IF trial IS NULL OR NOT trial = ANY (nadir.trials_with_role(roles)) THEN
    PERFORM nadir.refuse('NOT_ALLOWED', format('%s takes the role %s in the whole trial.', act, array_to_string(roles, ' or ')));
  END IF;
END
$$;
--> statement-breakpoint
CREATE FUNCTION allocation.require_text(given text, sentence text) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF coalesce(btrim(given), '') = '' THEN
    PERFORM nadir.refuse('REASON_MISSING', sentence);
  END IF;
  RETURN btrim(given);
END
$$;
--> statement-breakpoint
-- One writer a trial at a time; what another has just written must be seen.
CREATE FUNCTION allocation.one_at_a_time(trial uuid) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    PERFORM nadir.refuse('AUDIT_ISOLATION', 'Allocation works under READ COMMITTED only, since a draw must see the one before it.');
  END IF;
  PERFORM pg_advisory_xact_lock(7814203, hashtext(trial::text));
END
$$;
--> statement-breakpoint
-- A whole number from 0 to n - 1, each equally likely, from the server's cryptographic source. No seed, so nothing to find.
CREATE FUNCTION allocation.random_below(n integer) RETURNS integer
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  v bigint;
  last_whole bigint := 4294967296 - 4294967296 % n;
BEGIN
  LOOP
    v := ('x' || encode(crypto.gen_random_bytes(4), 'hex'))::bit(32)::bigint;
    -- Numbers past the last whole multiple would make the small ones likelier.
    EXIT WHEN v < last_whole;
  END LOOP;
  RETURN (v % n)::integer;
END
$$;
--> statement-breakpoint
-- An index into `tickets`, each in proportion to its number of tickets.
CREATE FUNCTION allocation.by_ticket(tickets integer[]) RETURNS integer
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  at integer := allocation.random_below((SELECT sum(t)::integer FROM unnest(tickets) t));
BEGIN
  FOR i IN 1..cardinality(tickets) LOOP
    at := at - tickets[i];
    IF at < 0 THEN
      RETURN i;
    END IF;
  END LOOP;
END
$$;
--> statement-breakpoint
-- Pocock & Simon 1975: for each arm, if the patient went there, the spread of the arms' counts over ratio at each level that
-- the patient has, times the factor's weight, summed. `counts` is factors × arms.
CREATE FUNCTION allocation.imbalances(counts integer[], ratios integer[], weights double precision[], spread text) RETURNS double precision[]
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  sums double precision[] := '{}';
  total double precision;
  one double precision;
BEGIN
  FOR candidate IN 1..cardinality(ratios) LOOP
    total := 0;
    FOR f IN 1..cardinality(weights) LOOP
      SELECT CASE spread WHEN 'range' THEN max(s) - min(s) ELSE var_samp(s) END INTO one
        FROM (SELECT (counts[f][a] + (a = candidate)::integer)::double precision / ratios[a] AS s
                FROM generate_series(1, cardinality(ratios)) a) shares;
      total := total + weights[f] * one;
    END LOOP;
    sums := sums || total;
  END LOOP;
  RETURN sums;
END
$$;
--> statement-breakpoint
CREATE FUNCTION allocation.commitment(draw uuid, subject uuid, hidden sealed.allocation) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
RETURN nadir.sha256_hex(draw::text || E'\n' || subject::text || E'\n' || hidden.arm || E'\n' || hidden.block || E'\n'
  || hidden.block_length || E'\n' || hidden.position || E'\n' || hidden.word::text);
--> statement-breakpoint
-- Lodges a rule: the first without a reason, a changed one as the next version with its reason.
CREATE FUNCTION allocation.lodge_rule(trial uuid, document jsonb, reason text, OUT id uuid, OUT version integer, OUT is_new boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  hash text := nadir.sha256_hex(nadir.canonical(document));
  last allocation.rule;
BEGIN
  IF current_setting('role') <> 'nadir_system' THEN
    PERFORM allocation.require_role(trial, '{statistician}', 'Lodging a strata rule');
  END IF;
  PERFORM allocation.one_at_a_time(trial);
  SELECT * INTO last FROM allocation.rule r WHERE r.trial_id = trial ORDER BY r.version DESC LIMIT 1;
  IF last.document_hash = hash THEN
    id := last.id; version := last.version; is_new := false;
    RETURN;
  END IF;
  IF last.id IS NOT NULL THEN
    reason := allocation.require_text(reason, format(
      'The trial has version %s of its strata rule; a changed rule is a new version and needs a reason.', last.version));
  END IF;
  version := coalesce(last.version, 0) + 1;
  is_new := true;
  INSERT INTO allocation.rule (trial_id, version, document, document_hash, reason, created_by)
  VALUES (trial, version, document, hash, nullif(btrim(reason), ''), nadir.actor()) RETURNING rule.id INTO id;
END
$$;
--> statement-breakpoint
-- Sets up a plan: `document` is nadir.randomisation/1 without its strata, which are those of the rule.
CREATE FUNCTION allocation.set_up(trial uuid, rule uuid, document jsonb, blinded boolean) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  made uuid := gen_random_uuid();
  whole jsonb := jsonb_build_object('plan', document, 'blinded', blinded, 'rule', rule, 'word', gen_random_uuid());
BEGIN
  PERFORM allocation.require_role(trial, '{statistician}', 'Setting up a randomisation');
  PERFORM allocation.one_at_a_time(trial);
  INSERT INTO allocation.plan (id, trial_id, rule_id, version, arms, method, blinded, document_hash, created_by)
  VALUES (made, trial, rule, coalesce((SELECT max(p.version) FROM allocation.plan p WHERE p.trial_id = trial), 0) + 1,
          document -> 'arms', document -> 'method' ->> 'kind', blinded, nadir.sha256_hex(nadir.canonical(whole)), nadir.actor());
  INSERT INTO allocation.setting (plan_id, trial_id, document) VALUES (made, trial, whole);
  RETURN made;
END
$$;
--> statement-breakpoint
CREATE FUNCTION allocation.keep_simulation(plan uuid, wish jsonb, result jsonb) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  p allocation.plan;
  made uuid;
BEGIN
  SELECT * INTO p FROM allocation.plan q WHERE q.id = plan;
  PERFORM allocation.require_role(p.trial_id, '{statistician}', 'Simulating a randomisation');
  INSERT INTO allocation.simulation (plan_id, trial_id, wish, result, created_by)
  VALUES (p.id, p.trial_id, wish, result, nadir.actor()) RETURNING id INTO made;
  RETURN made;
END
$$;
--> statement-breakpoint
-- The plan by which a trial draws now: approved last, and not stopped.
CREATE FUNCTION allocation.plan_in_use(trial uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
RETURN (SELECT CASE WHEN EXISTS (SELECT FROM allocation.signature s WHERE s.plan_id = a.plan_id AND s.meaning = 'stopped') THEN NULL ELSE a.plan_id END
          FROM allocation.signature a WHERE a.trial_id = trial AND a.meaning = 'approved for use' ORDER BY a.at DESC, a.id LIMIT 1);
--> statement-breakpoint
-- Signs a plan as it was seen. `set up` needs a simulation on record; `approved for use` another person than who set it up
-- and switches it on; `stopped` ends it, for a reason.
CREATE FUNCTION allocation.sign(plan uuid, meaning text, seen text, reason text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  p allocation.plan;
  setter text;
  made uuid;
BEGIN
  SELECT * INTO p FROM allocation.plan q WHERE q.id = plan;
  PERFORM allocation.require_role(p.trial_id, '{statistician}', 'Signing a randomisation');
  PERFORM allocation.one_at_a_time(p.trial_id);
  IF seen IS DISTINCT FROM p.document_hash
     OR (SELECT nadir.sha256_hex(nadir.canonical(s.document)) FROM allocation.setting s WHERE s.plan_id = p.id) IS DISTINCT FROM p.document_hash THEN
    PERFORM nadir.refuse('PLAN_CHANGED_AFTER_LOCK', 'The hash that was signed is not that of the plan as it stands.');
  END IF;
  SELECT s.person_id INTO setter FROM allocation.signature s WHERE s.plan_id = p.id AND s.meaning = 'set up';
  IF EXISTS (SELECT FROM allocation.signature s WHERE s.plan_id = p.id AND s.meaning = sign.meaning) THEN
    PERFORM nadir.refuse('ALREADY_SIGNED', format('The signature ''%s'' stands on this plan already.', meaning));
  END IF;
  IF EXISTS (SELECT FROM allocation.signature s WHERE s.plan_id = p.id AND s.meaning = 'stopped') THEN
    PERFORM nadir.refuse('RANDOMISATION_STOPPED', 'This randomisation was stopped; set up a new version.');
  END IF;
  IF meaning = 'set up' THEN
    IF NOT EXISTS (SELECT FROM allocation.simulation s WHERE s.plan_id = p.id) THEN
      PERFORM nadir.refuse('SIMULATION_MISSING', 'The plan has not been simulated; its balance, predictability and power must be on record before it is signed.');
    END IF;
  ELSIF meaning = 'approved for use' THEN
    IF setter IS NULL THEN
      PERFORM nadir.refuse('SIGNATURE_MISSING', 'The plan is not signed as set up; it is approved after that.');
    ELSIF setter = nadir.actor() THEN
      PERFORM nadir.refuse('SIGNER_NOT_INDEPENDENT', 'Who set the plan up does not approve it; another person must.');
    END IF;
  ELSIF meaning = 'stopped' THEN
    reason := allocation.require_text(reason, 'A randomisation is stopped for a reason; say it in a sentence.');
  ELSE
    PERFORM nadir.refuse('SIGNATURE_MISSING', format('''%s'' is no meaning of a signature here.', meaning));
  END IF;
  INSERT INTO allocation.signature (plan_id, trial_id, meaning, document_hash, reason, person_id)
  VALUES (p.id, p.trial_id, meaning, p.document_hash, nullif(btrim(reason), ''), nadir.actor()) RETURNING id INTO made;
  RETURN made;
END
$$;
--> statement-breakpoint
-- Draws for one subject, once, and answers with the draw, never with its arm. `given_levels` are those of the rule, in its
-- order; `given_inputs` the values behind them.
CREATE FUNCTION allocation.draw(subject uuid, plan uuid, given_levels jsonb, given_inputs jsonb, eligible boolean, OUT id uuid, OUT number integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  s record;
  p allocation.plan;
  doc jsonb;
  factors jsonb;
  ratios integer[];
  named text;
  hidden sealed.allocation;
  blocks integer[];
  arms integer[];
  last_length integer;
  last_position integer;
  left_over integer[];
  counts integer[] := '{}';
  weights double precision[];
  sums double precision[];
  least double precision;
  best integer[];
  others integer[];
BEGIN
  SELECT q.id, q.trial_id, q.site_id, q.key INTO s FROM record.subject q WHERE q.id = subject AND q.superseded_at IS NULL;
  IF s.id IS NULL OR NOT (s.trial_id = ANY (nadir.trials_with_role('{coordinator}')) OR s.site_id = ANY (nadir.sites_with_role('{coordinator}'))) THEN
    PERFORM nadir.refuse('NOT_ALLOWED', 'A draw is made by a coordinator of the patient''s site.');
  END IF;
  IF EXISTS (SELECT FROM identity.membership m WHERE m.user_id = nadir.person() AND m.trial_id = s.trial_id AND m.role = 'statistician') THEN
    PERFORM nadir.refuse('NOT_CONCEALED', 'Whoever may read the settings of the randomisation does not draw: the next arm would be easier to guess.');
  END IF;
  IF eligible IS NOT TRUE THEN
    PERFORM nadir.refuse('ELIGIBILITY_NOT_CONFIRMED', 'Confirm that the patient is eligible and has consented; then draw.');
  END IF;
  PERFORM allocation.one_at_a_time(s.trial_id);
  SELECT * INTO p FROM allocation.plan q WHERE q.id = plan AND q.trial_id = s.trial_id;
  IF p.id IS NULL OR p.id IS DISTINCT FROM allocation.plan_in_use(s.trial_id) THEN
    PERFORM nadir.refuse('RANDOMISATION_NOT_ON', 'This randomisation is not in use: it needs its two signatures, and must be neither stopped nor replaced.');
  END IF;
  SELECT d.number INTO number FROM allocation.draw d WHERE d.trial_id = s.trial_id AND d.subject_id = s.id;
  IF number IS NOT NULL THEN
    PERFORM nadir.refuse('ALREADY_DRAWN', format('Patient %s was drawn before, as number %s; a patient is drawn once.', s.key, number));
  END IF;
  SELECT q.document -> 'plan' INTO doc FROM allocation.setting q WHERE q.plan_id = p.id;
  SELECT r.document INTO factors FROM allocation.rule r WHERE r.id = p.rule_id;
  IF coalesce(jsonb_typeof(given_levels), '') <> 'array' OR jsonb_array_length(given_levels) <> coalesce(jsonb_array_length(factors -> 'factors'), 0)
     OR EXISTS (SELECT FROM jsonb_array_elements(given_levels) WITH ORDINALITY g(level, at)
                 WHERE NOT (EXISTS (SELECT FROM jsonb_array_elements(factors -> 'factors' -> (g.at - 1)::integer -> 'levels') l WHERE l -> 'name' = g.level)
                            OR g.level = '"unknown"' AND factors ->> 'unknown' = 'own-level')) THEN
    PERFORM nadir.refuse('NO_STRATUM', 'The patient has no stratum by the rule of this randomisation: a factor is not known. Enter it first.');
  END IF;
  SELECT coalesce(string_agg(g.level, ' / ' ORDER BY g.at), 'all') INTO named FROM jsonb_array_elements_text(given_levels) WITH ORDINALITY g(level, at);
  SELECT array_agg((a.arm ->> 'ratio')::integer ORDER BY a.at) INTO ratios FROM jsonb_array_elements(p.arms) WITH ORDINALITY a(arm, at);
  hidden.draw_id := gen_random_uuid();
  hidden.word := gen_random_uuid();
  IF p.method = 'permuted-blocks' THEN
    -- The same rows are read whether a block begins or not; the rest is reckoned without a table.
    SELECT coalesce(array_agg(h.block ORDER BY d.number), '{}'), coalesce(array_agg(h.arm ORDER BY d.number), '{}'),
           (array_agg(h.block_length ORDER BY d.number DESC))[1], (array_agg(h.position ORDER BY d.number DESC))[1]
      INTO blocks, arms, last_length, last_position
      FROM allocation.draw d JOIN sealed.allocation h ON h.draw_id = d.id WHERE d.plan_id = p.id AND d.stratum = named;
    IF last_length IS NULL OR last_position = last_length THEN
      hidden.block := coalesce(blocks[cardinality(blocks)], 0) + 1;
      hidden.position := 1;
      hidden.block_length := (doc -> 'method' -> 'lengths' ->> allocation.random_below(jsonb_array_length(doc -> 'method' -> 'lengths')))::integer;
    ELSE
      hidden.block := blocks[cardinality(blocks)];
      hidden.position := last_position + 1;
      hidden.block_length := last_length;
    END IF;
    -- One of what the block has left: the same as the next of a shuffled block.
    SELECT array_agg(ratios[a] * hidden.block_length / (SELECT sum(r)::integer FROM unnest(ratios) r)
                     - (SELECT count(*)::integer FROM unnest(blocks, arms) given(block, arm) WHERE given.block = hidden.block AND given.arm = a) ORDER BY a)
      INTO left_over FROM generate_series(1, cardinality(ratios)) a;
    hidden.arm := allocation.by_ticket(left_over);
  ELSE
    SELECT array_agg(coalesce((doc -> 'method' -> 'weights' ->> (f.factor ->> 'name'))::double precision, 1) ORDER BY f.at)
      INTO weights FROM jsonb_array_elements(factors -> 'factors') WITH ORDINALITY f(factor, at);
    WITH own AS MATERIALIZED (
      SELECT d.levels, h.arm FROM allocation.draw d JOIN sealed.allocation h ON h.draw_id = d.id WHERE d.plan_id = p.id)
    SELECT array_agg(level.by_arm ORDER BY level.at) INTO counts FROM (
      SELECT g.at, array_agg((SELECT count(*)::integer FROM own WHERE own.arm = a AND own.levels -> (g.at - 1)::integer = g.level) ORDER BY a) AS by_arm
        FROM jsonb_array_elements(given_levels) WITH ORDINALITY g(level, at), generate_series(1, cardinality(ratios)) a GROUP BY g.at) level;
    sums := allocation.imbalances(counts, ratios, weights, doc -> 'method' ->> 'imbalance');
    SELECT min(v) INTO least FROM unnest(sums) v;
    SELECT array_agg(CASE WHEN sums[a] - least < 1e-12 THEN ratios[a] ELSE 0 END ORDER BY a),
           array_agg(CASE WHEN sums[a] - least < 1e-12 THEN 0 ELSE ratios[a] END ORDER BY a)
      INTO best, others FROM generate_series(1, cardinality(ratios)) a;
    hidden.arm := allocation.by_ticket(CASE
      WHEN (SELECT sum(o) FROM unnest(others) o) = 0
        OR allocation.random_below(1000000000) < (doc -> 'method' ->> 'probability')::double precision * 1000000000 THEN best ELSE others END);
    hidden.block := 0;
    hidden.block_length := 0;
    hidden.position := 0;
  END IF;
  id := hidden.draw_id;
  SELECT coalesce(max(d.number), 0) + 1 INTO number FROM allocation.draw d WHERE d.trial_id = s.trial_id;
  INSERT INTO allocation.draw (id, trial_id, site_id, subject_id, plan_id, number, stratum, levels, inputs, eligibility, person_id, transaction, commitment)
  VALUES (id, s.trial_id, s.site_id, s.id, p.id, number, named, given_levels, given_inputs, 'confirmed', nadir.actor(),
          pg_current_xact_id()::text, allocation.commitment(id, s.id, hidden));
  INSERT INTO sealed.allocation VALUES (hidden.*);
END
$$;
--> statement-breakpoint
CREATE FUNCTION allocation.arm_of(draw uuid) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
RETURN (SELECT p.arms -> (h.arm - 1) ->> 'name' FROM sealed.allocation h JOIN allocation.draw d ON d.id = h.draw_id
          JOIN allocation.plan p ON p.id = d.plan_id WHERE h.draw_id = draw);
--> statement-breakpoint
-- A draw that the person may act on; refuses like for one that does not exist.
CREATE FUNCTION allocation.own_draw(draw uuid) RETURNS allocation.draw
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  d allocation.draw;
BEGIN
  SELECT * INTO d FROM allocation.draw q WHERE q.id = draw
     AND (q.trial_id = ANY (nadir.trials_with_role('{coordinator}')) OR q.site_id = ANY (nadir.sites_with_role('{coordinator}')));
  IF d.id IS NULL THEN
    PERFORM nadir.refuse('DRAW_UNKNOWN', 'There is no such draw, or you are no coordinator of its patient''s site.');
  END IF;
  RETURN d;
END
$$;
--> statement-breakpoint
-- Tells the arm of a draw of an open trial, and writes that it was told. Never in the draw's own transaction, which could
-- still be rolled back.
CREATE FUNCTION allocation.tell(draw uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  d allocation.draw := allocation.own_draw(draw);
  arm text;
BEGIN
  IF d.transaction = pg_current_xact_id()::text THEN
    PERFORM nadir.refuse('DRAW_NOT_COMMITTED', 'An arm is told once its draw is written for good; end this transaction first.');
  END IF;
  IF (SELECT p.blinded FROM allocation.plan p WHERE p.id = d.plan_id) THEN
    PERFORM nadir.refuse('BLINDED', 'The trial is blinded: the arm is told in an emergency only, with a reason.');
  END IF;
  arm := allocation.arm_of(d.id);
  INSERT INTO allocation.told (draw_id, trial_id, site_id, subject_id, arm, person_id)
  VALUES (d.id, d.trial_id, d.site_id, d.subject_id, arm, nadir.actor()) ON CONFLICT DO NOTHING;
  RETURN arm;
END
$$;
--> statement-breakpoint
-- Emergency unblinding in two steps, so that it is written for good before the arm is known.
CREATE FUNCTION allocation.unblind(draw uuid, reason text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  d allocation.draw := allocation.own_draw(draw);
  made uuid;
BEGIN
  IF NOT (SELECT p.blinded FROM allocation.plan p WHERE p.id = d.plan_id) THEN
    PERFORM nadir.refuse('NOT_BLINDED', 'The trial is open: there is nothing to unblind.');
  END IF;
  INSERT INTO allocation.unblinding (draw_id, trial_id, site_id, subject_id, reason, person_id, transaction)
  VALUES (d.id, d.trial_id, d.site_id, d.subject_id,
          allocation.require_text(reason, 'An arm is unblinded for a reason; say it in a sentence.'), nadir.actor(), pg_current_xact_id()::text)
  RETURNING id INTO made;
  RETURN made;
END
$$;
--> statement-breakpoint
CREATE FUNCTION allocation.unblinded_arm(unblinding uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  u allocation.unblinding;
BEGIN
  SELECT * INTO u FROM allocation.unblinding q WHERE q.id = unblinding AND q.person_id = nadir.actor();
  IF u.id IS NULL THEN
    PERFORM nadir.refuse('DRAW_UNKNOWN', 'There is no such unblinding of yours.');
  END IF;
  IF u.transaction = pg_current_xact_id()::text THEN
    PERFORM nadir.refuse('DRAW_NOT_COMMITTED', 'An arm is unblinded once the reason is written for good; end this transaction first.');
  END IF;
  RETURN allocation.arm_of(u.draw_id);
END
$$;
--> statement-breakpoint
CREATE FUNCTION allocation.annotate(draw uuid, remark text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  d allocation.draw := allocation.own_draw(draw);
  made uuid;
BEGIN
  INSERT INTO allocation.annotation (draw_id, trial_id, site_id, subject_id, remark, person_id)
  VALUES (d.id, d.trial_id, d.site_id, d.subject_id, allocation.require_text(remark, 'A remark has words.'), nadir.actor())
  RETURNING id INTO made;
  RETURN made;
END
$$;
--> statement-breakpoint
-- For the check of the log: draws whose hidden arm is not the one that the draw committed to, or was told otherwise. Says
-- which, and of arms nothing.
CREATE FUNCTION allocation.broken_draws() RETURNS TABLE (draw_id uuid, why text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT d.id, CASE WHEN h.draw_id IS NULL THEN 'what was drawn was removed'
                    WHEN d.commitment <> allocation.commitment(d.id, d.subject_id, h) THEN 'what was drawn is not what the draw committed to'
                    ELSE 'the arm that was told is not the one that was drawn' END
    FROM allocation.draw d LEFT JOIN sealed.allocation h ON h.draw_id = d.id LEFT JOIN allocation.told t ON t.draw_id = d.id
   WHERE h.draw_id IS NULL OR d.commitment <> allocation.commitment(d.id, d.subject_id, h) OR t.arm <> allocation.arm_of(d.id)
   ORDER BY d.id
$$;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION allocation.lodge_rule(uuid, jsonb, text) TO nadir_app, nadir_system;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION allocation.plan_in_use(uuid) TO nadir_app, nadir_system;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION allocation.set_up(uuid, uuid, jsonb, boolean), allocation.keep_simulation(uuid, jsonb, jsonb),
  allocation.sign(uuid, text, text, text), allocation.draw(uuid, uuid, jsonb, jsonb, boolean), allocation.tell(uuid),
  allocation.unblind(uuid, text), allocation.unblinded_arm(uuid), allocation.annotate(uuid, text) TO nadir_app;
--> statement-breakpoint
-- The marks (0004) of the rows that the service person may not read, for the same check. Each row has a random word in it.
CREATE FUNCTION allocation.hidden_marks() RETURNS TABLE (name text, key text, trial uuid, hash text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
  SELECT 'allocation.setting', n.plan_id::text, n.trial_id, nadir.sha256_hex(to_jsonb(n)::text) FROM allocation.setting n
  UNION ALL
  SELECT 'allocation.simulation', n.id::text, n.trial_id, nadir.sha256_hex(to_jsonb(n)::text) FROM allocation.simulation n
  UNION ALL
  SELECT 'sealed.allocation', n.draw_id::text, d.trial_id, nadir.sha256_hex(to_jsonb(n)::text)
    FROM sealed.allocation n LEFT JOIN allocation.draw d ON d.id = n.draw_id
$$;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION allocation.broken_draws(), allocation.hidden_marks() TO nadir_system, nadir_auditor;
--> statement-breakpoint
SET LOCAL ROLE nadir_owner;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA allocation FROM nadir_keeper;
