import { asPerson, asSystem, retract, supersede } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { hashOf } from "@nadir/domain";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  callMeeting,
  castVote,
  changeMeeting,
  decide,
  listMeetings,
  orderAgenda,
  propose,
  putOnAgenda,
  readCase,
} from "../../board/index.ts";
import { amendRead, readReadForm, setCharter, signRead, takeRead } from "../../reads/index.ts";
import { signVasari } from "../../vasari/index.ts";
import { ALL_SIGNATURES, auditQuery, searchAudit } from "../search-audit.ts";
import { type PlantedTrial, plantPerson, plantTrial } from "../testing/plant-trial.ts";
import { auditWords } from "./audit-words.ts";
import { LOGGED_TABLES } from "./logged-tables.ts";
import { rowKeys, rowNames } from "./row-names.ts";
import { rowsOfSubject } from "./subject-rows.ts";

let database: TestDatabase;
let trial: PlantedTrial;
let other: PlantedTrial;
beforeAll(async () => {
  database = await testDatabase();
  const { db } = database;
  trial = await plantTrial(db);
  other = await plantTrial(db, "other-trial");
  for (const role of ["coordinator", "board", "administrator"]) await plantPerson(db, trial.id, role);
  await plantPerson(db, other.id, "administrator", null, "elsewhere");
  const { meeting } = await callMeeting(db, "coordinator", {
    ...{ trial: trial.key, heldOn: "2026-11-30", title: "Liver board" },
  });
  const put = (subject: string) => putOnAgenda(db, "coordinator", { meeting, subject, question: "Real progression?" });
  const first = await put("P-1");
  const second = await put("P-2");
  await orderAgenda(db, "coordinator", { meeting, cases: [second.case, first.case], seen: 0 });
  const moved = { meeting, heldOn: "2026-12-01", title: "Liver board" };
  await changeMeeting(db, "coordinator", { ...moved, isOff: true, reason: "ill", seen: 0 });
  await changeMeeting(db, "coordinator", { ...moved, isOff: false, reason: "well", seen: 1 });
  const biopsy = { decision: "biopsy", text: "Biopsy", reason: "It grew", again: "" } as const;
  await propose(db, "board", { case: first.case, seen: 1, ...biopsy });
  await castVote(db, "board", { case: first.case, seen: 2, vote: "for", reason: "" });
});
afterAll(() => database.close());

const events = async (query: object, by = "administrator") =>
  (await searchAudit(database.db, by, auditQuery.parse({ pageSize: 200, ...query }))).rows;
const said = async (query: object, by?: string) =>
  (await events(query, by)).map((e) => [e.actor, e.words, e.patients.join(" ")]);

