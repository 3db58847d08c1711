import { asPerson, asSystem, supersede, verifyAudit } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { hashOf, type ReadDocument, type ReadLesion, Refusal } from "@nadir/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readAgreement } from "../agreement/index.ts";
import { computeResponses } from "../compute/compute-responses.ts";
import { buildResponseCase } from "../compute/response-case.ts";
import { readPatient } from "../read/index.ts";
import { type PlantedTrial, plantPerson, plantScan, plantTrial } from "../read/testing/plant-trial.ts";
import { readWork } from "../worklist/index.ts";
import {
  adjudicate,
  amendRead,
  listReaders,
  listReads,
  readAdjudication,
  readReadForm,
  saveDraft,
  setCharter,
  setSeniority,
  settleReads,
  signRead,
  takeRead,
} from "./index.ts";

let test: TestDatabase;
let trial: PlantedTrial;

beforeAll(async () => {
  test = await testDatabase();
  trial = await plantTrial(test.db);
  for (const role of ["coordinator", "administrator", "adjudicator", "statistician"])
    await plantPerson(test.db, trial.id, role);
  for (const id of ["anna", "ben", "carl"]) await plantPerson(test.db, trial.id, "reader", null, id);
  // Who reads and also adjudicates, and who sees the record.
  await plantPerson(test.db, trial.id, "adjudicator", null, "ben");
  await plantPerson(test.db, trial.id, "reader", null, "unblinded");
  await plantPerson(test.db, trial.id, "coordinator", null, "unblinded");
});
afterAll(() => test.close());

