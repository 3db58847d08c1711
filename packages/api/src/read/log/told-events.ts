import type { Tx } from "@nadir/db";
import { ADJUDICATION_MEANING, READ_MEANING } from "@nadir/domain";
import { escaped } from "../like.ts";
import { ACTS, BOARD_ACTS, PASSWORD_REFUSED, QUERY_ACTS } from "./audit-words.ts";
import { LOGGED_TABLES } from "./logged-tables.ts";

/** Events by what the log keeps of them: those to which everything that is said here applies. */
interface Like {
  readonly action?: string;
  /** Ends of the action. */
  readonly ends?: string;
  readonly object?: string;
  /** Members of the payload, by their path; `null`: there is none. Read last, of what is left then. */
  readonly has?: readonly (readonly [path: string, value: string | null])[];
  /** A member that is there, whatever it is. */
  readonly hasSome?: string;
  /** Text that stands in the payload. */
  readonly says?: string;
}

const ROLE = "{content,0,3}";
const AMENDS = "{content,0,4}";
const STATE = "{changes,0,to,state}";
const MEANING = "{changes,0,to,meaning}";
const inserted = (object: string, ...has: NonNullable<Like["has"]>): Like => ({ action: "inserted", object, has });
const updated = (object: string, ...has: NonNullable<Like["has"]>): Like => ({ action: "updated", object, has });
const session = "record.read_session";

/** What is told of an event in words that do not come from the record, and which events are told so. */
const TOLD: readonly (readonly [words: string, like: Like])[] = [
  ...Object.entries(ACTS).map(([action, words]) => [words, { action }] as const),
  ...Object.entries(PASSWORD_REFUSED).map(([code, words]) => [words, { ends: "-refused", says: `"${code}"` }] as const),
  ...Object.entries(BOARD_ACTS).map(
    ([kind, words]) => [words, inserted("board.act", ["{content,0,3}", kind])] as const,
  ),
  ...Object.entries(QUERY_ACTS).map(
    ([act, words]) => [words, inserted("record.query_event", ["{content,0,2}", act])] as const,
  ),
  ["put on the board's agenda", inserted("board.case")],
  ["called the meeting", inserted("board.meeting")],
  ["called off the meeting", inserted("board.meeting_change", ["{content,0,5}", "true"])],
  ["changed the meeting to", inserted("board.meeting_change", ["{content,0,5}", "false"])],
  ["changed the order of a meeting's agenda", inserted("board.agenda_order")],
  ...["reader-1", "reader-2"].flatMap((role) => [
    ["began the read of visit", inserted(session, [ROLE, role], [AMENDS, null])] as const,
    ["began an amendment of the read of visit", { ...inserted(session, [ROLE, role]), hasSome: AMENDS }] as const,
  ]),
  ["began the adjudication of visit", inserted(session, ["{content,0,3}", "adjudicator"])],
  ["signed the read of visit", updated(session, [STATE, "signed"], [MEANING, READ_MEANING])],
  ["signed the adjudication of visit", updated(session, [STATE, "signed"], [MEANING, ADJUDICATION_MEANING])],
  ["kept a draft of the read of visit", updated(session, [STATE, null])],
  ["dropped the amendment of the read of visit", updated(session, [STATE, "dropped"])],
  ["compared the two reads of visit", inserted("record.read_comparison")],
  ["assigned the reads to", inserted("record.read_assignment")],
  ["signed a reader's form of visit", inserted("record.reading_signature")],
  ["locked the data", inserted("identity.data_lock")],
  ["unlocked the data", updated("identity.data_lock")],
  ["signed the data lock", inserted("identity.data_lock_signature", ["{content,0,act}", "lock"])],
  ["signed the data unlock", inserted("identity.data_lock_signature", ["{content,0,act}", "unlock"])],
  ["the role", inserted("identity.membership")],
  ["changed the role", updated("identity.membership")],
  ["drew the arm at random", inserted("allocation.draw")],
  ["was told the arm drawn", inserted("allocation.told")],
  ["signed the plan of random allocation", inserted("allocation.signature")],
  ["unblinded the arm", inserted("allocation.unblinding")],
  ["wrote the protocol", inserted("validation.protocol")],
  ["changed the protocol", updated("validation.protocol")],
];

