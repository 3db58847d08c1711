import { asModeller, asPerson, asSystem, verifyAudit } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type PlantedTrial, plantPerson, plantTrial } from "../read/testing/plant-trial.ts";
import { caseDetail, meetingDetail } from "./board-shape.ts";
import {
  askAgain,
  callMeeting,
  castVote,
  changeMeeting,
  decide,
  listMeetings,
  orderAgenda,
  propose,
  putOnAgenda,
  readCase,
  readMeeting,
  takeOffAgenda,
} from "./index.ts";

let test: TestDatabase;
let trial: PlantedTrial;
let meeting: string;
let titles = 0;
beforeAll(async () => {
  test = await testDatabase();
  trial = await plantTrial(test.db);
  const other = await plantTrial(test.db, "other-trial");
  for (const role of ["coordinator", "board", "reader", "statistician", "administrator"])
    await plantPerson(test.db, trial.id, role);
  await plantPerson(test.db, trial.id, "board", null, "second");
  await plantPerson(test.db, trial.id, "board", trial.sites.north, "north");
  await plantPerson(test.db, other.id, "board", null, "stranger");
});
afterAll(() => test.close());
beforeEach(async () => {
  titles++;
  ({ meeting } = await callMeeting(test.db, "coordinator", {
    trial: trial.key,
    heldOn: "2026-11-30",
    title: `Board ${titles}`,
  }));
});

const as = <T>(person: string, work: Parameters<typeof asPerson<T>>[2]) => asPerson(test.db, person, work);
const put = async (subject = "P-1", person = "coordinator") =>
  (await putOnAgenda(test.db, person, { meeting, subject, question: "Real progression?" })).case;
const read = (person = "board", subject = "P-1") => as(person, (tx) => readCase(tx, person, { meeting, subject }));
/** What whoever signs now has seen of the patient's course. */
const course = async () => ({ courseSeen: (await read()).courseHash });
const biopsy = {
  decision: "biopsy",
  text: "Biopsy of the liver lesion",
  reason: "It grew by a third",
  again: "",
} as const;
const signing = (personId: string, isSure = true) => ({ personId, role: "board", authenticate: async () => isSure });
const voted = async () => {
  const id = await put();
  await propose(test.db, "board", { case: id, seen: 1, ...biopsy });
  await castVote(test.db, "second", { case: id, seen: 2, vote: "for", reason: "" });
  return id;
};

