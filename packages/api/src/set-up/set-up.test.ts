import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asPerson, asSystem, verifyAudit } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { type Refusal, setUpOfTemplate, TRIAL_TEMPLATES } from "@nadir/domain";
import { type ObjectStore, openLocalStore } from "@nadir/storage";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { enter, readEntryForm } from "../entry/index.ts";
import { importTrial } from "../intake/index.ts";
import { filesOf, smallTrial } from "../intake/testing/small-trial.ts";
import { readCohort } from "../read/read-cohort.ts";
import { plantPerson, plantTrial } from "../read/testing/plant-trial.ts";
import { charterOf } from "../reads/charter.ts";
import { actOnSite, addSite, listSites, listStarts, makeTrial, renameSite } from "./index.ts";

let test: TestDatabase;
let store: ObjectStore;
let folder: string;
const [CHIEF, AT_SITE, COORDINATOR] = ["administrator", "at-site", "coordinator"];
beforeAll(async () => {
  test = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), "nadir-set-up-"));
  store = await openLocalStore(folder);
  const trial = await plantTrial(test.db);
  await plantPerson(test.db, trial.id, "administrator", null, CHIEF);
  await plantPerson(test.db, trial.id, "administrator", trial.sites.north, AT_SITE);
  await plantPerson(test.db, trial.id, "coordinator", null, COORDINATOR);
});
afterAll(async () => {
  await test.close();
  await rm(folder, { recursive: true });
});

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: Refusal) => error.code ?? String(error),
  );
const named = (id: string) => ({
  id,
  title: "Made here",
  sites: [{ id: "munich", name: "Munich" }],
  arms: [{ id: "A", name: "Nivolumab" }],
});
const glioma = TRIAL_TEMPLATES.find(({ id }) => id === "glioma-recurrent")!;
const make = (by: string, set: { trial: unknown; charter: typeof glioma.charter | null }, dryRun = false) =>
  makeTrial({ db: test.db, store, by: { personId: by }, ...set, beganFrom: glioma.id, dryRun });

