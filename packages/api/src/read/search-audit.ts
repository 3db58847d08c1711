import { asAuditor, asPerson, type Database, type Tx } from "@nadir/db";
import { canonicalJson } from "@nadir/domain";
import { z } from "zod";
import { escaped } from "./like.ts";
import { auditWords, whoActed } from "./log/audit-words.ts";
import { changeOf, placeOfVersion, reasonsOf, versionOf } from "./log/change-words.ts";
import { MOST_ROWS, placeOfRow, rowKeys, rowNames } from "./log/row-names.ts";
import { rowsOfSubject, rowsOfSubjectsLike } from "./log/subject-rows.ts";
import { areSignatures, areTold } from "./log/told-events.ts";

export const auditQuery = z.object({
  /**
   * Part of the action, the object, the person, the payload, of a patient's key, or of the words in which an act is told, in
   * any case; or such words and a patient as they are shown: `signed the read, patient P-1`.
   */
  search: z.string().trim().max(100).default(""),
  /** An action as it stands in the log; or `ALL_SIGNATURES`, for every act that is a signature. */
  action: z.string().optional(),
  /** Key of a trial. */
  trial: z.string().max(200).optional(),
  /** Key of a patient: what was done with anything that is theirs, as far as the person may see it. */
  patient: z.string().trim().max(64).optional(),
  /** Part of the name, the id or the address of whoever did it, or of whose account it was done to, in any case. */
  actor: z.string().trim().max(100).optional(),
  /** First and last day (UTC) of the events. */
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  /** The number of the newest event that counts: with it pages stay what they are while others act. */
  upTo: z.int().min(0).optional(),
  page: z.int().min(1).default(1),
  pageSize: z.int().min(5).max(200).default(50),
  /** So many characters of each payload (an import's names every row of it); left out, all. */
  payloadUpTo: z.int().min(0).max(1_000_000).optional(),
});
/** Every act that is a signature, whatever the log calls it: no action has this name. */
export const ALL_SIGNATURES = "signatures of all kinds";
export type AuditQuery = z.infer<typeof auditQuery>;

export const auditEvent = z.object({
  seq: z.int(),
  at: z.date(),
  actor: z.string(),
  /** Who did it; also where the system wrote down what people did at their own account. */
  actorName: z.string().nullable(),
  action: z.string(),
  object: z.string(),
  trial: z.string().nullable(),
  /** What was done, as a sentence without its subject; it tells no more than the record shows to the person. */
  words: z.string(),
  /** Keys of the patients whom it is about, at most three. */
  patients: z.array(z.string()),
  /** Whether it is about more than these. */
  hasMorePatients: z.boolean(),
  payload: z.string(),
  /** Characters of the whole payload; of one longer than `LONG_BYTES` its bytes. */
  payloadLength: z.int(),
  hash: z.string(),
});
export type AuditEvent = z.infer<typeof auditEvent>;

export const auditPage = z.object({
  rows: z.array(auditEvent),
  total: z.int(),
  page: z.int(),
  pageSize: z.int(),
  actions: z.array(z.object({ value: z.string(), events: z.int() })),
});
export type AuditPage = z.infer<typeof auditPage>;

const LONG_BYTES = 100_000;

const MOST_PATIENTS = 3;
/** So much of a payload is looked through for the rows that it tells of first. */
const HEAD = 4000;

interface StoredEvent extends Omit<AuditEvent, "actorName" | "trial" | "words" | "patients" | "hasMorePatients"> {
  readonly trialId: string | null;
  /** The beginning of the payload. */
  readonly head: string;
  /** Members of a payload that is not too long to be read here. */
  readonly told: {
    readonly count?: unknown;
    readonly reason?: unknown;
    readonly state?: unknown;
    readonly change?: unknown;
    readonly row?: unknown;
    readonly email?: unknown;
    readonly codes?: unknown;
    readonly meaning?: unknown;
  } | null;
}

/** Whether an event tells of more rows than were looked at. */
const isCut = (keys: readonly string[], count: number | null): boolean =>
  keys.length >= MOST_ROWS && (count === null || count > keys.length);

/**
 * The newest events first. Row-level security leaves the events of the trials whose log the person may see, and the
 * person's own. The role that reads the log knows neither people nor trials, so their names come from a second read.
 */