describe("a meeting of the board", () => {
  it("is called once, lists its patients in order, and counts what was decided", async () => {
    await put("P-2");
    const id = await put("P-1");
    await put("P-3");
    const again = await callMeeting(test.db, "board", {
      trial: trial.key,
      heldOn: "2026-11-30",
      title: `Board ${titles}`,
    });
    expect(again.meeting).toBe(meeting);
    await expect(put("P-1")).rejects.toMatchObject({ code: "ON_THE_AGENDA" });
    await takeOffAgenda(test.db, "coordinator", { case: id, seen: 1, reason: "scan not read yet" });
    const { cases, may } = await as("coordinator", (tx) => readMeeting(tx, "coordinator", { meeting }));
    expect(cases.map((c) => [c.subject, c.standing])).toEqual([
      ["P-2", "to be heard"],
      ["P-3", "to be heard"],
      ["P-1", "off the agenda"],
    ]);
    expect(may).toEqual({ prepare: true, decide: false, order: true, change: true });
    expect(await read("board", "P-2")).toMatchObject({ before: null, after: "P-3" });
    expect(await read("board", "P-3")).toMatchObject({ before: "P-2", after: null });
    const listed = await as("board", (tx) => listMeetings(tx, "board", { trial: trial.key }));
    expect(listed.trialTitle.length).toBeGreaterThan(0);
    expect(listed.meetings.find((m) => m.id === meeting)).toMatchObject({ patients: 2, decided: 0 });
    const from = async (day: string) =>
      (await as("board", (tx) => listMeetings(tx, "board", { trial: trial.key, from: day }))).meetings.some(
        (m) => m.id === meeting,
      );
    expect([await from("2026-11-30"), await from("2026-12-01")]).toEqual([true, false]);
  });

  it("hears its patients in the order that was last made, and refuses an order on an agenda that has changed", async () => {
    const ids = [await put("P-1"), await put("P-2"), await put("P-3")];
    const order = (cases: (string | undefined)[], seen: number, person = "coordinator") =>
      orderAgenda(test.db, person, { meeting, cases: cases as string[], seen });
    const heard = async () => {
      const detail = await as("board", (tx) => readMeeting(tx, "board", { meeting }));
      return [detail.order, detail.cases.map((c) => c.subject).join(" ")];
    };
    expect(await heard()).toEqual([0, "P-1 P-2 P-3"]);
    await order([ids[2], ids[0], ids[1]], 0);
    expect(await heard()).toEqual([1, "P-3 P-1 P-2"]);
    // The way through the patients follows it.
    expect(await read("board", "P-1")).toMatchObject({ before: "P-3", after: "P-2" });
    await order([ids[1], ids[2], ids[0]], 1, "board");
    expect(await heard()).toEqual([2, "P-2 P-3 P-1"]);
    const changed = { code: "CHANGED_MEANWHILE" };
    await expect(order([...ids].reverse(), 1)).rejects.toMatchObject(changed);
    await expect(order(ids.slice(0, 2), 2)).rejects.toMatchObject(changed);
    await expect(order([ids[0], ids[0], ids[1]], 2)).rejects.toMatchObject(changed);
    await expect(order([...ids, "00000000-0000-4000-8000-000000000000"], 2)).rejects.toMatchObject(changed);
    // Whoever is put on later comes last, and the order of before is not lost.
    await put("P-4");
    expect(await heard()).toEqual([2, "P-2 P-3 P-1 P-4"]);
    await expect(order(ids, 2)).rejects.toMatchObject(changed);
    for (const person of ["north", "administrator"])
      await expect(order(ids, 2, person), person).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    await expect(order(ids, 2, "stranger")).rejects.toMatchObject({ code: "MEETING_UNKNOWN" });
    await expect(
      asSystem(test.db, "try", ({ sql }) => sql`update board.agenda_order set number = 9`),
    ).rejects.toThrow();
    expect(await verifyAudit(test.db)).toMatchObject({ ok: true });
  });

  it("is moved, renamed, called off and called after all, each for a reason, until the board has decided at it", async () => {
    const title = `Board ${titles}`;
    const change = (what: object, seen: number, person = "coordinator") =>
      changeMeeting(test.db, person, {
        ...{ meeting, heldOn: "2026-11-30", title, isOff: false, reason: "the room", seen },
        ...what,
      });
    const detail = () => as("board", (tx) => readMeeting(tx, "board", { meeting }));
    const id = await put("P-1");
    await expect(change({}, 0)).rejects.toMatchObject({ code: "NOTHING_CHANGED" });
    for (const person of ["north", "administrator", "reader"])
      await expect(change({ heldOn: "2026-12-01" }, 0, person), person).rejects.toMatchObject({
        code: person === "reader" ? "MEETING_UNKNOWN" : "NOT_ALLOWED",
      });
    await expect(change({ heldOn: "2026-12-01" }, 0, "stranger")).rejects.toMatchObject({ code: "MEETING_UNKNOWN" });
    await change({ heldOn: "2026-12-01", title: `${title}, moved` }, 0);
    expect(await detail()).toMatchObject({ heldOn: "2026-12-01", title: `${title}, moved`, changed: 1 });
    expect(await read()).toMatchObject({ meeting: { heldOn: "2026-12-01", title: `${title}, moved` } });
    await expect(change({ isOff: true }, 0)).rejects.toMatchObject({ code: "CHANGED_MEANWHILE" });
    // Two who change what both saw change once.
    const both = await Promise.allSettled([
      change({ heldOn: "2026-12-02" }, 1),
      change({ heldOn: "2026-12-03" }, 1, "board"),
    ]);
    expect(both.map((b) => b.status).sort()).toEqual(["fulfilled", "rejected"]);
    // Its former day and name are free again, and belong to another meeting then.
    const again = await callMeeting(test.db, "board", { trial: trial.key, heldOn: "2026-11-30", title });
    expect(again.meeting).not.toBe(meeting);
    await expect(change({}, 2)).rejects.toMatchObject({ code: "MEETING_THERE" });

    await change({ heldOn: "2026-12-04", isOff: true, reason: "Two members are ill" }, 2);
    const off = await detail();
    expect(off).toMatchObject({ offBecause: "Two members are ill", others: [] });
    expect(off.may).toEqual({ prepare: false, decide: false, order: false, change: true });
    expect((await read()).may).toEqual({ prepare: false, decide: false });
    const listed = await as("board", (tx) => listMeetings(tx, "board", { trial: trial.key }));
    expect(listed.meetings.find((m) => m.id === meeting)).toMatchObject({ offBecause: "Two members are ill" });
    // Neither by a page that is older, nor past the API.
    const refused = { code: "MEETING_OFF" };
    await expect(put("P-2")).rejects.toMatchObject(refused);
    await expect(propose(test.db, "board", { case: id, seen: 1, ...biopsy })).rejects.toMatchObject(refused);
    await expect(askAgain(test.db, "board", { case: id, seen: 1, text: "Now?" })).rejects.toMatchObject(refused);

    await change({ heldOn: "2026-12-04", reason: "They are well" }, 3, "board");
    await propose(test.db, "board", { case: id, seen: 1, ...biopsy });
    await castVote(test.db, "second", { case: id, seen: 2, vote: "for", reason: "" });
    // Whoever signs has seen the day and name that the meeting has now; they stand in what is signed.
    await expect(
      decide(test.db, signing("board"), { case: id, seen: 3, meetingChanged: 3, ...(await course()) }),
    ).rejects.toMatchObject({
      problems: [{ code: "CHANGED_MEANWHILE", message: expect.stringContaining("on 2026-12-04 now") }],
    });
    expect((await read()).meeting).toMatchObject({ heldOn: "2026-12-04", changed: 4 });
    await decide(test.db, signing("board"), { case: id, seen: 3, meetingChanged: 4, ...(await course()) });
    const [signed] = await test.admin<{ at: object }[]>`
      select document -> 'meeting' as at from board.act where case_id = ${id} and kind = 'decision'`;
    expect(signed?.at).toMatchObject({ heldOn: "2026-12-04" });
    expect((await detail()).may).toMatchObject({ prepare: true, decide: true, change: false });
    await expect(change({ isOff: true }, 4)).rejects.toMatchObject({ code: "MEETING_DECIDED" });
    await expect(
      asSystem(test.db, "try", ({ sql }) => sql`update board.meeting_change set is_off = true`),
    ).rejects.toThrow();
    expect(await verifyAudit(test.db)).toMatchObject({ ok: true });
  });

  it("is of its own trial: under another's name it is not there", async () => {
    await put("P-1");
    const under = (name: string) => as("board", (tx) => readMeeting(tx, "board", { meeting, trial: name }));
    expect((await under(trial.key)).trial).toBe(trial.key);
    await expect(under("other-trial")).rejects.toMatchObject({ code: "MEETING_UNKNOWN" });
    await expect(
      as("board", (tx) => readCase(tx, "board", { meeting, subject: "P-1", trial: "other-trial" })),
    ).rejects.toMatchObject({ code: "MEETING_UNKNOWN" });
  });

  it("takes a patient's key in whatever case it is typed, and calls the patient by the key of the trial", async () => {
    await put("p-1");
    expect(await read("board", "P-1")).toMatchObject({ subject: "P-1" });
    await expect(put("p-1")).rejects.toMatchObject({
      problems: [{ code: "ON_THE_AGENDA", message: expect.stringContaining("'P-1'") }],
    });
  });

  it("names what is wrong", async () => {
    await expect(put("P-99")).rejects.toMatchObject({ code: "SUBJECT_UNKNOWN" });
    await expect(read("board", "P-9")).rejects.toMatchObject({ code: "CASE_UNKNOWN" });
    const gone = { meeting: "00000000-0000-4000-8000-000000000000", subject: "P-1", question: "?" };
    await expect(putOnAgenda(test.db, "board", gone)).rejects.toMatchObject({ code: "MEETING_UNKNOWN" });
    await expect(propose(test.db, "board", { case: gone.meeting, seen: 1, ...biopsy })).rejects.toMatchObject({
      code: "CASE_UNKNOWN",
    });
  });
});

