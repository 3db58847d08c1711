import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { verifyAudit } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import type { Refusal, TrialPlan } from "@nadir/domain";
import { openLocalStore } from "@nadir/storage";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { importTrial } from "../intake/index.ts";
import { filesOf, smallTrial } from "../intake/testing/small-trial.ts";
import { plantPerson, plantTrial } from "../read/testing/plant-trial.ts";
import { amendTrial, readPlan, renameSite } from "./index.ts";

let test: TestDatabase;
let trialId: string;
const TRIAL = "small-trial";
const [CHIEF, AT_SITE, MANAGER, READER, STRANGER] = ["chief", "at-site", "manager", "reader", "stranger"];
beforeAll(async () => {
  test = await testDatabase();
  const trial = await plantTrial(test.db);
  trialId = trial.id;
  const other = await plantTrial(test.db, "other-trial");
  await plantPerson(test.db, trial.id, "administrator", null, CHIEF);
  await plantPerson(test.db, trial.id, "administrator", trial.sites.north, AT_SITE);
  await plantPerson(test.db, trial.id, "data-manager", null, MANAGER);
  await plantPerson(test.db, trial.id, "reader", null, READER);
  await plantPerson(test.db, other.id, "administrator", null, STRANGER);
});
afterAll(() => test.close());

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: Refusal) => error.code ?? String(error),
  );
const SCHEDULE = [
  { id: "BL", day: -7, windowBefore: 21, windowAfter: 7 },
  { id: "FU1", day: 51, windowBefore: 3, windowAfter: 3 },
];
const present = () => readPlan(test.db, CHIEF, { trial: TRIAL });
const amend = async (
  to: Record<string, unknown>,
  set: { by?: string; dryRun?: boolean; reason?: string; seen?: number } = {},
) => {
  const { plan, present: seen } = await present();
  const { by = CHIEF, dryRun = false, reason = "Amendment 2 of the protocol" } = set;
  const asked = { trial: TRIAL, plan: { ...plan, ...to }, seen: set.seen ?? seen, reason, dryRun };
  return amendTrial(test.db, by, asked as never);
};