export async function searchAudit(db: Database, personId: string, query: AuditQuery): Promise<AuditPage> {
  const asked = asPerson(db, personId, async (tx) => ({
    ...(await readNames(tx)),
    rows: query.patient ? await rowsOfSubject(tx, query.patient, query.trial) : undefined,
    told: query.search === "" ? undefined : await toldOf(tx, query),
  }));
  const events = (looked: Looked) => asAuditor(db, personId, (tx) => readEvents(tx, query, looked));
  // What is looked for by a name waits for the names; the log as it stands does not.
  const isByName = [query.search, query.trial, query.patient, query.actor].some((words) => words);
  const [names, { rows, ...page }] = isByName
    ? await asked.then(async (names) => [names, await events(lookedFor(query, names))] as const)
    : await Promise.all([asked, events(EVERYTHING)]);
  const nameOf = new Map(names.people.map((p) => [p.id, p.name]));
  const keyOf = new Map(names.trials.map((t) => [t.id, t.key]));
  const tableOf = (object: string) => object.split("/")[0] ?? "";
  const looked = rows.map((event) => {
    const change = event.told?.count === 1 ? changeOf(event.told.change) : null;
    const version = change?.reason === null ? versionOf(tableOf(event.object), event.told?.row) : null;
    return { event, keys: rowKeys(event.object, event.head), change, version };
  });
  const [known, reasons] = await asPerson(db, personId, (tx) =>
    Promise.all([
      rowNames(
        tx,
        looked.flatMap(({ event, keys }) => keys.map((key) => ({ table: tableOf(event.object), key }))),
      ),
      reasonsOf(
        tx,
        looked.flatMap(({ version }) => version ?? []),
      ),
    ]),
  );
  return {
    ...page,
    rows: looked.map(({ event: { trialId, head: _, told, ...event }, keys, change, version }) => {
      const count = typeof told?.count === "number" ? told.count : null;
      const text = (value: unknown) => (typeof value === "string" ? value : null);
      const changed = change && version ? { ...change, reason: reasons.get(placeOfVersion(version)) ?? null } : change;
      const said = {
        ...event,
        count,
        reason: text(told?.reason),
        state: text(told?.state),
        email: text(told?.email),
        codes: Array.isArray(told?.codes) ? told.codes.filter((code) => typeof code === "string") : [],
        meaning: text(told?.meaning),
        change: changed,
      };
      const named = keys.flatMap((key) => known.get(placeOfRow(tableOf(event.object), key)) ?? []);
      const seen = named.flatMap((row) => row.subject ?? []);
      // Who was looked for stands first: of an import that brought thousands only the first rows are looked at.
      const isAsked = query.patient ? seen.includes(query.patient) || isCut(keys, count) : false;
      const patients = [...new Set(isAsked ? [query.patient!, ...seen] : seen)];
      return {
        ...event,
        words: auditWords(said, named, (id) => nameOf.get(id) ?? null),
        patients: patients.slice(0, MOST_PATIENTS),
        hasMorePatients: patients.length > MOST_PATIENTS || (patients.length > 0 && isCut(keys, count)),
        payload: trialId === null || keyOf.has(trialId) ? event.payload : withoutTrial(event),
        actorName: nameOf.get(whoActed(event)) ?? null,
        trial: trialId === null ? null : (keyOf.get(trialId) ?? null),
      };
    }),
  };
}

/**
 * An own act that was refused in a trial which is not one's own: that there is such a trial is not told. (Everybody's own
 * acts are shown to them, also those on what they guessed the id of.)
 */
function withoutTrial({ payload, payloadLength }: Pick<AuditEvent, "payload" | "payloadLength">): string {
  // Cut short, it cannot be read, and so not told either.
  if (payload.length < payloadLength) return "";
  const { trial: _unsaid, ...said } = JSON.parse(payload) as Record<string, unknown>;
  return canonicalJson(said);
}

async function readNames(tx: Tx) {
  const [people, trials] = await Promise.all([
    // Whose address one may know: one's own, and those of the people whose roles one administers.
    tx.sql<{ id: string; name: string; email: string | null }[]>`
      select u.id, u.name,
        case when exists (select from identity.membership m where m.user_id = u.id) then lower(u.email) end as email
        from identity."user" u`,
    tx.sql<{ id: string; key: string }[]>`select id, key from record.trial where superseded_at is null`,
  ]);
  return { people, trials };
}

/** What an event is looked for by, once names are known. */
interface Looked {
  /** The ids of those whose name has what is searched for in it. */
  readonly byName: readonly string[];
  /** Null: a trial that is not one's own, of which there is no event. */
  readonly trialId: string | null | undefined;
  readonly actors: { readonly ids: readonly string[]; readonly emails: readonly string[] } | undefined;
  /** The ids of what is the patient's; null: there is no such patient for the person. */
  readonly rows: readonly string[] | null | undefined;
  readonly told: Told | undefined;
}
const EVERYTHING: Looked = { byName: [], told: undefined, trialId: undefined, actors: undefined, rows: undefined };

type Names = Awaited<ReturnType<typeof readNames>> & Pick<Looked, "rows" | "told">;

function lookedFor(query: AuditQuery, { people, trials, rows, told }: Names): Looked {
  const wanted = query.search.toLowerCase();
  const actor = query.actor?.toLowerCase() ?? "";
  const called = (part: string) =>
    people.filter((p) => [p.name, p.id, p.email ?? ""].some((w) => w.toLowerCase().includes(part)));
  /** Patterns of addresses: who is turned away at the sign-in is known by what they typed alone. */
  const addressesOf = (part: string) => [
    `%${escaped(part)}%`,
    ...called(part).flatMap(({ email }) => (email ? [escaped(email)] : [])),
  ];
  return {
    byName: wanted === "" ? [] : people.filter((p) => p.name.toLowerCase().includes(wanted)).map((p) => p.id),
    trialId: query.trial ? (trials.find((t) => t.key === query.trial)?.id ?? null) : undefined,
    actors: actor === "" ? undefined : { ids: called(actor).map(({ id }) => id), emails: addressesOf(actor) },
    rows,
    told,
  };
}