describe("a trial from a template", () => {
  it("is made with visits, imaging protocol and charter, and its maker administers it; the log says who and from what", async () => {
    const outcome = await make(CHIEF, setUpOfTemplate(glioma, named("made-here")));
    expect(outcome).toMatchObject({ key: "made-here", made: true, problems: [], warnings: [] });
    const { trials } = await listStarts(test.db, CHIEF);
    const found = trials.find(({ trial }) => trial.id === "made-here")!;
    expect(found.trial).toMatchObject({ ...glioma.trial, ...named("made-here") });
    expect(found.charter).toEqual(glioma.charter);
    const [event] = await test.admin<{ payload: string }[]>`
      select payload from audit.event where action = 'trial-made'`;
    expect(JSON.parse(event!.payload)).toMatchObject({ beganFrom: "glioma-recurrent", by: CHIEF });
    const events = await test.admin<{ actor: string; object: string }[]>`
      select e.actor, e.object from audit.event e join record.trial t on t.key = 'made-here'
       where e.trial_id = t.id or e.object = 'record.trial/' || t.id`;
    const byOthers = events.filter(({ actor }) => actor !== CHIEF).map(({ actor, object }) => [actor, object]);
    expect(byOthers).toEqual([["system", expect.stringContaining("identity.membership")]]);
    expect(events.length).toBeGreaterThan(4);
    const { imports } = await asPerson(test.db, CHIEF!, (tx) => readCohort(tx, CHIEF!, "made-here"));
    const [{ name }] = await test.admin<[{ name: string }]>`select name from identity."user" where id = ${CHIEF!}`;
    expect(imports.map(({ by, isSetUp }) => [by, isSetUp])).toEqual([[name, true]]);
    const brought = await asPerson(test.db, CHIEF!, (tx) => readCohort(tx, CHIEF!, "small-trial"));
    expect(brought.imports.every(({ isSetUp }) => !isSetUp)).toBe(true);
    const [charter] = await test.admin<{ set_by: string }[]>`select set_by from record.reading_charter`;
    expect(charter!.set_by).toBe(CHIEF);
    expect(await verifyAudit(test.db)).toMatchObject({ ok: true });
  });

  it("is checked as a manifest is: every fault with its place, and nothing is made", async () => {
    const set = setUpOfTemplate(glioma, { ...named("half-made"), title: "" });
    const wrong = {
      ...set.trial,
      criteria: [{ id: "recist-1.1", primary: false }],
      schedule: [{ id: "W8", day: 5.5 }],
    };
    const { made, problems } = await make(CHIEF, { trial: wrong, charter: set.charter });
    expect(made).toBe(false);
    const told = problems.map(({ code, where }) => `${code} ${where?.path}`);
    expect(told).toEqual(expect.arrayContaining(["BAD_VALUE trial.title", "BAD_VALUE trial.schedule[0].day"]));
    expect(problems.every(({ message }) => !message.includes("trial.json"))).toBe(true);
    expect((await listStarts(test.db, CHIEF)).trials.map(({ trial }) => trial.id)).not.toContain("half-made");
  });

  it("says of a field that is left empty that it is, and of visits on one day that they are; nothing is made", async () => {
    const { id: _, ...keyless } = setUpOfTemplate(glioma, named("no-key")).trial;
    const empty = await make(CHIEF, { trial: { ...keyless, sites: [{ name: "Munich" }] }, charter: null });
    expect(empty.problems.map(({ message }) => message)).toEqual([
      "trial.id: give the trial a key, e.g. 'glioma-nivolumab': it stands in addresses and files.",
      "trial.sites[0].id: this is left empty; write it here.",
    ]);
    const schedule = [
      { id: "BL", day: -9999, windowBefore: 200, windowAfter: 0 },
      { id: "W8", day: 56 },
      { id: "W8b", day: 56 },
    ];
    const far = { ...setUpOfTemplate(glioma, named("far-away")).trial, schedule };
    for (const dryRun of [true, false]) {
      const { made, problems } = await make(CHIEF, { trial: far, charter: null }, dryRun);
      expect([made, problems.map(({ code }) => code)]).toEqual([
        false,
        ["PLANNED_DAY_FAR", "WINDOW_TOO_WIDE", "VISITS_ON_ONE_DAY"],
      ]);
    }
    expect((await listStarts(test.db, CHIEF)).trials.map(({ trial }) => trial.id)).not.toContain("far-away");
  });

  it("a check makes nothing; a key that is taken is refused, and the trial that has it stays as it was", async () => {
    expect(await make(CHIEF, setUpOfTemplate(glioma, named("only-checked")), true)).toMatchObject({
      made: false,
      problems: [],
    });
    expect((await listStarts(test.db, CHIEF)).trials.map(({ trial }) => trial.id)).not.toContain("only-checked");
    const { problems } = await make(CHIEF, setUpOfTemplate(glioma, named("small-trial")));
    expect(problems.map(({ code }) => code)).toEqual(["TRIAL_EXISTS"]);
    const [row] = await test.admin<
      { n: number }[]
    >`select count(*)::int as n from record.trial where key = 'small-trial'`;
    expect(row!.n).toBe(1);
  });

  it("is made by who administers a whole trial, and by nobody else", async () => {
    for (const by of [AT_SITE, COORDINATOR]) {
      expect(await codeOf(make(by, setUpOfTemplate(glioma, named("not-made"))))).toBe("NOT_ALLOWED");
      expect(await codeOf(listStarts(test.db, by))).toBe("NOT_ALLOWED");
    }
  });

  it("without a charter, reading is not open", async () => {
    const outcome = await make(CHIEF, { ...setUpOfTemplate(glioma, named("unread")), charter: null });
    const [row] = await test.admin<{ id: string }[]>`select id from record.trial where key = ${outcome.key}`;
    expect(await asSystem(test.db, "look", (tx) => charterOf(tx, row!.id))).toBeNull();
  });
});