describe("the plan of a trial", () => {
  it("is read by every member, as it stands, and by nobody else", async () => {
    for (const by of [CHIEF, AT_SITE, MANAGER, READER]) {
      const { plan, mayAmend, held, history } = await readPlan(test.db, by, { trial: TRIAL });
      expect(plan.criteria.map(({ id }) => id)).toEqual(["recist-1.1", "irecist"]);
      expect(plan.imagingProtocol?.images[0]?.demands).toEqual({
        sliceThicknessMm: { max: 3 },
        kernel: { oneOf: ["B30f"] },
      });
      expect([mayAmend, held, history.length]).toEqual([by === CHIEF, null, 1]);
    }
    expect(await codeOf(readPlan(test.db, STRANGER, { trial: TRIAL }))).toBe("TRIAL_UNKNOWN");
    expect(await codeOf(readPlan(test.db, CHIEF, { trial: TRIAL, version: 7 }))).toBe("VERSION_UNKNOWN");
  });

  it("amended, tells first what the record makes of it, and changes nothing by that", async () => {
    // Visits lie on days -9, 51 and 112 after treatment began (2024-01-10); twelve patients have all three.
    expect((await amend({ schedule: SCHEDULE }, { dryRun: true })).effects).toEqual([
      "24 visits of 12 patients that no planned visit stood for would now be planned ones.",
    ]);
    const narrow = [SCHEDULE[0], { ...SCHEDULE[1], day: 56 }];
    expect((await amend({ schedule: narrow }, { dryRun: true })).effects).toEqual([
      "12 visits of 12 patients would now lie outside their windows.",
      "24 visits of 12 patients that no planned visit stood for would now be planned ones.",
    ]);
    expect((await present()).plan.schedule).toEqual([]);
  });

  it("is not amended to two visits on one day", async () => {
    const twice = [SCHEDULE[0], SCHEDULE[1], { ...SCHEDULE[1], id: "FU2" }];
    for (const dryRun of [true, false])
      expect(await amend({ schedule: twice }, { dryRun })).toMatchObject({
        version: null,
        problems: [{ code: "VISITS_ON_ONE_DAY", where: { path: "trial.schedule[2].day" } }],
      });
    expect((await present()).plan.schedule).toEqual([]);
  });

  it("becomes a new version with its reason; the one before stays readable; the log says what changed", async () => {
    const made = await amend({ schedule: SCHEDULE });
    expect(made).toMatchObject({ version: 2, problems: [] });
    const now = await present();
    expect([now.version, now.plan.schedule]).toEqual([2, SCHEDULE]);
    const former = await readPlan(test.db, READER, { trial: TRIAL, version: 1 });
    expect([former.version, former.present, former.plan.schedule]).toEqual([1, 2, []]);
    expect(
      now.history.map(({ version, reason, changes }) => [version, reason, changes.map(({ what }) => what)]),
    ).toEqual([
      [2, "Amendment 2 of the protocol", ["BL", "FU1"]],
      [1, null, []],
    ]);
    const [event] = await test.admin<{ payload: string; actor: string }[]>`
      select payload, actor from audit.event where action = 'plan-amended'`;
    expect(event!.actor).toBe(CHIEF);
    expect(JSON.parse(event!.payload)).toMatchObject({
      version: 2,
      changes: [
        { what: "BL", from: null },
        { what: "FU1", to: "day 51, 3 days early to 3 days late" },
      ],
    });
    expect(await verifyAudit(test.db)).toMatchObject({ ok: true });
  });

  it("a change of the trial that is none of its plan is no line of its history", async () => {
    await renameSite(test.db, CHIEF, {
      trial: TRIAL,
      site: "north",
      name: "North 2",
      seen: "North hospital",
      reason: "renamed",
    });
    const { present: version, history } = await present();
    expect([version, history.map((of) => of.version)]).toEqual([3, [2, 1]]);
  });

  it("counts the images that an amended protocol puts in another light", async () => {
    // 36 planted CTs without a tube voltage, of which the 12 at FU2 are 5 mm thick: those depart already, by the 3 mm in force.
    const asked = async (demands: object) => {
      const imagingProtocol = { version: "2", images: [{ name: "CT", modality: "CT", demands }] };
      return (await amend({ imagingProtocol }, { dryRun: true })).effects;
    };
    expect(await asked({ kvp: { max: 120 } })).toEqual([
      "24 images of 12 patients would now depart from the imaging protocol.",
    ]);
    expect(await asked({ sliceThicknessMm: { max: 5 } })).toEqual([
      "12 images of 12 patients would no longer depart from the imaging protocol.",
    ]);
    const brain = { name: "Brain", modality: "MR", sequence: "T1", required: true };
    const { plan } = await present();
    const more = { version: "1", images: [...(plan.imagingProtocol?.images ?? []), brain] };
    expect((await amend({ imagingProtocol: more }, { dryRun: true })).effects).toEqual([
      "36 visits of 12 patients would now lack an image that the protocol requires.",
    ]);
  });

  it("is checked as a manifest is, and refused where it could not stand", async () => {
    const faults = async (to: Record<string, unknown>) =>
      (await amend(to)).problems.map(({ code, where }) => `${code} ${where?.path}`);
    expect(await faults({ criteria: [{ id: "recist-1.1" }] })).toEqual(["ONE_PRIMARY_CRITERION trial.criteria"]);
    expect(await faults({ schedule: [...SCHEDULE, { ...SCHEDULE[0] }] })).toEqual([
      "DUPLICATE_KEY trial.schedule[2].id",
    ]);
    expect(await faults({ schedule: [{ id: "BL", day: "soon" }] })).toEqual(["BAD_VALUE trial.schedule[0].day"]);
    expect(await faults({ criteria: [{ id: "rano-2.0", primary: true }] })).toContain(
      "CRITERION_FOR_OTHER_DISEASE trial.criteria[0].id",
    );
    expect(await codeOf(amend({}))).toBe("NOTHING_CHANGED");
    const other = { schedule: [] };
    expect(await codeOf(amend(other, { reason: "" }))).toBe("REASON_MISSING");
    expect(await codeOf(amend(other, { seen: 1 }))).toBe("CHANGED_MEANWHILE");
    for (const by of [AT_SITE, MANAGER, READER]) expect(await codeOf(amend(other, { by }))).toBe("NOT_ALLOWED");
    expect(await codeOf(amend(other, { by: STRANGER }))).toBe("TRIAL_UNKNOWN");
    expect((await present()).plan.schedule).toEqual(SCHEDULE);
  });

  it("stays as it is while the data are locked, and says so beforehand", async () => {
    await test.admin`insert into identity.data_lock (trial_id, reason, locked_by) values (${trialId}, 'cleaned', ${MANAGER})`;
    expect((await present()).held).toMatch(/^The data of this trial are locked since .* UTC: its plan stays as it is/);
    expect(await codeOf(amend({ schedule: [] }, { dryRun: true }))).toBe("DATA_LOCKED");
    expect(await codeOf(amend({ schedule: [] }))).toBe("DATA_LOCKED");
    await test.admin`update identity.data_lock set unlocked_at = now(), unlock_reason = 'more to enter' where trial_id = ${trialId}`;
    expect((await present()).held).toBeNull();
  });
});