/** What is searched for as far as it is in no payload: the ids of what is the patients' whose keys contain it. */
interface Told {
  readonly rows: readonly string[];
  /** The search read as words and a patient: `signed the read, patient P-1`. */
  readonly both: { readonly words: string; readonly rows: readonly string[] } | null;
}

async function toldOf(tx: Tx, { search, trial }: AuditQuery): Promise<Told> {
  const [, words, key] = /^(.+?),? patients? (\S+)$/i.exec(search) ?? [];
  const rows = await rowsOfSubjectsLike(tx, search, trial);
  if (words === undefined || key === undefined) return { rows, both: null };
  return { rows, both: { words, rows: (await rowsOfSubject(tx, key, trial)) ?? [] } };
}

async function readEvents(tx: Tx, query: AuditQuery, narrowed: Looked) {
  const { sql } = tx;
  const { told } = narrowed;
  // Asked before: beside patterns the index would not serve, and the log would not be read by several workers.
  const naming = async (ids: readonly string[] = []) => {
    if (ids.length === 0) return [];
    const found = await sql<{ seq: number }[]>`select audit.events_naming(${[...ids]}::text[]) as seq`;
    return found.map(({ seq }) => seq);
  };
  const [ofLike, ofBoth] = await Promise.all([naming(told?.rows), naming(told?.both?.rows)]);
  const like = `%${escaped(query.search)}%`;
  // Payloads are long: they are read only where something is looked for.
  const where = sql`
    where ${
      query.search === ""
        ? sql`true`
        : sql`(action ilike ${like} or action ilike ${like.replaceAll(" ", "-")} or object ilike ${like} or payload ilike ${like}
            or actor = any (${[...narrowed.byName]}) or object = any (${narrowed.byName.map((id) => `person:${id}`)})
            or ${areTold(tx, query.search)}
            ${ofLike.length > 0 ? sql`or seq = any (${ofLike}::bigint[])` : sql``}
            ${told?.both && ofBoth.length > 0 ? sql`or (seq = any (${ofBoth}::bigint[]) and ${areTold(tx, told.both.words)})` : sql``})`
    }
    ${query.action === ALL_SIGNATURES ? sql`and ${areSignatures(tx)}` : query.action ? sql`and action = ${query.action}` : sql``}
    ${narrowed.trialId === undefined ? sql`` : sql`and trial_id = ${narrowed.trialId}`}
    ${
      narrowed.actors
        ? sql`and (actor = any (${[...narrowed.actors.ids]}) or object = any (${narrowed.actors.ids.map((id) => `person:${id}`)})
            or (object = 'person:unknown' and (payload::jsonb ->> 'email') ilike any (${[...narrowed.actors.emails]}::text[])))`
        : sql``
    }
    ${narrowed.rows === undefined ? sql`` : sql`and seq = any (array(select audit.events_naming(${[...(narrowed.rows ?? [])]}::text[])))`}
    ${query.upTo === undefined ? sql`` : sql`and seq <= ${query.upTo}`}
    ${query.from ? sql`and at >= ${query.from}::date::timestamp at time zone 'UTC'` : sql``}
    ${query.to ? sql`and at < (${query.to}::date + 1)::timestamp at time zone 'UTC'` : sql``}`;
  const [rows, totals, actions] = await Promise.all([
    sql<StoredEvent[]>`
      select seq, at, actor, action, object, trial_id as "trialId", hash, left(payload, ${HEAD}) as head,
        case when octet_length(payload) <= ${LONG_BYTES} then (
          select jsonb_build_object('count', p -> 'count', 'reason', p -> 'reason', 'email', p -> 'email', 'codes', p -> 'codes', 'meaning', p -> 'meaning', 'state', p #> '{changes,0,to,state}',
                   'change', p #> '{changes,0}', 'row', p #> '{rows,0}')
            from (select payload::jsonb as p) read) end as told,
        -- Of a long payload the length is told in bytes: to count its characters, all of it would be unpacked.
        case when octet_length(payload) > ${LONG_BYTES} then octet_length(payload) else length(payload) end as "payloadLength",
        ${query.payloadUpTo === undefined ? sql`payload` : sql`left(payload, ${query.payloadUpTo})`} as payload
      from audit.event ${where} order by seq desc
      limit ${query.pageSize} offset ${(query.page - 1) * query.pageSize}`,
    sql<{ total: number }[]>`select count(*)::int as total from audit.event ${where}`,
    sql<{ value: string; events: number }[]>`
      select action as value, count(*)::int as events from audit.event group by action order by action`,
  ]);
  return { rows, total: totals[0]?.total ?? 0, page: query.page, pageSize: query.pageSize, actions };
}