describe("the log in words", () => {
  test("says who did what at the board, and to whom", async () => {
    expect(await said({ patient: "P-1", actor: "board" })).toEqual([
      ["board", "voted at the board", "P-1"],
      ["board", "proposed to the board", "P-1"],
    ]);
    expect(await said({ actor: "coordinator" })).toEqual([
      ["coordinator", "changed the meeting to ‘Liver board’ on 2026-12-01: well", ""],
      ["coordinator", "called off the meeting ‘Liver board’ on 2026-12-01: ill", ""],
      ["coordinator", "changed the order of a meeting's agenda", ""],
      ["coordinator", "put a question to the board", "P-2"],
      ["coordinator", "put on the board's agenda", "P-2"],
      ["coordinator", "put a question to the board", "P-1"],
      ["coordinator", "put on the board's agenda", "P-1"],
      ["coordinator", "called the meeting ‘Liver board’ of the board", ""],
    ]);
  });

  test("finds by a patient everything of theirs, and nothing of another's alone", async () => {
    const found = await events({ patient: "P-1", trial: trial.key });
    const objects = new Set(found.map((e) => e.object));
    for (const table of ["board.act", "board.case", "record.subject", "record.visit", "record.measurement"])
      expect(objects, table).toContain(table);
    const ids = (await asPerson(database.db, "administrator", (tx) => rowsOfSubject(tx, "P-1", trial.key)))!;
    for (const event of found)
      expect(
        ids.some((id) => event.payload.includes(id)),
        event.object,
      ).toBe(true);
    // Who was looked for stands first, also of a statement that brought many.
    for (const event of found) expect(event.patients[0], event.words).toBe("P-1");
    expect(await events({ patient: "P-99" })).toEqual([]);
    // What is found by the index is what a search of every payload finds, but for the order of whole agendas.
    const all = await asSystem(
      database.db,
      "compare",
      ({ sql }) => sql<{ seq: number }[]>`
        select seq::int from audit.event
         where trial_id = ${trial.id} and object <> 'board.agenda_order' and exists (select from unnest(${ids}::text[]) i where payload like '%' || i || '%') order by seq desc`,
    );
    expect(found.map((e) => e.seq)).toEqual(all.map((e) => e.seq));
  });

  test("tells nothing of a trial to whoever may not see it: no event, no patient, no word", async () => {
    expect(await events({ patient: "P-1", trial: trial.key }, "elsewhere")).toEqual([]);
    for (const event of await events({}, "elsewhere")) {
      expect(event.trial === null || event.trial === "other-trial").toBe(true);
      expect(event.words).not.toContain("Liver board");
    }
    // Keys are the same in both trials: only the own one's rows are looked for.
    for (const { payload } of await events({ patient: "P-1" }, "elsewhere"))
      expect(payload).not.toContain(trial.subjects["P-1"]);
    const rows = await asPerson(database.db, "elsewhere", (tx) =>
      rowNames(tx, [{ table: "record.subject", key: trial.subjects["P-1"]! }]),
    );
    expect(rows.size).toBe(0);
  });

  test("says what was corrected and why, also where the same words were the reason before", async () => {
    const { id, document } = await asSystem(database.db, "find one", async ({ sql }) => {
      const [row] = await sql<{ id: string; document: Record<string, unknown> }[]>`
        select m.id, m.document from record.measurement m join record.visit v on v.id = m.visit_id
         where m.subject_id = ${trial.subjects["P-3"]!} and v.key = 'FU1' order by m.document ->> 'lesion' limit 1`;
      return row!;
    });
    for (const longestMm of [31.5, 33])
      await asPerson(database.db, "coordinator", async (tx) => {
        const now = { ...document, longestMm };
        await supersede(
          tx,
          "measurement",
          id,
          { longest_mm: longestMm, document: tx.sql.json(now as never), content_hash: hashOf(now) },
          "typed wrongly",
        );
      });
    await asPerson(database.db, "coordinator", (tx) => retract(tx, "measurement", id, "of another patient"));
    const was = document["longestMm"];
    expect((await said({ patient: "P-3", actor: "coordinator" })).map(([, words]) => words)).toEqual([
      "took back a measurement of visit FU1: because “of another patient”",
      "corrected a measurement of visit FU1: longest mm 31.5 → 33; because “typed wrongly”",
      `corrected a measurement of visit FU1: longest mm ${was} → 31.5; because “typed wrongly”`,
    ]);
  });

  test("an own act on a row that one may no longer see names nobody", async () => {
    // The vote was this person's; without a role in the trial the row is out of sight, and the words stay general.
    await asSystem(
      database.db,
      "leave",
      ({ sql }) => sql`update identity.membership set revoked_at = now() where user_id = 'board'`,
    );
    const own = await events({ actor: "board" }, "board");
    expect(own.length).toBeGreaterThan(0);
    for (const event of own) expect(event).toMatchObject({ patients: [], words: "recorded an act of the board" });
    await asSystem(
      database.db,
      "come back",
      ({ sql }) => sql`update identity.membership set revoked_at = null where user_id = 'board'`,
    );
  });

  test("finds every signature by one choice, and an act by the words in which it is told", async () => {
    const { db } = database;
    for (const id of ["anna", "ben", "arbiter"])
      await plantPerson(db, trial.id, id === "arbiter" ? "adjudicator" : "reader", null, id);
    const by = (personId: string) => ({ personId, role: "reader", authenticate: async () => true });
    const charter = { readers: 2 as const, adjudication: true, sumDiffersPercent: null };
    await setCharter(db, "administrator", { trial: trial.key, charter, seen: 0, reason: "central review" });
    const read = async (person: string, longestMm: number, amended?: string) => {
      const session =
        amended === undefined
          ? (await takeRead(db, person, { trial: trial.key, subject: "P-12", visit: "BL" })).session
          : (await amendRead(db, person, { session: amended, reason: "a slip of the pen" })).session;
      const { document, version } = await asPerson(db, person, (tx) => readReadForm(tx, person, session));
      const lesions = document.lesions.map((lesion) => ({ ...lesion, longestMm }));
      await signRead(db, by(person), { session, version, document: { ...document, lesions } });
      return session;
    };
    const first = await read("anna", 40);
    await read("anna", 41, first);
    const oedema = { subject: "P-11", visit: "BL", f14: "none" } as never;
    await signVasari(db, by("ben"), { trial: trial.key, form: oedema });
    const { meetings } = await asPerson(db, "board", (tx) => listMeetings(tx, "board", { trial: trial.key }));
    const { id, courseHash } = await asPerson(db, "board", (tx) =>
      readCase(tx, "board", { meeting: meetings[0]!.id, subject: "P-1" }),
    );
    await decide(db, by("board"), { case: id, seen: 3, meetingChanged: 2, courseSeen: courseHash });
    await asPerson(
      db,
      "administrator",
      ({ sql }) => sql`insert into identity.data_lock (trial_id, reason) values (${trial.id}, 'done')`,
    );
    const told = async (query: object) =>
      (await said(query)).map(([, words, patients]) => `${words} ${patients}`.trim());
    const signed = [
      "signed the data lock",
      "signed the decision of the board P-1",
      "signed a reader's form of visit BL P-11",
      "signed the amendment of the read of visit BL P-12",
      "signed the read of visit BL P-12",
    ];
    expect(await told({ action: ALL_SIGNATURES })).toEqual(signed);
    expect(await told({ search: "signed the" })).toEqual(signed.filter((words) => !words.includes("form")));
    expect(await told({ search: "Signed the decision of the board, patient P-1" })).toEqual([signed[1]]);
    expect(await told({ search: "signed the decision of the board, patient P-2" })).toEqual([]);
    expect(await told({ search: "began an amendment" })).toEqual([
      "began an amendment of the read of visit BL: a slip of the pen P-12",
    ]);
    expect(await told({ search: "began the read" })).toEqual(["began the read of visit BL P-12"]);
    // A part of a key, in any case: whoever may not see the patient finds nothing by it.
    const ofPatient = await told({ search: "p-11" });
    expect(ofPatient).toEqual(await told({ patient: "P-11" }));
    expect(ofPatient).toContain(signed[2]);
    expect(await events({ search: "p-11" }, "anna")).toEqual([]);
  });
});

