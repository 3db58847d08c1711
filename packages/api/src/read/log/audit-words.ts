import { SYSTEM } from "@nadir/db";
import { type Change, changeWords } from "./change-words.ts";
import { LOGGED_TABLES } from "./logged-tables.ts";
import type { NamedRow } from "./row-names.ts";

/** What of an event its sentence is made of. */
export interface ToldEvent {
  readonly actor: string;
  readonly action: string;
  readonly object: string;
  /** How many rows it tells of; null where it is no change of rows, or of too many to be counted here. */
  readonly count: number | null;
  /** The reason that the change was made with. */
  readonly reason: string | null;
  /** The address that somebody gave at the sign-in; `no address` where what was typed was none. */
  readonly email: string | null;
  /** The state that the first row took, where that changed. */
  readonly state: string | null;
  /** Why an act was refused, by the codes of the refusal, and what a signature would have meant. */
  readonly codes: readonly string[];
  readonly meaning: string | null;
  /** Of an event of one row what changed in it, and why. */
  readonly change: Change | null;
}

export const BOARD_ACTS: Readonly<Record<string, string>> = {
  question: "put a question to the board",
  proposal: "proposed to the board",
  vote: "voted at the board",
  decision: "signed the decision of the board",
  withdrawn: "took off the board's agenda",
};
export const QUERY_ACTS: Readonly<Record<string, string>> = {
  raised: "asked in a query",
  answered: "answered a query",
  closed: "closed a query",
};

/** Acts that the application tells itself, by their name in the log. */
export const ACTS: Readonly<Record<string, string>> = {
  "sign-in": "signed in",
  "sign-in-refused": "was refused at the sign-in",
  "sign-in-locked": "was locked out of the sign-in",
  "password-locked": "was locked out of giving the password, for signatures too",
  "sign-in-unlocked": "unlocked the sign-in",
  "second-factor-asked": "was asked for a second factor",
  "second-factor-refused": "was refused at the second factor",
  "second-factor-enabled": "turned on a second factor",
  "second-factor-disabled": "turned off the second factor",
  "recovery-codes-renewed": "renewed the recovery codes",
  "session-ended": "ended a session",
  "person-added": "added the account",
  "person-disabled": "disabled the account",
  "password-set": "set a one-time password",
  "password-chosen": "chose a password",
  "password-changed": "changed the password",
  "role-granted": "granted a role",
  "role-revoked": "took back a role",
  "passkey-added": "added a passkey",
  "passkey-removed": "removed a passkey",
  "passkeys-removed": "removed the passkeys",
  "identity-linked": "linked the hospital account",
  "second-factor-required": "made the second factor compulsory",
  "second-factor-optional": "made the second factor optional",
  "second-factor-removed": "removed the second factor",
  imported: "imported data into the trial",
  "trial-made": "made the trial",
  "exported-deidentified": "exported the trial de-identified",
  "sealed-course-read": "read the course, sealed for others,",
  "sealed-courses-read": "read courses that are sealed for others",
  "predictions-lodged": "lodged predictions for the protocol",
  "report-taken": "took the report of the protocol",
  reported: "wrote the report of the protocol",
  proved: "recomputed the report of the protocol",
  "models-compared": "compared models of the protocol",
  signed: "signed the protocol",
  opened: "opened the sealed test set for the protocol",
};

/** Acts of people on their own account, which the system writes down: nobody else did them. */
const OWN_ACTS: ReadonlySet<string> = new Set([
  "sign-in",
  "second-factor-asked",
  "second-factor-enabled",
  "second-factor-disabled",
  "recovery-codes-renewed",
  "session-ended",
  "password-chosen",
  "password-changed",
  "passkey-added",
  "passkey-removed",
]);

/** The id of who did it: whoever the log has, but where the system wrote down what people did at their own account. */
export function whoActed({ actor, action, object }: Pick<ToldEvent, "actor" | "action" | "object">): string {
  const person = /^person:(.+)$/.exec(object)?.[1];
  return actor === SYSTEM && person !== undefined && person !== "unknown" && OWN_ACTS.has(action) ? person : actor;
}

/** What was done, as a sentence without its subject: `signed the read of visit W8`. The patient stands beside it. */
export function auditWords(event: ToldEvent, rows: readonly NamedRow[], nameOf: (id: string) => string | null): string {
  const [table = "", id] = event.object.split("/");
  const of = LOGGED_TABLES[table];
  const known = ACTS[event.action];
  if (known !== undefined && (id !== undefined || !of)) return [known, ...ofWhom(event, rows, nameOf)].join(" ");
  if (id !== undefined || !of || !CHANGES.has(event.action))
    return [spelled(event.action), ...whyRefused(event)].join(": ");
  const [first] = rows;
  const isOne = event.count === 1;
  const own = isOne && first ? ownWords(table, event, first, nameOf) : null;
  return own ?? general(event, of.noun, isOne ? first : undefined, rows);
}

const CHANGES: ReadonlySet<string> = new Set(["inserted", "superseded", "updated", "deleted"]);

/** `opening-refused` as words. */
const spelled = (action: string): string => action.replaceAll("-", " ");