/** Tables each of whose events has words of its own: what their rows are called is not told. */
const OWN: ReadonlySet<string> = new Set(TOLD.flatMap(([, { object }]) => object ?? []));
const NOUNS = Object.entries(LOGGED_TABLES)
  .filter(([table]) => !OWN.has(table))
  .flatMap(([object, { noun }]) => noun.map((words) => [words, { object }] as const));
const VERBS: readonly (readonly [words: string, like: Like])[] = [
  ["brought in", { action: "inserted", says: '"reason":"import' }],
  ["corrected", { action: "superseded" }],
  ["took back", { action: "superseded", says: '"superseded_at":"' }],
  ["removed", { action: "deleted" }],
];

/** Events in whose sentences these words stand, as far as they are the log's own words and not a name of the record. */
function toldLike(words: string): Like[] {
  const wanted = words.toLowerCase();
  // From the beginning of a word: who looks for `signed` does not mean `assigned`.
  const holds = (phrase: string) => ` ${phrase.toLowerCase()}`.includes(` ${wanted}`);
  const said = [...TOLD, ...VERBS, ...NOUNS].filter(([phrase]) => holds(phrase)).map(([, like]) => like);
  // `corrected a measurement`, `corrected visit`: a verb and what it was done to.
  const pairs = VERBS.filter(([verb]) => wanted.startsWith(`${verb} `)).flatMap(([verb, like]) => {
    const rest = wanted.slice(verb.length + 1).replace(/^an? /, "");
    return NOUNS.filter(([noun]) => noun.includes(rest)).map(([, of]) => ({ ...like, ...of }));
  });
  return [...said, ...pairs];
}

/**
 * Every act that is a signature: under protocols of validation (their own action in the log), reads and adjudications, readers'
 * forms, decisions of the board, data locks and their ends, plans of allocation.
 */
const SIGNATURES: readonly Like[] = [
  { action: "signed" },
  updated(session, [STATE, "signed"]),
  inserted("record.reading_signature"),
  inserted("board.act", ["{content,0,3}", "decision"]),
  inserted("identity.data_lock_signature"),
  inserted("allocation.signature"),
];

/** SQL: the event is one of these. What is cheap to know comes first: a payload is read of few. */
function oneOf({ sql }: Tx, likes: readonly Like[]) {
  // An empty list would be a parameter.
  if (likes.length === 0) return sql`false`;
  const each = likes.map(({ action, ends, object, has = [], hasSome, says }) => {
    const parts = [
      action === undefined ? sql`` : sql`and action = ${action}`,
      ends === undefined ? sql`` : sql`and action like ${`%${ends}`}`,
      object === undefined ? sql`` : sql`and object = ${object}`,
      says === undefined ? sql`` : sql`and payload like ${`%${escaped(says)}%`}`,
      // A text is looked for much faster than a payload is read.
      ...has.map(([, value]) =>
        value === null || value === "true" || value === "false"
          ? sql``
          : sql`and payload like ${`%"${escaped(value)}"%`}`,
      ),
      ...has.map(([path, value]) => sql`and (payload::jsonb #>> ${path}::text[]) is not distinct from ${value}`),
      hasSome === undefined ? sql`` : sql`and (payload::jsonb #>> ${hasSome}::text[]) is not null`,
    ];
    return sql`or (true ${parts})`;
  });
  return sql`(false ${each})`;
}

export const areSignatures = (tx: Tx) => oneOf(tx, SIGNATURES);
export const areTold = (tx: Tx, words: string) => oneOf(tx, toldLike(words));