describe("the tables of the log", () => {
  test("are all known, each with its patient where it has one", async () => {
    const tables = await asSystem(
      database.db,
      "list",
      ({ sql }) => sql<{ name: string; ofSubject: boolean }[]>`
        select g.event_object_schema || '.' || g.event_object_table as name,
               bool_or(c.column_name is not null) as "ofSubject"
          from (select distinct tgrelid::regclass as t, n.nspname as event_object_schema, r.relname as event_object_table
                  from pg_trigger join pg_class r on r.oid = tgrelid join pg_namespace n on n.oid = r.relnamespace
                 where tgname like 'log\\_%') g
          left join pg_attribute a on a.attrelid = g.t and a.attname = 'subject_id'
          left join lateral (select a.attname as column_name) c on a.attname is not null
         group by 1 order by 1`,
    );
    expect(tables.length).toBeGreaterThan(40);
    const known = (name: string) => LOGGED_TABLES[name];
    expect(tables.filter((t) => !known(t.name)).map((t) => t.name)).toEqual([]);
    const lacking = tables.filter((t) => t.ofSubject && !known(t.name)?.subject && !known(t.name)?.isClosed);
    expect(lacking.map((t) => t.name)).toEqual([]);
  });

  test("are read by a statement that every one of them understands", async () => {
    const some = "00000000-0000-4000-8000-000000000000";
    const asked = Object.entries(LOGGED_TABLES)
      .filter(([, of]) => !of.isClosed)
      .map(([table, of]) => ({ table, key: of.key?.includes("||") ? `${some} ${some}` : some }));
    expect((await asPerson(database.db, "administrator", (tx) => rowNames(tx, asked))).size).toBe(0);
  });
});