describe("an import after an amendment", () => {
  it("does not take back what the files never knew, and says so; what the files say anew is taken", async () => {
    const folder = await mkdtemp(join(tmpdir(), "nadir-amend-"));
    const store = await openLocalStore(folder);
    const files = { ...smallTrial() };
    const manifest = String(files["trial.yaml"])
      .replace("id: small-trial", "id: by-files")
      .replace(/sealed:[\s\S]*$/, "");
    const bring = (text = manifest) =>
      importTrial({ db: test.db, store, by: "system", files: filesOf({ ...files, "trial.yaml": text }) });
    expect((await bring()).problems).toEqual([]);
    const [row] = await test.admin<{ id: string }[]>`select id from record.trial where key = 'by-files'`;
    await plantPerson(test.db, row!.id, "administrator", null, "files-chief");
    const of = () => readPlan(test.db, "files-chief", { trial: "by-files" });
    const { plan, present: seen } = await of();
    const schedule: TrialPlan["schedule"] = [
      ...plan.schedule,
      { id: "W99", day: 693, windowBefore: 7, windowAfter: 7 },
    ];
    const asked = { trial: "by-files", plan: { ...plan, schedule }, seen, reason: "One visit more", dryRun: false };
    expect(await amendTrial(test.db, "files-chief", asked)).toMatchObject({ version: seen + 1 });

    for (let again = 0; again < 2; again++) {
      const { warnings, written } = await bring();
      expect(warnings.map(({ code }) => code)).toContain("PLAN_AMENDED_HERE");
      expect(written).toBe(false);
    }
    expect((await of()).plan.schedule).toEqual(schedule);

    const visit = "{ id: W77, day: 539, windowBefore: 7, windowAfter: 7 }";
    const anew = /\n {2}schedule:/.test(manifest)
      ? manifest.replace(/\n {2}schedule:(.*)(\n {4}.*)*/, `\n  schedule: [${visit}]`)
      : manifest.replace("\n  sites:", `\n  schedule: [${visit}]\n  sites:`);
    const taken = await bring(anew);
    expect(taken.problems).toEqual([]);
    expect(taken.warnings.map(({ code }) => code)).not.toContain("PLAN_AMENDED_HERE");
    const after = await of();
    expect(after.plan.schedule.map(({ id }) => id)).toEqual(["W77"]);
    expect(after.history[0]).toMatchObject({ isImport: true, reason: null });
    await rm(folder, { recursive: true });
  });
});
