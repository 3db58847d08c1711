import { asPerson } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { READ_MEANING, READING_MEANING } from "@nadir/domain";
import { TRPCError } from "@trpc/server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { callMeeting, putOnAgenda } from "../board/index.ts";
import { auditQuery, searchAudit } from "../read/index.ts";
import { type PlantedTrial, plantPerson, plantTrial } from "../read/testing/plant-trial.ts";
import { readReadForm, setCharter, takeRead } from "../reads/index.ts";
import { appRouter, type Context, createCallerFactory } from "./index.ts";

let database: TestDatabase;
let trial: PlantedTrial;
let session: string;
let onBoard: string;
let readOf: object;
beforeAll(async () => {
  database = await testDatabase();
  const { db } = database;
  trial = await plantTrial(db);
  for (const role of ["administrator", "coordinator", "board"]) await plantPerson(db, trial.id, role);
  for (const id of ["anna", "ben", "cleo"]) await plantPerson(db, trial.id, "reader", null, id);
  const other = await plantTrial(db, "other-trial");
  await plantPerson(db, other.id, "administrator", null, "elsewhere");
  const charter = { readers: 2 as const, adjudication: true, sumDiffersPercent: null };
  await setCharter(db, "administrator", { trial: trial.key, charter, seen: 0, reason: "central review" });
  session = (await takeRead(db, "anna", { trial: trial.key, subject: "P-1", visit: "BL" })).session;
  const read = await asPerson(db, "anna", (tx) => readReadForm(tx, "anna", session));
  readOf = { session, version: read.version, document: read.document, password };
  const { meeting } = await callMeeting(db, "coordinator", { trial: trial.key, heldOn: "2026-11-30", title: "Board" });
  onBoard = (await putOnAgenda(db, "coordinator", { meeting, subject: "P-2", question: "Which?" })).case;
});
afterAll(() => database.close());

const callerOf = (person: string) =>
  createCallerFactory(appRouter)({
    person: { id: person, name: person, email: `${person}@test.example` },
    db: database.db,
  } as unknown as Context);
const said = (act: Promise<unknown>) =>
  act.then(
    () => "done",
    (error: unknown) => (error instanceof TRPCError ? error.message : String(error)),
  );
const refused = async (by: string, query: object = {}) =>
  (await searchAudit(database.db, by, auditQuery.parse({ pageSize: 200, ...query }))).rows
    .filter(({ action }) => /^(signature|password)-/.test(action))
    .map((e) => [e.actor, e.words, e.patients.join(" "), e.trial ?? "none"]);
const password = "not it";
const form = { trial: "small-trial", reason: "first", password };

describe("a signature that is refused for its password", () => {
  test("is in the log with who, what and of whom, though nothing else of the act is kept", async () => {
    const wrong = "Wrong password: nothing was signed.";
    expect(await said(callerOf("anna").reads.sign(readOf as never))).toBe(wrong);
    const vasari = { subject: "P-3", visit: "BL" };
    expect(await said(callerOf("ben").vasari.sign({ ...form, form: vasari } as never))).toBe(wrong);
    expect(
      await said(
        callerOf("board").board.decide({
          case: onBoard,
          seen: 1,
          meetingChanged: 0,
          courseSeen: "ab".repeat(32),
          password,
        }),
      ),
    ).toBe(wrong);
    const locking = { trial: trial.key, reason: "done", password };
    expect(await said(callerOf("administrator").dataLock.lock(locking))).toBe("Wrong password: nothing was done.");
    const change = { current: password, chosen: "a long one that is new" };
    await said(callerOf("anna").account.changePassword(change as never));
    const all = [
      ["anna", "password refused: wrong password (change of password)", "", "none"],
      [
        "administrator",
        "signature refused: wrong password (The data of this trial are as they should be, and are locked.)",
        "",
        "small-trial",
      ],
      ["board", "signature refused: wrong password (decided by the board)", "P-2", "small-trial"],
      ["ben", `signature refused: wrong password (${READING_MEANING})`, "P-3", "small-trial"],
      ["anna", `signature refused: wrong password (${READ_MEANING})`, "P-1", "small-trial"],
    ];
    expect(await refused("administrator")).toEqual(all);
    expect(await refused("administrator", { action: "signature-refused", patient: "P-1" })).toEqual([all[4]]);
    expect(await refused("elsewhere")).toEqual([]);
  });

  test("tells once of the lock, and of every attempt after it", async () => {
    const attempt = () => said(callerOf("cleo").reads.sign(readOf as never));
    for (let n = 1; n <= 8; n++) await attempt();
    for (let n = 1; n <= 2; n++) expect(await attempt()).toMatch(/^Too many wrong passwords/);
    const words = (await refused("administrator", { actor: "cleo" })).map(([, told]) => told);
    expect(words).toEqual([
      ...Array(2).fill(`signature refused: locked after wrong passwords (${READ_MEANING})`),
      "was locked out of giving the password, for signatures too",
      ...Array(8).fill(`signature refused: wrong password (${READ_MEANING})`),
    ]);
  });

  test("is of no trial where the person does not see what they would sign", async () => {
    // Another's read: that there is one, and of whom, is not told.
    const [first] = await refused("cleo");
    expect(first?.slice(2)).toEqual(["", "none"]);
    const guessed = { ...form, form: { subject: "P-1", visit: "BL" } };
    const unknown = { ...form, form: { subject: "P-99", visit: "BL" } };
    for (const one of [guessed, unknown]) await said(callerOf("elsewhere").vasari.sign(one as never));
    const objects = await database.admin<{ object: string; payload: string }[]>`
      select object, payload from audit.event where actor = 'elsewhere' and action = 'signature-refused'`;
    expect(objects).toHaveLength(2);
    expect(objects[0]).toEqual(objects[1]);
  });
});