/** The responses of P-1 as they were, computed from another course. */
const correctCourse = (hash: string) =>
  asSystem(test.db, "compute a corrected course for a test", async ({ sql }) => {
    const id = trial.subjects["P-1"]!;
    await sql`create temp table was on commit drop as select * from derived.assessment where subject_id = ${id} and current`;
    await sql`update derived.assessment set current = false where subject_id = ${id} and current`;
    await sql`update was set id = gen_random_uuid(), input_hash = ${hash.repeat(32)}`;
    await sql`insert into derived.assessment select * from was`;
  });

describe("a decision", () => {
  it("is signed after the vote, with who voted how and from which course", async () => {
    const id = await voted();
    await castVote(test.db, "north", { case: id, seen: 3, vote: "against", reason: "wait for the scan" });
    await castVote(test.db, "board", { case: id, seen: 4, vote: "for", reason: "" });
    await decide(test.db, signing("board"), { case: id, seen: 5, meetingChanged: 0, ...(await course()) });
    const { decided, proposal, votes, standing } = await read();
    expect({ proposal, votes, standing }).toEqual({ proposal: null, votes: [], standing: "decided" });
    expect(decided).toMatchObject({ decision: "biopsy", person: { id: "board" }, changedSince: [] });
    expect(decided?.votes.map((v) => [v.person.id, v.vote])).toEqual([
      ["board", "for"],
      ["north", "against"],
      ["second", "for"],
    ]);
  });

  it("wants the password, a vote, and eyes on what is there now", async () => {
    const id = await put();
    await propose(test.db, "board", { case: id, seen: 1, ...biopsy });
    await expect(
      decide(test.db, signing("board"), { case: id, seen: 2, meetingChanged: 0, ...(await course()) }),
    ).rejects.toMatchObject({
      code: "NO_VOTES",
    });
    await castVote(test.db, "second", { case: id, seen: 2, vote: "for", reason: "" });
    await expect(
      decide(test.db, signing("board", false), { case: id, seen: 3, meetingChanged: 0, ...(await course()) }),
    ).rejects.toMatchObject({
      code: "SIGNATURE_MISSING",
    });
    await expect(
      decide(test.db, signing("board"), { case: id, seen: 2, meetingChanged: 0, ...(await course()) }),
    ).rejects.toMatchObject({
      code: "CHANGED_MEANWHILE",
    });
    expect(await read()).toMatchObject({ decided: null, seen: 3 });
  });

  it("is not signed over a course that the signatory has not seen", async () => {
    const id = await voted();
    const seen = await course();
    await correctCourse("ab");
    const sign = async (saw: { courseSeen: string }) =>
      decide(test.db, signing("board"), { case: id, seen: 3, meetingChanged: 0, ...saw });
    await expect(sign(seen)).rejects.toMatchObject({
      problems: [{ code: "CHANGED_MEANWHILE", message: expect.stringContaining("The record of P-1 has changed") }],
    });
    expect((await read()).decided).toBeNull();
    await sign(await course());
    expect((await read()).decided?.changedSince).toEqual([]);
  });

  it("is written once when two sign at the same moment", async () => {
    const id = await voted();
    const both = await Promise.allSettled([
      decide(test.db, signing("board"), { case: id, seen: 3, meetingChanged: 0, ...(await course()) }),
      decide(test.db, signing("second"), { case: id, seen: 3, meetingChanged: 0, ...(await course()) }),
    ]);
    expect(both.map((r) => r.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(both.find((r) => r.status === "rejected")).toMatchObject({ reason: { code: "CHANGED_MEANWHILE" } });
  });

  it("shows which responses are judged anew since, and stays until another is signed", async () => {
    const id = await voted();
    await decide(test.db, signing("second"), { case: id, seen: 3, meetingChanged: 0, ...(await course()) });
    await asSystem(
      test.db,
      "plant a course of before, stored later",
      ({ sql }) => sql`
        insert into derived.assessment select (r).* from (
          select jsonb_populate_record(a, jsonb_build_object('id', gen_random_uuid(), 'current', false, 'input_hash', ${"ef".repeat(32)}::text)) as r
            from derived.assessment a where a.subject_id = ${trial.subjects["P-1"]!} and a.current) planted`,
    );
    const agenda = async () =>
      (await as("board", (tx) => readMeeting(tx, "board", { meeting }))).cases.map((c) => c.hasChangedSince);
    expect((await read()).decided?.changedSince).toEqual([]);
    expect(await agenda()).toEqual([false]);
    await correctCourse("cd");
    expect((await read()).decided?.changedSince).toEqual(["recist-1.1"]);
    expect(await agenda()).toEqual([true]);
    await expect(propose(test.db, "board", { case: id, seen: 4, ...biopsy })).rejects.toMatchObject({
      code: "REASON_MISSING",
    });
    await propose(test.db, "board", {
      case: id,
      seen: 4,
      ...biopsy,
      text: "Wait",
      again: "a measurement was corrected",
    });
    expect(await read()).toMatchObject({
      standing: "taken up again",
      decided: { text: biopsy.text, again: null },
      proposal: { text: "Wait", again: "a measurement was corrected" },
    });
    await castVote(test.db, "second", { case: id, seen: 5, vote: "for", reason: "" });
    await decide(test.db, signing("second"), { case: id, seen: 6, meetingChanged: 0, ...(await course()) });
    expect(await read()).toMatchObject({
      standing: "decided",
      decided: { text: "Wait", again: "a measurement was corrected", changedSince: [] },
      former: [{ text: biopsy.text, person: { id: "second" }, at: expect.any(Date), votes: [{ vote: "for" }] }],
    });
  });

  it("shows that its signature holds, and that it is broken once an act was changed past the rules", async () => {
    const id = await voted();
    await decide(test.db, signing("second"), { case: id, seen: 3, meetingChanged: 0, ...(await course()) });
    const [at] = await test.admin<{ id: string; document: object }[]>`
      select id, document from board.act where case_id = ${id} and kind = 'vote' limit 1`;
    const set = (document: object) =>
      test.admin.begin(async (sql) => {
        await sql`set local session_replication_role = replica`;
        await sql`update board.act set document = ${sql.json(document as never)} where id = ${at!.id}`;
      });
    const broken = async () => (await read()).decided?.broken;
    expect(await broken()).toBeNull();
    await set({ ...at!.document, reason: "added later" });
    expect(await broken()).toBe("What the board did on this patient is no longer what was signed.");
    await set(at!.document);
    expect(await broken()).toBeNull();
    // A word that is no decision: what goes over the wire still says that the signature is broken.
    const say = (word: string) =>
      test.admin.begin(async (sql) => {
        await sql`set local session_replication_role = replica`;
        await sql`update board.act set document = jsonb_set(document, '{decision}', to_jsonb(${word}::text))
                   where case_id = ${id} and kind = 'decision'`;
      });
    await say("none of ours");
    expect(caseDetail.parse(await read()).decided).toMatchObject({
      decision: "none of ours",
      broken: "What the board did on this patient is no longer what was signed.",
    });
    expect(meetingDetail.parse(await as("second", (tx) => readMeeting(tx, "second", { meeting })))).toBeTruthy();
    await say("biopsy");
  });
});

describe("who may do what at a board", () => {
  it("a coordinator prepares and does not decide", async () => {
    const id = await put();
    await askAgain(test.db, "coordinator", { case: id, seen: 1, text: "Pseudoprogression?" });
    const not = { code: "NOT_ALLOWED" };
    await expect(propose(test.db, "coordinator", { case: id, seen: 2, ...biopsy })).rejects.toMatchObject(not);
    await expect(
      castVote(test.db, "administrator", { case: id, seen: 2, vote: "for", reason: "" }),
    ).rejects.toMatchObject(not);
    expect((await read()).question).toBe("Pseudoprogression?");
  });

  it("readers and statisticians see nothing of it, nor do strangers", async () => {
    await voted();
    for (const person of ["reader", "statistician", "stranger"]) {
      await expect(
        as(person, (tx) => readMeeting(tx, person, { meeting })),
        person,
      ).rejects.toMatchObject({
        code: "MEETING_UNKNOWN",
      });
      const seen = await as(
        person,
        ({ sql }) => sql`
        select id from board.meeting union all select id from board.case union all select id from board.act`,
      );
      expect(seen, person).toEqual([]);
    }
    await expect(as("reader", (tx) => listMeetings(tx, "reader", { trial: trial.key }))).rejects.toMatchObject({
      code: "NOT_ALLOWED",
    });
    await expect(asModeller(test.db, "statistician", ({ sql }) => sql`select 1 from board.act`)).rejects.toThrow(
      /permission denied/,
    );
  });

  it("a member of one site sees that site's patients", async () => {
    for (const n of [1, 2, 3, 4]) await put(`P-${n}`);
    const whole = await as("board", (tx) => readMeeting(tx, "board", { meeting }));
    const north = await as("north", (tx) => readMeeting(tx, "north", { meeting }));
    expect(whole.cases).toHaveLength(4);
    expect(north.cases).toHaveLength(2);
    // So are the patients that are proposed for the agenda, and nobody is who stands on it.
    const all = [...whole.cases.map((c) => c.subject), ...whole.others];
    expect([...all].sort()).toEqual(Object.keys(trial.subjects).sort());
    expect(north.others.length).toBeLessThan(whole.others.length);
    const looking = await as("administrator", (tx) => readMeeting(tx, "administrator", { meeting }));
    expect(looking).toMatchObject({ others: [], may: { prepare: false, order: false } });
  });

  it("the database holds it too: nobody votes in another's name, without the role, or changes what was done", async () => {
    const id = await put();
    const row = (by: string) => ({
      case_id: id,
      trial_id: trial.id,
      subject_id: trial.subjects["P-1"]!,
      number: 2,
      kind: "vote",
      document_hash: "ab".repeat(32),
      created_by: by,
    });
    const vote = (person: string, by: string) =>
      as(
        person,
        ({ sql }) => sql`
        insert into board.act (case_id, trial_id, site_id, subject_id, number, kind, document, document_hash, created_by)
        select ${id}, ${trial.id}, c.site_id, c.subject_id, 2, 'vote', '{"kind":"vote"}', ${row(by).document_hash}, ${by}
          from board.case c where c.id = ${id}`,
      );
    await expect(vote("board", "second")).rejects.toThrow(/may not write to act/);
    await expect(vote("coordinator", "coordinator")).rejects.toThrow(/may not write to act/);
    await expect(as("board", ({ sql }) => sql`update board.act set kind = 'vote'`)).rejects.toThrow();
    await expect(asSystem(test.db, "try", ({ sql }) => sql`delete from board.act`)).rejects.toThrow();
    expect(await read()).toMatchObject({ seen: 1 });
    expect(await verifyAudit(test.db)).toMatchObject({ ok: true });
  });
});