export const PASSWORD_REFUSED: Readonly<Record<string, string>> = {
  SIGNATURE_MISSING: "wrong password",
  TOO_MANY_FAILURES: "locked after wrong passwords",
};

/** `wrong password (I have read this scan myself, and this is my read.)`; nothing where it was refused for something else. */
function whyRefused({ action, codes, meaning }: ToldEvent): string[] {
  const why = action.endsWith("-refused") ? codes.flatMap((code) => PASSWORD_REFUSED[code] ?? [])[0] : undefined;
  return why === undefined ? [] : [meaning === null ? why : `${why} (${meaning})`];
}

/** Of an account whose it is, or by what address somebody came whom nobody knows; of a protocol which. */
function ofWhom(event: ToldEvent, [row]: readonly NamedRow[], nameOf: (id: string) => string | null): string[] {
  const { object, email } = event;
  const person = /^person:(.+)$/.exec(object)?.[1];
  // Who did it stands beside the sentence.
  if (person !== undefined && person === whoActed(event)) return [];
  const name = person === undefined ? null : nameOf(person);
  if (name !== null) return [`(${name})`];
  if (person === "unknown" && email !== null) return [`(${email})`];
  return row?.table === "validation.protocol" && row.detail ? [`‘${row.detail}’`] : [];
}

/** Acts that have words of their own; null where the general ones serve. */
function ownWords(
  table: string,
  { action, state }: ToldEvent,
  { detail, visit, person }: NamedRow,
  nameOf: (id: string) => string | null,
): string | null {
  const at = visit === null ? "" : ` of visit ${visit}`;
  const isNew = action === "inserted";
  const whom = (person === null ? null : nameOf(person)) ?? "a person";
  switch (table) {
    case "board.act":
      return BOARD_ACTS[detail ?? ""] ?? null;
    case "board.case":
      return "put on the board's agenda";
    case "board.meeting":
      return `called the meeting ‘${detail}’ of the board`;
    case "board.meeting_change":
      return detail;
    case "board.agenda_order":
      return "changed the order of a meeting's agenda";
    case "record.query_event":
      return QUERY_ACTS[detail ?? ""] ?? null;
    case "record.read_session": {
      const [role, why] = splitOnce(detail ?? "", ": ");
      const read = `the ${role === "adjudicator" ? "adjudication" : "read"}${at}`;
      if (isNew) return why === null ? `began ${read}` : `began an amendment of ${read}: ${why}`;
      const what = why === null ? read : `the amendment of ${read}`;
      if (state === "dropped") return `dropped the amendment of ${read}`;
      return state === "signed" ? `signed ${what}` : `kept a draft of ${what}`;
    }
    case "record.read_comparison":
      return `compared the two reads${at}`;
    case "record.read_assignment":
      return `assigned the reads to ${whom}`;
    case "record.reading_signature":
      return `signed a reader's form${at}`;
    case "record.site_act":
      return detail;
    case "identity.data_lock":
      return isNew ? "locked the data" : "unlocked the data";
    case "identity.data_lock_signature":
      return `signed the data ${detail === "unlock" ? "unlock" : "lock"}`;
    case "identity.membership":
      return isNew ? `gave ${whom} the role ${detail}` : `changed the role ${detail} of ${whom}`;
    case "allocation.signature":
      return `signed the plan of random allocation (${detail})`;
    case "allocation.draw":
      return "drew the arm at random";
    case "allocation.told":
      return "was told the arm drawn";
    case "allocation.unblinding":
      return "unblinded the arm";
    case "validation.protocol":
      return isNew
        ? `wrote the protocol ‘${detail}’`
        : `changed the protocol ‘${detail}’${state ? ` to ${state}` : ""}`;
    default:
      return null;
  }
}

function splitOnce(text: string, by: string): [string, string | null] {
  const at = text.indexOf(by);
  return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + by.length)];
}

/** `brought in 12 measurements`, `corrected the visit W8`. */
function general(
  { action, count, reason, change }: ToldEvent,
  [one, many]: readonly [string, string],
  row: NamedRow | undefined,
  rows: readonly NamedRow[],
): string {
  const isImport = action === "inserted" && (reason?.startsWith("import") ?? false);
  const verb = isImport
    ? "brought in"
    : change?.isTakenBack
      ? "took back"
      : { inserted: "recorded", superseded: "corrected", updated: "changed", deleted: "removed" }[action];
  if (count === 1) {
    const which = row?.detail && row.detail !== row.subject ? ` ${row.detail}` : "";
    const at = row?.visit ? ` of visit ${row.visit}` : "";
    // Of a row that the person may not see nothing is told but that there is one.
    return `${verb} ${which === "" ? articleOf(one) : ""}${one}${which}${at}${row && change ? changeWords(change) : ""}`;
  }
  const visits = new Set(rows.map((r) => r.visit));
  const [visit] = visits;
  const at = visits.size === 1 && visit && count !== null && count <= rows.length ? ` of visit ${visit}` : "";
  return `${verb} ${count ?? "many"} ${many}${at}`;
}

const articleOf = (noun: string): string => (/^[aeiou]/i.test(noun) ? "an " : "a ");