describe("sites of a trial", () => {
  const trial = "small-trial";
  const of = async (key: string) =>
    (await listSites(test.db, CHIEF)).find((t) => t.trial === trial)!.sites.find((s) => s.key === key);
  const enrol = (subject: string, site: string) =>
    enter(
      test.db,
      COORDINATOR,
      {
        entry: crypto.randomUUID(),
        trial,
        rows: [{ table: "subjects" as const, cells: { key: subject, site, arm: "a", sex: "female" } }],
      } as never,
      false,
    );

  it("are added, and take patients from then on", async () => {
    const site = { id: "oslo", name: "Oslo", country: "NO" };
    expect(await codeOf(addSite(test.db, COORDINATOR, { trial, site, reason: "new" }))).toBe("NOT_ALLOWED");
    expect(await codeOf(addSite(test.db, AT_SITE, { trial, site, reason: "new" }))).toBe("NOT_ALLOWED");
    await addSite(test.db, CHIEF, { trial, site, reason: "The ethics committee of Oslo agreed" });
    expect(await codeOf(addSite(test.db, CHIEF, { trial, site, reason: "again" }))).toBe("SITE_EXISTS");
    expect(await of("oslo")).toMatchObject({ name: "Oslo", country: "NO", subjects: 0, isClosed: false });
    expect(await enrol("P-OSLO", "oslo")).toMatchObject({ isRecorded: true });
    expect((await of("oslo"))?.subjects).toBe(1);
  });

  it("are renamed for a reason; the former name stays on record, and a stale window is refused", async () => {
    const rename = (name: string, seen: string) =>
      codeOf(renameSite(test.db, CHIEF, { trial, site: "oslo", name, seen, reason: "The hospital was renamed" }));
    expect(await rename("Oslo universitetssykehus", "Oslo")).toBe("done");
    expect(await rename("Oslo 2", "Oslo")).toBe("CHANGED_MEANWHILE");
    const names = await test.admin<{ name: string; reason: string | null }[]>`
      select name, reason from record.site where key = 'oslo' order by version`;
    expect([...names]).toEqual([
      { name: "Oslo", reason: null },
      { name: "Oslo universitetssykehus", reason: "The hospital was renamed" },
    ]);
    const document = await test.admin<{ name: string }[]>`
      select s ->> 'name' as name from record.trial t, jsonb_array_elements(t.document -> 'sites') s
       where t.key = ${trial} and t.superseded_at is null and s ->> 'id' = 'oslo'`;
    expect([...document]).toEqual([{ name: "Oslo universitetssykehus" }]);
  });

  it("closed, they keep their patients and take no new one, by hand or by anybody; opened again, they do", async () => {
    const act = (what: "closed" | "reopened", by = CHIEF) =>
      codeOf(actOnSite(test.db, by, { trial, site: "oslo", act: what, reason: "Recruitment" }));
    expect(await act("reopened")).toBe("SITE_OPEN");
    expect(await act("closed", AT_SITE)).toBe("NOT_ALLOWED");
    expect(await act("closed")).toBe("done");
    expect(await act("closed")).toBe("SITE_CLOSED");
    expect(await codeOf(enrol("P-LATE", "oslo"))).toBe("SITE_CLOSED");
    const form = await asPerson(test.db, COORDINATOR, (tx) => readEntryForm(tx, COORDINATOR, { trial }));
    expect(form.sites).not.toContain("oslo");
    const visit = {
      table: "visits" as const,
      cells: { subject: "P-OSLO", id: "BL", date: "2026-03-01", role: "baseline" },
    };
    const followed = { entry: crypto.randomUUID(), trial, rows: [visit] } as never;
    expect(await enter(test.db, COORDINATOR, followed, false)).toMatchObject({ isRecorded: true });
    expect(await of("oslo")).toMatchObject({
      isClosed: true,
      subjects: 1,
      acts: [{ act: "closed", reason: "Recruitment" }],
    });

    expect(await act("reopened")).toBe("done");
    expect(await enrol("P-LATE", "oslo")).toMatchObject({ isRecorded: true });
    expect((await of("oslo"))?.acts.map((a) => a.act)).toEqual(["reopened", "closed"]);
    expect(await verifyAudit(test.db)).toMatchObject({ ok: true });
  });

  it("added by hand stay when files are imported that do not know them", async () => {
    const files = { ...smallTrial() };
    files["trial.yaml"] = String(files["trial.yaml"])
      .replace("id: small-trial", "id: by-files")
      .replace(/sealed:[\s\S]*$/, "");
    const bring = () => importTrial({ db: test.db, store, by: "system", files: filesOf(files) });
    expect((await bring()).problems).toEqual([]);
    const [row] = await test.admin<{ id: string }[]>`select id from record.trial where key = 'by-files'`;
    await plantPerson(test.db, row!.id, "administrator", null, "files-chief");
    const site = { id: "oslo", name: "Oslo" };
    await addSite(test.db, "files-chief", { trial: "by-files", site, reason: "new" });
    expect(await bring()).toMatchObject({ problems: [], written: false });
    files["subjects.csv"] = `${files["subjects.csv"]}`.replace("61.5", "62");
    expect(await bring()).toMatchObject({ problems: [], written: true });
    const sites = (await listStarts(test.db, "files-chief")).trials[0]!.trial.sites.map(({ id }) => id);
    expect(sites).toEqual(["north", "south", "oslo"]);
  });
});