describe("the rows of a payload", () => {
  const [a, b] = ["11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"];
  test("are read in the forms in which triggers write them", () => {
    expect(rowKeys("record.visit", `{"content":[["${a}","hash"],["${b}","hash"]],"count":2`)).toEqual([a, b]);
    expect(rowKeys("validation.prediction", `{"content":[["${a}","${b}",0.5,null]],"count":1`)).toEqual([`${a} ${b}`]);
    expect(rowKeys("identity.membership", `{"content":[{"id":"${a}","role":"board","user_id":"x"}],"count":1`)).toEqual(
      [a],
    );
    expect(rowKeys("record.read_session", `{"changes":[{"from":{"state":"draft"},"id":["${a}"],"to":{}}]`)).toEqual([
      a,
    ]);
    expect(rowKeys(`validation.protocol/${a}`, "{}")).toEqual([a]);
    expect(rowKeys("validation.protocol/x'; drop", "{}")).toEqual([]);
    expect(rowKeys("sealed.outcome", `{"content":[["${a}","${b}"]]}`)).toEqual([]);
    expect(rowKeys("person:ada", `{"passkey":"${a}"}`)).toEqual([]);
  });
});

describe("sentences", () => {
  const row = (
    table: string,
    detail: string | null = null,
    visit: string | null = null,
    person: string | null = null,
  ) => [{ table, key: "k", subject: "P-1", visit, detail, person }];
  const words = (action: string, object: string, rows: ReturnType<typeof row>, o: object = {}) =>
    auditWords(
      {
        actor: "somebody",
        action,
        object,
        count: 1,
        reason: null,
        state: null,
        email: null,
        codes: [],
        meaning: null,
        change: null,
        ...o,
      },
      rows,
      (id) => (id === "ada" ? "Ada" : null),
    );
  test("name the read, the adjudication, the query, the draw, the lock", () => {
    const session = (detail: string) => row("record.read_session", detail, "W8");
    expect(words("inserted", "record.read_session", session("reader"))).toBe("began the read of visit W8");
    expect(words("updated", "record.read_session", session("reader"), { state: "signed" })).toBe(
      "signed the read of visit W8",
    );
    expect(words("updated", "record.read_session", session("reader"), { state: "dropped" })).toBe(
      "dropped the amendment of the read of visit W8",
    );
    expect(words("updated", "record.read_session", session("adjudicator"), { state: "signed" })).toBe(
      "signed the adjudication of visit W8",
    );
    const amending = session("reader: a slip of the pen");
    expect(words("inserted", "record.read_session", amending)).toBe(
      "began an amendment of the read of visit W8: a slip of the pen",
    );
    expect(words("updated", "record.read_session", amending)).toBe(
      "kept a draft of the amendment of the read of visit W8",
    );
    expect(words("inserted", "record.query_event", row("record.query_event", "closed"))).toBe("closed a query");
    expect(words("inserted", "allocation.draw", row("allocation.draw"))).toBe("drew the arm at random");
    expect(words("updated", "identity.data_lock", row("identity.data_lock"))).toBe("unlocked the data");
    expect(words("inserted", "identity.membership", row("identity.membership", "board", null, "ada"))).toBe(
      "gave Ada the role board",
    );
    expect(words("role-granted", "person:ada", [])).toBe("granted a role (Ada)");
    expect(words("opening-refused", "validation.protocol/x", [])).toBe("opening refused");
  });
  test("count rows, and say what was brought in and what corrected", () => {
    const measured = row("record.measurement", null, "W8");
    expect(words("inserted", "record.measurement", measured, { count: 5, reason: "import 7" })).toBe(
      "brought in 5 measurements",
    );
    expect(words("superseded", "record.visit", row("record.visit", "W8"))).toBe("corrected visit W8");
    expect(words("inserted", "record.adverse_event", row("record.adverse_event"))).toBe("recorded an adverse event");
    expect(words("inserted", "record.measurement", [], { count: null })).toBe("recorded many measurements");
  });
});