const code = async (act: Promise<unknown>): Promise<string> => {
  try {
    await act;
    return "done";
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
};
const take = (person: string, visit: string, subject = "P-1") =>
  takeRead(test.db, person, { trial: trial.key, subject, visit }).then(({ session }) => session);
const form = (person: string, session: string) => asPerson(test.db, person, (tx) => readReadForm(tx, person, session));
const list = (person: string) => asPerson(test.db, person, (tx) => listReads(tx, person, trial.key));
const signatory = (personId: string, isThem = true) => ({ personId, role: "reader", authenticate: async () => isThem });
const sized = ({ lesions, ...rest }: ReadDocument, ...mm: readonly (number | Partial<ReadLesion>)[]): ReadDocument => ({
  ...rest,
  lesions: lesions.map((lesion, n) => ({
    ...lesion,
    ...(typeof mm[n] === "number" ? { longestMm: mm[n] } : mm[n]),
  })),
});
/** What only the owner of the database could do: changes a signed read or decision past the rules. */
const setPast = (session: string, column: string, value: unknown) =>
  test.admin.begin(async (sql) => {
    await sql`alter table record.read_session disable trigger user`;
    await sql`update record.read_session set ${sql({ [column]: value } as never)} where id = ${session}`;
    await sql`alter table record.read_session enable trigger user`;
  });
/** Takes, measures and signs; as the portal does, the reads are then compared. */
async function read(person: string, visit: string, mm: number, fresh: readonly ReadLesion[] = [], subject = "P-1") {
  const session = await take(person, visit, subject);
  const { document, version } = await form(person, session);
  const done = sized(document, mm);
  await signRead(test.db, signatory(person), {
    session,
    version,
    document: { ...done, lesions: [...done.lesions, ...fresh] },
  });
  await settleReads(test.db, trial.id);
  return session;
}
const newLesion: ReadLesion = {
  id: "R2-X1",
  role: "new",
  organ: "liver",
  location: "",
  node: false,
  component: null,
  certainty: "unequivocal",
  longestMm: 14,
  shortMm: null,
  volumeMm3: null,
  status: null,
  reason: "",
};

describe("reading in a trial", () => {
  it("is opened by an administrator, once by one who saw how it stood", async () => {
    expect(await code(take("anna", "BL"))).toBe("READING_NOT_OPEN");
    const charter = { readers: 2 as const, adjudication: true, sumDiffersPercent: null };
    const open = (person: string, seen: number) =>
      setCharter(test.db, person, { trial: trial.key, charter, seen, reason: "central review" });
    expect(await code(open("anna", 0))).toBe("NOT_ALLOWED");
    expect(await open("administrator", 0)).toEqual({ number: 1 });
    expect(await code(open("administrator", 0))).toBe("CHANGED_MEANWHILE");
    expect((await list("anna")).charter).toMatchObject({ number: 1, readers: 2 });
  });

  it("goes in the order of the scans, and only blinded", async () => {
    expect(await code(take("anna", "FU1"))).toBe("EARLIER_VISIT_FIRST");
    expect(await code(take("unblinded", "BL"))).toBe("NOT_BLINDED");
    expect(await code(take("coordinator", "BL"))).toBe("NOT_ALLOWED");
    const first = (await list("anna")).mine.slice(0, 12);
    expect(new Set(first.map(({ visit, isNext, state }) => `${visit} ${isNext} ${state}`))).toEqual(
      new Set(["BL true waiting"]),
    );
  });

  it("keeps a draft over a lost session, once however often it is sent, and loses nothing to another window", async () => {
    const session = await take("anna", "BL");
    expect(await take("anna", "BL")).toBe(session);
    const { document, version, standing } = await form("anna", session);
    expect(document.lesions.map(({ id }) => id)).toEqual(["T1"]);
    expect(standing.problems.map((p) => p.code)).toEqual(["LESION_NOT_READ"]);
    const half = sized(document, 48);
    // A draft is no change of the record; the queue, which is kept, tells of it all the same.
    const line = async () => (await list("anna")).mine.find((one) => one.session === session);
    const begun = await line();
    expect(begun).toMatchObject({ state: "draft", subject: "P-1", visit: "BL" });
    expect(await saveDraft(test.db, "anna", { session, version, document: half })).toMatchObject({ version: 2 });
    expect((await line())?.at?.getTime()).toBeGreaterThan(begun!.at!.getTime());
    expect((await list("ben")).mine.some(({ session: of }) => of !== null)).toBe(false);
    // The same again, of the same stale version: nothing new.
    expect(await saveDraft(test.db, "anna", { session, version, document: half })).toMatchObject({ version: 2 });
    const other = { session, version, document: sized(document, 11) };
    expect(await code(saveDraft(test.db, "anna", other))).toBe("CHANGED_MEANWHILE");
    const kept = await form("anna", session);
    expect(kept.document.lesions[0]?.longestMm).toBe(48);
    // At baseline too a sum has its unit.
    expect(kept.standing).toMatchObject({ sum: 48, unit: "mm" });
    // Another person's draft does not exist for a reader, nor for a coordinator.
    expect(await code(form("ben", session))).toBe("READ_UNKNOWN");
    const seen = await asPerson(test.db, "coordinator", ({ sql }) => sql`select id from record.read_session`);
    expect(seen).toEqual([]);
  });

  it("is signed with the password, complete, once; then it stays as it is", async () => {
    const session = await take("anna", "BL");
    const { document, version } = await form("anna", session);
    expect(await code(signRead(test.db, signatory("anna", false), { session, version, document }))).toBe(
      "SIGNATURE_MISSING",
    );
    const unread = sized(document, { longestMm: null });
    expect(await code(signRead(test.db, signatory("anna"), { session, version, document: unread }))).toBe(
      "LESION_NOT_READ",
    );
    const kept = { session, version, document: sized(document, 50) };
    // The scan is taken back while its read is a draft, and is there again.
    const scanIsTaken = (isTaken: boolean) =>
      test.admin.begin(async (sql) => {
        await sql`set local session_replication_role = replica`;
        const { count } = await sql`
          update record.image set superseded_at = case when ${isTaken}::boolean then now() end
           where visit_id = (select visit_id from record.read_session where id = ${session})`;
        expect(count).toBeGreaterThan(0);
      });
    await scanIsTaken(true);
    expect(await code(signRead(test.db, signatory("anna"), kept))).toBe("SCAN_TAKEN_BACK");
    await scanIsTaken(false);
    const twice = await Promise.all([1, 2].map(() => signRead(test.db, signatory("anna"), kept)));
    expect(twice.map(({ isRepeated }) => isRepeated).sort()).toEqual([false, true]);
    expect(await code(saveDraft(test.db, "anna", { ...kept, document }))).toBe("READ_SIGNED");
    // Not even past the application.
    const tamper = asSystem(test.db, "try to change a signed read", ({ sql }) =>
      sql`update record.read_session set document = '{}', version = version + 1 where id = ${session}`.then(() => {}),
    );
    expect(await code(tamper)).toBe("READ_SIGNED");
    const [row] = await asSystem(
      test.db,
      "look",
      ({ sql }) => sql<{ document: unknown; hash: string }[]>`
      select document, document_hash as hash from record.read_session where id = ${session}`,
    );
    expect(row!.hash).toBe(hashOf(row!.document));
    expect((await verifyAudit(test.db)).ok).toBe(true);
  });

  it("stands in the record as the reader's measurements, which the other reader does not see", async () => {
    const mine = (person: string) =>
      asPerson(test.db, person, async ({ sql }) => {
        const rows = await sql<{ reader: string; mm: number }[]>`
          select m.reader, m.longest_mm as mm from record.measurement m join record.subject s on s.id = m.subject_id
           where s.key = 'P-1' and m.reader <> 'import'`;
        return rows.map(({ reader, mm }) => `${reader} ${mm}`);
      });
    expect(await mine("anna")).toEqual(["anna 50"]);
    expect(await mine("ben")).toEqual([]);
    expect(await mine("coordinator")).toEqual(["anna 50"]);
  });

  it("shows that its signature holds, and that it is broken once somebody corrects the signed figure in the record", async () => {
    const session = await take("anna", "BL");
    const broken = async () => (await form("anna", session)).signed?.broken;
    expect(await broken()).toBeNull();
    const correct = (mm: number) =>
      asSystem(test.db, "correct a signed figure", async (tx) => {
        const [row] = await tx.sql<{ id: string; document: Record<string, unknown> }[]>`
          select m.id, m.document from record.measurement m join record.subject s on s.id = m.subject_id
           where s.key = 'P-1' and m.reader = 'anna' and m.superseded_at is null`;
        const document = { ...row!.document, longestMm: mm };
        await supersede(
          tx,
          "measurement",
          row!.id,
          { longest_mm: mm, document: tx.sql.json(document as never), content_hash: hashOf(document) },
          "another figure",
        );
      });
    await correct(51);
    expect(await broken()).toContain("have been changed in the record since they were signed");
    await correct(50);
    expect(await broken()).toBeNull();
    const [kept] = await test.admin`select document, meaning from record.read_session where id = ${session}`;
    for (const [column, other, own] of [
      ["document", test.admin.json({ ...kept!["document"], note: "added later" }), test.admin.json(kept!["document"])],
      ["meaning", "I have seen this scan.", kept!["meaning"]],
    ] as const) {
      await setPast(session, column, other);
      expect(await broken(), column).toBe("What this read says is no longer what was signed.");
      await setPast(session, column, own);
      expect(await broken(), column).toBeNull();
    }
  });

  it("is kept by the database too: no other name, no other's lesion, no place that was not taken", async () => {
    const [at] = await asSystem(
      test.db,
      "look",
      ({ sql }) => sql<Record<string, string>[]>`
      select v.trial_id, v.site_id, v.subject_id, v.id as visit_id, l.id as lesion_id from record.visit v
        join record.lesion l on l.subject_id = v.subject_id join record.subject s on s.id = v.subject_id
       where s.key = 'P-1' and v.key = 'FU2' and l.key = 'T1'`,
    );
    const { lesion_id, ...place } = at!;
    const insert = (person: string, table: string, columns: Record<string, unknown>) =>
      code(
        asPerson(test.db, person, ({ sql }) =>
          sql`insert into ${sql(`record.${table}`)} ${sql({ ...place, ...columns } as Record<string, string>)}`.then(
            () => {},
          ),
        ),
      );
    const figure = { lesion_id, method: "entered", longest_mm: 1, document: {}, content_hash: hashOf({}) };
    expect(await insert("anna", "measurement", { ...figure, reader: "ben" })).toBe("NOT_ALLOWED");
    const session = { reader_role: "reader-1", document: {} };
    expect(await insert("coordinator", "read_session", { ...session, reader: "coordinator" })).toBe("NOT_ALLOWED");
    expect(await insert("ben", "read_session", { ...session, reader: "ben" })).toBe("NOT_ALLOWED");
    const decision = { reader_role: "adjudicator", chosen: "reader-1", document: {}, reader: "adjudicator" };
    expect(await insert("adjudicator", "read_session", decision)).toBe("NOT_ALLOWED");
    const moved = asPerson(test.db, "anna", async ({ sql }) => {
      const rows =
        await sql`update record.lesion set organ = 'liver', reason = 'r' where id = ${lesion_id!} returning id`;
      return rows.length;
    });
    expect(await moved).toBe(0);
  });

  it("takes two readers a patient and no third", async () => {
    await read("ben", "BL", 51);
    expect(await code(take("carl", "BL"))).toBe("READ_TAKEN");
    expect((await list("carl")).mine.some(({ subject }) => subject === "P-1")).toBe(false);
  });

  it("leaves the imported reading standing until the reads cover it", async () => {
    const sizes = async () =>
      asSystem(test.db, "look", async (tx) =>
        (await buildResponseCase(tx, trial.subjects["P-1"]!)).visits.map((v) => v.measurements?.[0]?.longestMm),
      );
    // P-1 as imported: 50, 49, 41 mm.
    expect(await sizes()).toEqual([50, 49, 41]);
    await read("anna", "FU1", 34);
    expect(await sizes()).toEqual([50, 49, 41]);
    const ofAnna = { place: "reader-1", areSignedReads: false, unsigned: ["FU2"] };
    expect(await inForce("coordinator")).toEqual(ofAnna);
    await read("ben", "FU1", 49);
    expect(await inForce("coordinator")).toEqual(ofAnna);
    await read("anna", "FU2", 33);
    expect(await sizes()).toEqual([50, 34, 33]);
    expect(await inForce("coordinator")).toEqual({ place: "reader-1", areSignedReads: true, unsigned: [] });
    expect(await inForce("coordinator", "P-2")).toBeNull();
    for (const blinded of ["anna", "ben", "carl", "adjudicator"]) expect(await inForce(blinded), blinded).toBeNull();
  });
});

const patient = (person: string, subject: string) =>
  asPerson(test.db, person, (tx) => readPatient(tx, person, { trial: trial.key, subject }));
const awaits = async (person: string, subject = "P-1") => (await patient(person, subject)).awaitsAdjudication;
const inForce = async (person: string, subject = "P-1") => (await patient(person, subject)).readingInForce;

describe("a data lock", () => {
  it("is told to whoever is blinded without its words, which may tell how patients fare", async () => {
    const [lock] = await test.admin<{ id: string }[]>`
      insert into identity.data_lock (trial_id, reason, locked_by)
      values (${trial.id}, 'interim: arm B progresses', 'administrator') returning id`;
    const told = async (person: string) => (await list(person)).locked;
    for (const person of ["anna", "adjudicator"])
      expect(await told(person), person).toMatchObject({ by: "Test administrator", byYou: false, reason: null });
    expect(await told("coordinator")).toMatchObject({ reason: "interim: arm B progresses" });
    // Where a read is opened or two are compared it is told too: what is measured or decided under it would be refused.
    const session = (await list("anna")).mine.find((line) => line.session !== null)!.session!;
    expect((await form("anna", session)).locked).toMatchObject({ by: "Test administrator", reason: null });
    const { comparison } = (await list("adjudicator")).adjudications[0]!;
    const compared = (person: string) =>
      asPerson(test.db, person, async (tx) => (await readAdjudication(tx, person, comparison)).locked);
    expect(await compared("adjudicator")).toMatchObject({ by: "Test administrator", reason: null });
    expect(await compared("coordinator")).toMatchObject({ reason: "interim: arm B progresses" });
    // And on the patient's page, where queries are raised and masks are saved.
    const onPage = async (person: string) => (await patient(person, "P-1")).locked;
    expect(await onPage("anna")).toMatchObject({ by: "Test administrator", reason: null });
    expect(await onPage("coordinator")).toMatchObject({ reason: "interim: arm B progresses" });
    await test.admin`
      update identity.data_lock set unlocked_at = now(), unlocked_by = 'system', unlock_reason = 'x' where id = ${lock!.id}`;
    expect(await onPage("anna")).toBeNull();
    expect(await told("anna")).toBeNull();
    expect((await form("anna", session)).locked).toBeNull();
    expect(await compared("adjudicator")).toBeNull();
  });
});

describe("two reads that differ", () => {
  it("are told by rule to the adjudicator and to nobody who reads", async () => {
    // Anna: 50, 34 mm, −32 %: PR. Ben: 51, 49 mm: SD. 49 over 34 is +44 %, above the 20 % of RECIST 1.1.
    const waiting = (await list("adjudicator")).adjudications;
    expect(waiting).toMatchObject([{ subject: "P-1", visit: "FU1", state: "waiting" }]);
    expect(waiting[0]!.discrepancies.map(({ kind, visit, first, second }) => [kind, visit, first, second])).toEqual([
      ["response", "FU1", "PR", "SD"],
      ["sum", "FU1", "34", "49"],
    ]);
    for (const reader of ["anna", "ben", "carl"]) expect((await list(reader)).adjudications).toEqual([]);
    // Who sees the responses sees that they are provisional; who is blinded is told nothing.
    expect(await awaits("coordinator")).toBe(true);
    for (const blinded of ["anna", "ben", "carl", "adjudicator"]) expect(await awaits(blinded), blinded).toBe(false);
    expect((await list("coordinator")).progress).toEqual({ scans: 36, first: 3, second: 2, waiting: 1, decided: 0 });
  });

  it("wait on the worklist, with whose move it is", async () => {
    const [work] = await asPerson(test.db, "coordinator", (tx) =>
      readWork(tx, "coordinator", { asOf: "2024-06-01", kind: "read" }),
    );
    const of = (id: string) => work?.items.find((item) => item.id === id);
    expect(of("adjudication/P-1/FU1")).toMatchObject({
      move: "adjudicator",
      what: "The two reads differ (overall response, sum); an adjudicator chooses the one that stands.",
    });
    expect(of("read/P-1/FU2")).toMatchObject({
      move: "reader",
      what: "The scan of 2024-05-01 has been read by 1 of 2 readers.",
    });
    // 36 scans, of which both have read two; and the adjudication.
    expect(work?.counts.read).toBe(36 - 2 + 1);
  });

  it("stand side by side for the adjudicator, without names", async () => {
    const [waiting] = (await list("adjudicator")).adjudications;
    const both = await asPerson(test.db, "adjudicator", (tx) =>
      readAdjudication(tx, "adjudicator", waiting!.comparison),
    );
    const told = (side: typeof both.first) => side.visits.map(({ visit, overall, sum }) => [visit, overall, sum]);
    expect(told(both.first)).toEqual([
      ["BL", null, 50],
      ["FU1", "PR", 34],
    ]);
    expect(told(both.second)).toEqual([
      ["BL", null, 51],
      ["FU1", "SD", 49],
    ]);
    expect(JSON.stringify(both)).not.toMatch(/anna|ben/);
  });

  it("are decided by somebody else, with a reason and a signature, once; the chosen read is the one of record", async () => {
    const [waiting] = (await list("adjudicator")).adjudications;
    const comparison = waiting!.comparison;
    const decide = (person: string, chosen: "reader-1" | "reader-2" = "reader-2", isThem = true) =>
      adjudicate(test.db, signatory(person, isThem), {
        comparison,
        chosen,
        reason: "the lesion's edge is drawn too far in",
      });
    // Ben adjudicates too, but not what he reads himself.
    expect(await code(decide("ben"))).toBe("COMPARISON_UNKNOWN");
    expect(await code(decide("anna"))).toBe("COMPARISON_UNKNOWN");
    expect(await code(decide("carl"))).toBe("COMPARISON_UNKNOWN");
    expect(await code(decide("coordinator"))).toBe("NOT_ALLOWED");
    expect(await code(decide("adjudicator", "reader-2", false))).toBe("SIGNATURE_MISSING");
    const twice = await Promise.all([decide("adjudicator"), decide("adjudicator")]);
    expect(twice.map(({ isRepeated }) => isRepeated).sort()).toEqual([false, true]);
    expect(await code(decide("adjudicator", "reader-1"))).toBe("DECIDED_ALREADY");
    expect((await list("adjudicator")).adjudications).toMatchObject([
      { state: "decided", decided: { chosen: "reader-2" } },
    ]);
    expect(await awaits("coordinator")).toBe(false);
    const [decision] = twice;
    const seen = async (person = "adjudicator") =>
      asPerson(test.db, person, (tx) => readAdjudication(tx, person, comparison));
    const meaning = "I have compared both reads; the read that I chose stands.";
    expect((await seen()).decided).toMatchObject({ chosen: "reader-2", by: "Test adjudicator", meaning, broken: null });
    // Of every read on the page, and of the decision, whether what was signed is what stands there.
    const broken = async () => {
      const { first, second, decided } = await seen("coordinator");
      return [...first.visits, ...second.visits].map(({ signed }) => signed.broken).concat(decided!.broken);
    };
    expect(await broken()).toEqual([null, null, null, null, null]);
    const [kept] = await test.admin`
      select s.id, s.document from record.read_session s join record.visit v on v.id = s.visit_id
       where s.reader = 'ben' and v.key = 'FU1' and s.subject_id = ${trial.subjects["P-1"]!}`;
    await setPast(kept!["id"], "document", test.admin.json({ ...kept!["document"], note: "added later" }));
    await setPast(decision!.session, "meaning", "I have seen both.");
    expect(await broken()).toEqual([
      null,
      null,
      null,
      "What this read says is no longer what was signed.",
      "What this decision says is no longer what was signed.",
    ]);
    await setPast(kept!["id"], "document", test.admin.json(kept!["document"]));
    await setPast(decision!.session, "meaning", meaning);
    expect(await broken()).toEqual([null, null, null, null, null]);
    await read("ben", "FU2", 52);
    // Later reads bring another comparison, and leave the decision on this one as it is.
    expect((await seen()).decided).toMatchObject({ chosen: "reader-2", broken: null });
    const standing = await asSystem(test.db, "look", (tx) => buildResponseCase(tx, trial.subjects["P-1"]!));
    expect(standing.visits.map((v) => v.measurements?.[0]?.longestMm)).toEqual([51, 49, 52]);
    // What differs at the next scan is decided anew: 33 mm is PR, 52 mm SD.
    expect((await list("adjudicator")).adjudications).toMatchObject([{ state: "waiting", visit: "FU2" }]);
    expect(await awaits("coordinator")).toBe(true);
  });

  it("differ by a new lesion and by the day of progression", async () => {
    await read("anna", "BL", 50, [], "P-3");
    await read("carl", "BL", 50, [], "P-3");
    await read("anna", "FU1", 50, [], "P-3");
    await read("carl", "FU1", 50, [newLesion], "P-3");
    const found = (await list("adjudicator")).adjudications.find(({ subject }) => subject === "P-3");
    expect(found?.discrepancies.map(({ kind, first, second }) => [kind, first, second])).toEqual([
      ["response", "SD", "PD"],
      ["new-lesion", "not seen", "seen"],
      ["progression", "none", "2024-03-01"],
    ]);
    // The new lesion is carl's own: anna neither sees it nor is it missing from her reads.
    const keys = (person: string) =>
      asPerson(test.db, person, async ({ sql }) => {
        const rows = await sql<
          { key: string }[]
        >`select key from record.lesion where subject_id = ${trial.subjects["P-3"]!} order by key`;
        return rows.map(({ key }) => key);
      });
    expect(await keys("anna")).toEqual(["T1"]);
    expect(await keys("carl")).toEqual(["R2-X1", "T1"]);
  });

  it("are compared anew once one is amended, for a reason, and agree then", async () => {
    const before = await read("anna", "BL", 50, [], "P-5");
    await read("carl", "BL", 70, [], "P-5");
    const of = async () => (await list("adjudicator")).adjudications.find(({ subject }) => subject === "P-5");
    // At baseline 70 over 50 mm is +40 %.
    expect((await of())?.discrepancies).toMatchObject([{ kind: "sum", visit: "BL", first: "50", second: "70" }]);
    const { comparison } = (await of())!;
    const amendment = (await amendRead(test.db, "anna", { session: before, reason: "measured the wrong lesion" }))
      .session;
    expect(await amendRead(test.db, "anna", { session: before, reason: "again" })).toEqual({ session: amendment });
    const { document, version, amends } = await form("anna", amendment);
    expect(amends).toEqual({ session: before, reason: "measured the wrong lesion" });
    await signRead(test.db, signatory("anna"), { session: amendment, version, document: sized(document, 69) });
    await settleReads(test.db, trial.id);
    expect(await of()).toBeUndefined();
    // The former comparison shows what was compared, not what has come of it.
    const former = await asPerson(test.db, "adjudicator", (tx) => readAdjudication(tx, "adjudicator", comparison));
    expect(former).toMatchObject({ isReplaced: true, amended: ["reader-1"] });
    expect(former.first.visits).toMatchObject([{ visit: "BL", sum: 50, unit: "mm", lesions: [{ longestMm: 50 }] }]);
    expect(former.second.visits).toMatchObject([{ visit: "BL", sum: 70, unit: "mm" }]);
    // Whoever inspects the record finds each signature with its name; a reader finds none of them.
    const signedReads = async (person: string) =>
      asPerson(test.db, person, async (tx) => {
        const { signedReads } = await readPatient(tx, person, { trial: trial.key, subject: "P-5" });
        return signedReads.map(({ as, signature: { by, broken }, isAmended, reason }) => [
          as,
          by,
          broken,
          isAmended,
          reason,
        ]);
      });
    expect(await signedReads("coordinator")).toEqual([
      ["reader-1", "Test anna", null, true, null],
      ["reader-2", "Test carl", null, false, null],
      ["reader-1", "Test anna", null, false, "measured the wrong lesion"],
    ]);
    expect(await signedReads("anna")).toEqual([]);
    const versions = await asSystem(
      test.db,
      "look",
      ({ sql }) => sql<{ mm: number; reason: string | null }[]>`
      select longest_mm as mm, reason from record.measurement where reader = 'anna' and subject_id = ${trial.subjects["P-5"]!} order by version`,
    );
    expect([...versions]).toEqual([
      { mm: 50, reason: null },
      { mm: 69, reason: "measured the wrong lesion" },
    ]);
  });

  it("stand with the decision on them as they were then, once one is amended", async () => {
    const signs = async (person: string, session: string, mm: number) => {
      const { document, version } = await form(person, session);
      await signRead(test.db, signatory(person), { session, version, document: sized(document, mm) });
      await settleReads(test.db, trial.id);
    };
    await read("anna", "BL", 50, [], "P-11");
    await read("carl", "BL", 50, [], "P-11");
    const late = await read("anna", "FU1", 30, [], "P-11");
    await read("carl", "FU1", 50, [], "P-11");
    const { comparison } = (await list("adjudicator")).adjudications.find(({ subject }) => subject === "P-11")!;
    const reason = "the edge is drawn too far in";
    await adjudicate(test.db, signatory("adjudicator"), { comparison, chosen: "reader-1", reason });
    const decisions = () =>
      asPerson(test.db, "coordinator", async (tx) => {
        const { signedReads } = await readPatient(tx, "coordinator", { trial: trial.key, subject: "P-11" });
        return signedReads.filter(({ as }) => as === "adjudicator");
      });
    expect(await decisions()).toMatchObject([{ chosen: "reader-1", reason, isAmended: false }]);
    await signs("anna", (await amendRead(test.db, "anna", { session: late, reason: "wrong slice" })).session, 38);
    const former = await asPerson(test.db, "adjudicator", (tx) => readAdjudication(tx, "adjudicator", comparison));
    expect(former).toMatchObject({ isReplaced: true, amended: ["reader-1"], decided: { chosen: "reader-1" } });
    const told = (side: typeof former.first) => side.visits.map(({ visit, overall, sum }) => [visit, overall, sum]);
    expect(told(former.first)).toEqual([
      ["BL", null, 50],
      ["FU1", "PR", 30],
    ]);
    expect(told(former.second)).toEqual([
      ["BL", null, 50],
      ["FU1", "SD", 50],
    ]);
    expect(await decisions()).toMatchObject([{ chosen: "reader-1", reason, isAmended: true }]);
    expect(await awaits("coordinator", "P-11")).toBe(true);
  });

  it("are judged on every read that was compared, also of a scan that came late and one reader alone has read", async () => {
    await read("anna", "BL", 50, [], "P-9");
    await read("anna", "FU1", 50, [], "P-9");
    await plantScan(test.db, trial, { subject: "P-9", visit: "LATE", date: "2024-02-01" });
    await read("carl", "BL", 50, [], "P-9");
    await read("carl", "LATE", 20, [], "P-9");
    const last = await read("carl", "FU1", 40, [], "P-9");
    const { comparison } = (await list("adjudicator")).adjudications.find(({ subject }) => subject === "P-9")!;
    const { session: amendment } = await amendRead(test.db, "carl", { session: last, reason: "the edge" });
    const { document, version } = await form("carl", amendment);
    await signRead(test.db, signatory("carl"), { session: amendment, version, document: sized(document, 41) });
    await settleReads(test.db, trial.id);
    const former = await asPerson(test.db, "adjudicator", (tx) => readAdjudication(tx, "adjudicator", comparison));
    expect(former).toMatchObject({ isReplaced: true, amended: ["reader-2"] });
    // 40 mm after a nadir of 20 mm is +100 %; without the late scan it were −20 % from baseline.
    expect(former.second.visits.map(({ visit, overall, sum }) => [visit, overall, sum])).toEqual([
      ["BL", null, 50],
      ["FU1", "PD", 40],
    ]);
    expect(former.first.visits.map(({ overall }) => overall)).toEqual([null, "SD"]);
  });

  it("wait for a decision again once a read that was decided on is amended, though they differ as before", async () => {
    const first = await read("anna", "BL", 60, [], "P-10");
    await read("carl", "BL", 61, [], "P-10");
    await read("anna", "FU1", 40, [], "P-10");
    await read("carl", "FU1", 90, [], "P-10");
    const of = async () => (await list("adjudicator")).adjudications.find(({ subject }) => subject === "P-10")!;
    const decide = async () =>
      adjudicate(test.db, signatory("adjudicator"), {
        comparison: (await of()).comparison,
        chosen: "reader-1",
        reason: "the edge is drawn too far out",
      });
    await decide();
    const before = await of();
    expect(before.state).toBe("decided");
    const { session } = await amendRead(test.db, "anna", { session: first, reason: "wrong slice" });
    const { document, version } = await form("anna", session);
    await signRead(test.db, signatory("anna"), { session, version, document: sized(document, 70) });
    await settleReads(test.db, trial.id);
    // 40 mm is PR from 60 and from 70 mm: by rule the reads differ as before, but the adjudicator chose another read.
    const after = await of();
    expect(after.state).toBe("waiting");
    expect(after.discrepancies).toEqual(before.discrepancies);
    expect(after.comparison).not.toBe(before.comparison);
    expect(await awaits("coordinator", "P-10")).toBe(true);
    await decide();
    expect((await of()).state).toBe("decided");
    expect(await awaits("coordinator", "P-10")).toBe(false);
  });

  it("begin with a senior reader where the charter says so; another takes the second place", async () => {
    const charter = { readers: 2 as const, adjudication: true, sumDiffersPercent: null, firstIsSenior: true };
    await setCharter(test.db, "administrator", { trial: trial.key, charter, seen: 1, reason: "as the protocol says" });
    const places = async (person: string, subject: string) => {
      await take(person, "BL", subject);
      return (await list(person)).mine.find((line) => line.subject === subject)?.place;
    };
    expect(await places("anna", "P-7")).toBe("reader-2");
    expect(await code(take("carl", "BL", "P-7"))).toBe("SENIOR_NEEDED");
    expect((await list("carl")).mine.some(({ subject }) => subject === "P-7")).toBe(false);
    const record = (reader: string, grade: "senior" | "specialist") =>
      setSeniority(test.db, "administrator", { trial: trial.key, reader, grade, years: 15, seen: 0 });
    expect(
      await code(
        setSeniority(test.db, "anna", { trial: trial.key, reader: "anna", grade: "senior", years: 1, seen: 0 }),
      ),
    ).toBe("NOT_ALLOWED");
    await record("anna", "specialist");
    await record("carl", "senior");
    expect(await places("carl", "P-7")).toBe("reader-1");
    expect(await places("carl", "P-8")).toBe("reader-1");
    expect((await listReaders(test.db, "administrator", trial.key)).find(({ id }) => id === "carl")).toMatchObject({
      number: 1,
      seniority: { grade: "senior", years: 15 },
    });
    expect(await verifyAudit(test.db)).toMatchObject({ ok: true });
  });

  it("enter the agreement of readers", async () => {
    await asSystem(test.db, "judge", (tx) => computeResponses(tx, trial.id, ["recist-1.1"], () => {}));
    const { readers, pair } = await asPerson(test.db, "coordinator", (tx) =>
      readAgreement(tx, "coordinator", { trial: trial.key, first: "anna", second: "ben" }),
    );
    expect(readers.map(({ id }) => id)).toEqual(expect.arrayContaining(["anna", "ben", "carl", "import"]));
    // P-1: 50/51, 34/49, 33/52 mm: mean difference −35/3.
    expect(pair?.figures.sizes.n).toBe(3);
    const { blandAltman } = pair!.figures.sizes;
    expect(blandAltman.estimable && blandAltman.bias).toBeCloseTo(-35 / 3, 12);
    // What is told as differing is what the readers' reads were compared by.
    const compared = await test.admin<{ document: { discrepancies: object[] } }[]>`
      select document from record.read_comparison c where subject_id = ${trial.subjects["P-1"]!} order by at desc limit 1`;
    const told = pair!.discrepancies.filter(({ subject }) => subject === "P-1").map(({ subject: _, ...one }) => one);
    expect(told.length).toBeGreaterThan(1);
    expect(told).toEqual(compared[0]!.document.discrepancies);
    // Whoever is Reader 1 of most patients comes first.
    const byPlace = await asPerson(test.db, "coordinator", (tx) =>
      readAgreement(tx, "coordinator", { trial: trial.key }),
    );
    expect([byPlace.pair?.first, byPlace.pair?.second]).toEqual(["anna", "carl"]);
  });
});
