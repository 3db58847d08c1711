-- What tables, triggers and policies lean on: who acts, how a refusal is raised, and the refusal to change.
CREATE SCHEMA nadir;
--> statement-breakpoint
GRANT USAGE ON SCHEMA nadir TO PUBLIC;
--> statement-breakpoint
-- The person of this transaction, as the seam `asPerson` set it; null outside.
CREATE FUNCTION nadir.person() RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
RETURN nullif(current_setting('app.person_id', true), '');
--> statement-breakpoint
-- Who did it, for the log: the person, or the database role that came without one.
CREATE FUNCTION nadir.actor() RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
RETURN coalesce(nullif(current_setting('app.person_id', true), ''), 'database:' || session_user);
--> statement-breakpoint
-- A refusal: `code` is the machine word, `sentence` what a person reads. The seam turns it into a domain Refusal.
CREATE FUNCTION nadir.refuse(code text, sentence text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'NDR01', MESSAGE = sentence, DETAIL = code;
END
$$;
--> statement-breakpoint
-- Trigger: the rows of this table are never changed or removed.
CREATE FUNCTION nadir.refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM nadir.refuse('APPEND_ONLY', format('%s.%s is append-only: %s is refused for everyone. Record what is right as a new row.',
    TG_TABLE_SCHEMA, TG_TABLE_NAME, TG_OP));
  RETURN NULL;
END
$$;
--> statement-breakpoint
-- Canonical JSON of a jsonb value: keys sorted by code point, no white space. (Numbers as Postgres prints them.)
CREATE FUNCTION nadir.canonical(value jsonb) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  CASE jsonb_typeof(value)
    WHEN 'object' THEN
      RETURN '{' || coalesce((SELECT string_agg(to_json(m.key)::text || ':' || nadir.canonical(m.value), ',' ORDER BY m.key COLLATE "C")
                                FROM jsonb_each(value) m), '') || '}';
    WHEN 'array' THEN
      RETURN '[' || coalesce((SELECT string_agg(nadir.canonical(e.value), ',' ORDER BY e.ordinality)
                                FROM jsonb_array_elements(value) WITH ORDINALITY e), '') || ']';
    ELSE
      RETURN value::text;
  END CASE;
END
$$;
--> statement-breakpoint
CREATE FUNCTION nadir.sha256_hex(content text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp
RETURN encode(sha256(convert_to(content, 'UTF8')), 'hex');
--> statement-breakpoint
-- A trigger or a column default may call these whoever runs the statement: they read nothing.
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA nadir TO PUBLIC;
