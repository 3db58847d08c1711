import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { PROTOCOL_DOWNLOADS, REPORT_FORMS } from "@nadir/api/trial-validation";
import { appRouter } from "@nadir/api/trpc";
import { storeUpload } from "@nadir/api/upload";
import { emptyAssessment, radiogenomicsSettings, role, sha256Hex } from "@nadir/domain";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import {
  type Caller,
  openWorld,
  SUBJECTS,
  syntheticPlan,
  TRIAL,
  WORLDS,
  type World,
  type WorldName,
} from "../testing/sealed-worlds.ts";

vi.mock("server-only", () => ({}));

/**
 * validation.md §3.1, the side doors above the database: every procedure and every address of the portal is asked by
 * every role while outcomes are sealed, in worlds that differ only in what is sealed. What differs in the answers is a
 * leak, whatever it is called: a count, a hash, the order of rows, the wording of a refusal.
 */
let worlds: Record<WorldName, World>;
beforeAll(async () => {
  worlds = Object.fromEntries(
    await Promise.all(WORLDS.map(async (name) => [name, await openWorld(name)] as const)),
  ) as typeof worlds;
  for (const [name, world] of Object.entries(worlds)) {
    await plantDraft(world);
    await plantTalk(world, name === "loud");
    await plantReads(world);
  }
});
afterAll(async () => {
  for (const world of Object.values(worlds ?? {})) await world.close();
});

/** A draft of the first statistician, prepared for signing, before anybody asks. */
const DRAFT = "sealed-walk";
async function plantDraft(world: World): Promise<void> {
  const author = await world.callerOf("statistician");
  const { protocolId } = await author.protocols.create({ plan: syntheticPlan(DRAFT) });
  await author.protocols.run({ protocol: protocolId, act: "prepare" });
}
/** A sealed and an open patient on a board's agenda; in the loud world also what was then proposed and asked of the sealed one. */
async function plantTalk(world: World, isLoud: boolean): Promise<void> {
  const coordinator = await world.callerOf("coordinator");
  const { meeting } = await coordinator.board.convene({ trial: TRIAL, heldOn: "2026-11-29", title: "Talk" });
  for (const subject of [SUBJECTS.open, SUBJECTS.sealed]) {
    const put = await coordinator.board.put({ meeting, subject, question: "Progression?" });
    if (!isLoud || subject !== SUBJECTS.sealed) continue;
    const board = await world.callerOf("board");
    await board.board.propose({ case: put.case, seen: 1, decision: "stop treatment", text: "Stop", reason: "It grew" });
    await coordinator.queries.raise({ trial: TRIAL, subject, item: null, askedOf: "coordinator", text: "Died when?" });
  }
}
/** Every scan of a sealed and of an open patient is read; in the loud world there are more of the sealed one. */
async function plantReads(world: World): Promise<void> {
  const charter = { readers: 2 as const, adjudication: true, sumDiffersPercent: null };
  const administrator = await world.callerOf("administrator");
  await administrator.reads.setCharter({ trial: TRIAL, charter, seen: 0, reason: "walk" });
  const { reads, trials } = await world.callerOf("reader");
  const { password } = world.person("reader");
  for (const subject of [SUBJECTS.open, SUBJECTS.sealed])
    for (let n = 0; ; n++) {
      // A scan comes in sight when the one before it is signed.
      const visit = (await trials.patient({ trial: TRIAL, subject })).visits[n]?.id;
      if (visit === undefined) break;
      const { session } = await reads.take({ trial: TRIAL, subject, visit });
      const { document, version } = await reads.form({ session });
      const lesions = document.lesions.map((lesion) => ({ ...lesion, longestMm: 31, shortMm: 17 }));
      const nonTarget = { status: "present" as const, sinceLast: null, reason: "" };
      await reads.sign({ session, version, document: { ...document, lesions, nonTarget }, password });
    }
}
const readsOf = async ({ admin }: World): Promise<string[]> =>
  (await admin<{ id: string }[]>`select id from record.read_session order by begun_at limit 2`).map((row) => row.id);
const meetingOf = async ({ admin }: World): Promise<string> =>
  (await admin<{ id: string }[]>`select id from board.meeting where title = 'Talk'`)[0]!.id;
const casesOf = async ({ admin }: World): Promise<string[]> =>
  (
    await admin<
      { id: string }[]
    >`select c.id from board.case c join record.subject s on s.id = c.subject_id order by s.key`
  ).map((row) => row.id);
const draftOf = async ({ admin }: World, family = DRAFT): Promise<string> =>
  (await admin<{ id: string }[]>`select id from validation.protocol where family = ${family}`)[0]!.id;
const idsOf = async ({ admin }: World, table: "image" | "mask" | "visit"): Promise<string[]> =>
  (
    await admin<
      { id: string }[]
    >`select id from ${admin(`record.${table}`)} where superseded_at is null order by content_hash`
  ).map((r) => r.id);
const uploadTicket = async (world: World, word: string): Promise<string> =>
  (
    await storeUpload(
      {
        store: world.store,
        secret: "a secret for tests that is long enough",
        personId: (await world.contextOf(world.person(word))).person!.id,
      },
      [{ name: "trial.yaml", bytes: new TextEncoder().encode(`trial:\n  id: ${TRIAL}\n`) }],
    )
  ).ticket;

interface Asked {
  readonly caller: Caller;
  readonly world: World;
  readonly word: string;
}
type Case = (asked: Asked) => Promise<unknown>;
const each = async <T>(items: readonly T[], ask: (item: T) => Promise<unknown>): Promise<unknown[]> => {
  const answers: unknown[] = [];
  for (const item of items) answers.push(await answerOf(ask(item)));
  return answers;
};
/** The different answers over all scans and one that is none: there are more scans where more was taken, and they must look like none. */
const eachScan = async (world: World, ask: (image: string) => Promise<unknown>): Promise<string[]> => {
  const answers = await each([...(await idsOf(world, "image")), NONE], ask);
  return [...new Set(answers.map((answer) => JSON.stringify(answer)))].sort();
};
const subjects = [SUBJECTS.sealed, SUBJECTS.open, "nobody"];
const ended = async (caller: Caller, started: Promise<{ jobId: string }>) => {
  const events: unknown[] = [];
  for await (const event of await caller.jobs.progress({ jobId: (await started).jobId })) events.push(event);
  return events;
};

/** Nothing, compressed: refused as a drawing of any scan. */
const DRAWING = "H4sIAAAAAAAAAwMAAAAAAAAAAAA=";
const STRATA_RULE = {
  schema: "nadir.strata-rule/1",
  id: "walk",
  version: "1",
  unknown: "own-level",
  factors: [
    { kind: "number", name: "LDH", label: "LDH", unit: "U/L", levels: [{ name: "low", upTo: 250 }, { name: "high" }] },
    {
      kind: "word",
      name: "sex",
      label: "Sex",
      levels: [
        { name: "f", words: ["female"] },
        { name: "m", words: ["male"] },
      ],
    },
  ],
};

/** A plan that says nothing, and a table that names a sealed patient: refused by the job, alike whatever is sealed of them. */
const DEVELOPMENT = {
  trial: TRIAL,
  plan: { name: "plan.json", text: "{}" },
  table: { name: "table.csv", text: `subject,x\n${SUBJECTS.sealed},1\n` },
};

const READ = { lesions: [], nonTarget: { status: null, sinceLast: null, reason: "" }, note: "" };

const nowhere = (subject: string) => ({
  form: "semantic" as const,
  subject,
  visit: "no-such-visit",
  lesion: "no-such-lesion",
  answers: { shape: "round" },
});

/** One case a procedure. A new procedure needs one: the first test says which is missing. */
const CASES: Readonly<Record<string, Case>> = {
  "session.me": ({ caller }) => caller.session.me(),
  "library.tables": ({ caller }) => caller.library.tables(),
  "account.read": ({ caller }) => caller.account.read(),
  // With a wrong password: the person goes on with the one that they have.
  "account.changePassword": ({ caller }) => caller.account.changePassword({ current: "x", chosen: "y" }),
  "account.endSession": ({ caller }) => caller.account.endSession({ session: "none" }),
  "account.endOtherSessions": ({ caller }) => caller.account.endOtherSessions(),
  "find.meetings": ({ caller }) => caller.find.meetings(),
  "find.places": ({ caller }) => each([SUBJECTS.sealed, SUBJECTS.open, "a"], (text) => caller.find.places({ text })),
  "trials.list": ({ caller }) => caller.trials.list(),
  "trials.cohort": ({ caller }) => caller.trials.cohort({ trial: TRIAL }),
  "trials.simulated": ({ caller }) => caller.trials.simulated({ trial: TRIAL }),
  "trials.subjects": ({ caller }) =>
    each(
      [
        {},
        ...(["visits", "lastVisit", "change", "best", "last", "progression"] as const).map((sort) => ({ sort })),
        { confirmation: "waiting" as const },
        { best: "PD" },
        { search: SUBJECTS.sealed },
        { site: "S3" },
      ],
      (query) => caller.trials.subjects({ trial: TRIAL, pageSize: 200, ...query }),
    ),
  "trials.patient": ({ caller }) => each(subjects, (subject) => caller.trials.patient({ trial: TRIAL, subject })),
  "trials.delta": async ({ caller, world }) => {
    const rows = await world.admin<{ id: string }[]>`select id from derived.feature_delta order by id`;
    const seen = await each([...rows.map((r) => r.id), "00000000-0000-4000-8000-000000000000"], (delta) =>
      caller.trials.delta({ delta }),
    );
    // There are more of them in the loud world; each of the more must be answered like one that is not there.
    return [...new Set(seen.map((answer) => JSON.stringify(answer).replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "id")))];
  },
  "responses.comparison": ({ caller }) =>
    each(["confirmed", "unconfirmed"] as const, (of) =>
      caller.responses.comparison({ trial: TRIAL, first: "recist-1.1", second: "irecist", of }),
    ),
  "responses.worklist": ({ caller }) => caller.responses.worklist({ trial: TRIAL }),
  "responses.awaited": ({ caller }) => caller.responses.awaited({ trial: TRIAL }),
  "board.meetings": ({ caller }) => caller.board.meetings({ trial: TRIAL }),
  "board.meeting": async ({ caller, world }) =>
    each([await meetingOf(world), NONE], (meeting) => caller.board.meeting({ meeting })),
  "board.case": async ({ caller, world }) => {
    const meeting = await meetingOf(world);
    return each(subjects, (subject) => caller.board.case({ meeting, subject }));
  },
  "board.convene": async ({ caller }) =>
    typeof (await caller.board.convene({ trial: TRIAL, heldOn: "2026-11-30", title: "Walk" })).meeting,
  "board.change": async ({ caller, world }) =>
    each([await meetingOf(world), NONE], (meeting) =>
      caller.board.change({ meeting, heldOn: "2026-11-30", title: "Walk", isOff: false, reason: "r", seen: 99 }),
    ),
  "board.put": async ({ caller, world }) => {
    const meeting = await meetingOf(world);
    return each(subjects, (subject) => caller.board.put({ meeting, subject, question: "Progression?" }));
  },
  // As having seen more than there is: refused for that, at the earliest, so that the agenda stays what it is.
  "board.order": async ({ caller, world }) =>
    each([await meetingOf(world), NONE], async (meeting) =>
      caller.board.order({ meeting, cases: await casesOf(world), seen: 99 }),
    ),
  "board.ask": async ({ caller, world }) =>
    each(await casesOf(world), (of) => caller.board.ask({ case: of, seen: 99, text: "?" })),
  "board.takeOff": async ({ caller, world }) =>
    each(await casesOf(world), (of) => caller.board.takeOff({ case: of, seen: 99, reason: "r" })),
  "board.propose": async ({ caller, world }) =>
    each(await casesOf(world), (of) =>
      caller.board.propose({ case: of, seen: 99, decision: "biopsy", text: "t", reason: "r" }),
    ),
  "board.vote": async ({ caller, world }) =>
    each(await casesOf(world), (of) => caller.board.vote({ case: of, seen: 99, vote: "for" })),
  "board.decide": async ({ caller, world, word }) =>
    each(await casesOf(world), (of) =>
      caller.board.decide({
        case: of,
        seen: 99,
        meetingChanged: 0,
        courseSeen: "ab".repeat(32),
        password: world.person(word).password,
      }),
    ),
  "models.comparable": ({ caller }) => caller.models.comparable({ model: NONE }),
  "models.compare": ({ caller }) => caller.models.compare({ first: NONE, second: NONE }),
  "models.developments": ({ caller }) => caller.models.developments({ formulaHash: null }),
  "models.development": ({ caller }) => caller.models.development({ development: NONE }),
  "models.develop": ({ caller }) => ended(caller, caller.models.develop(DEVELOPMENT)),
  "models.monitoring": ({ caller }) => caller.models.monitoring({ model: NONE }),
  "models.monitor": ({ caller }) =>
    caller.models.monitor({
      model: NONE,
      wish: { outcome: { kind: "within", endpoint: "os", days: 180 }, period: "month" },
    }),
  "models.register": ({ caller }) =>
    caller.models.register({
      trial: TRIAL,
      file: { name: "card.json", text: "{}" },
      speaks: "at-increase",
      dryRun: true,
    }),
  "worklist.read": ({ caller }) =>
    each([{}, { studyDay: 60, coming: true }, { trial: TRIAL, kind: "confirmation" as const }], (query) =>
      caller.worklist.read({ asOf: "2024-06-01", ...query }),
    ),
  "responses.endpoints": ({ caller }) =>
    each([{}, { criterion: "irecist" as const }], (query) => caller.responses.endpoints({ trial: TRIAL, ...query })),
  "cohort.page": ({ caller }) =>
    each([{}, { by: "feature" as const, endpoint: "os" as const, visit: 1 }, { only: [SUBJECTS.sealed] }], (query) =>
      caller.cohort.page({ trial: TRIAL, ...query }),
    ),
  "cohort.responses": ({ caller }) =>
    each([{}, { criterion: "irecist" as const, best: "unconfirmed" as const }, { only: [SUBJECTS.sealed] }], (query) =>
      caller.cohort.responses({ trial: TRIAL, ...query }),
    ),
  "cohort.survival": ({ caller }) =>
    each(
      [{}, { by: "arm" as const, endpoint: "os" as const }, { by: "marker" as const }, { by: "feature" as const }],
      (query) => caller.cohort.survival({ trial: TRIAL, ...query }),
    ),
  "cohort.features": ({ caller }) =>
    each([{}, { visit: 1 }, { visit: 2, family: "statistics" }], (query) =>
      caller.cohort.features({ trial: TRIAL, ...query }),
    ),
  "responses.landmark": ({ caller }) =>
    each([{}, { landmarkDays: 30 }, { criterion: "irecist" as const }], (query) =>
      caller.responses.landmark({ trial: TRIAL, ...query }),
    ),
  "responses.subjectEndpoints": ({ caller }) =>
    each(subjects, (subject) => caller.responses.subjectEndpoints({ trial: TRIAL, subject })),
  "responses.subjectCase": ({ caller }) =>
    each(subjects, (subject) => caller.responses.subjectCase({ trial: TRIAL, subject })),
  "responses.maskSizes": ({ caller }) =>
    each(subjects, (subject) => caller.responses.maskSizes({ trial: TRIAL, subject, plane: "axial" })),
  "evidence.subject": ({ caller }) => each(subjects, (subject) => caller.evidence.subject({ trial: TRIAL, subject })),
  "models.list": ({ caller }) => caller.models.list(),
  "models.read": ({ caller }) => caller.models.read({ model: NONE }),
  // What was stored before is not new: whose turn comes first is the same in every world.
  "radiogenomics.compute": ({ caller }) =>
    each([{}, { markers: "first" as const }], (settings) =>
      ended(caller, caller.radiogenomics.compute({ trial: TRIAL, settings: radiogenomicsSettings.parse(settings) })),
    ),
  "radiogenomics.read": ({ caller }) => caller.radiogenomics.read({ trial: TRIAL }),
  "evidence.immuneEvents": ({ caller }) => caller.evidence.immuneEvents({ trial: TRIAL }),
  "vasari.save": ({ caller }) =>
    each(subjects, (subject) => caller.vasari.save({ trial: TRIAL, form: { subject, visit: "no-such-visit", f4: 1 } })),
  "vasari.sign": ({ caller, world, word }) =>
    each(subjects, (subject) =>
      caller.vasari.sign({
        trial: TRIAL,
        form: { subject, visit: "no-such-visit", f4: 1 },
        password: world.person(word).password,
      }),
    ),
  "lesionReadings.save": ({ caller }) =>
    each(subjects, (subject) => caller.lesionReadings.save({ trial: TRIAL, reading: nowhere(subject) })),
  "lesionReadings.sign": ({ caller, world, word }) =>
    each(subjects, (subject) =>
      caller.lesionReadings.sign({ trial: TRIAL, reading: nowhere(subject), password: world.person(word).password }),
    ),
  "drawnMasks.save": ({ caller, world }) =>
    eachScan(world, (image) =>
      caller.drawnMasks.save({ trial: TRIAL, image, lesion: "no-such-lesion", mask: DRAWING, tools: [], seen: 0 }),
    ),
  "drawnMasks.versions": ({ caller, world }) =>
    eachScan(world, (image) => caller.drawnMasks.versions({ trial: TRIAL, image })),
  "drawnMasks.draft": ({ caller, world }) =>
    eachScan(world, (image) => caller.drawnMasks.draft({ trial: TRIAL, image })),
  "drawnMasks.keepDraft": ({ caller, world }) =>
    eachScan(world, (image) => caller.drawnMasks.keepDraft({ trial: TRIAL, image, mask: null, seen: null })),
  "lesionReadings.table": ({ caller }) => caller.lesionReadings.table({ trial: TRIAL }),
  "vasari.features": ({ caller }) => caller.vasari.features({ trial: TRIAL }),
  "vasari.parts": ({ caller }) => caller.vasari.parts({ trial: TRIAL }),
  "reads.list": ({ caller }) => caller.reads.list({ trial: TRIAL }),
  "reads.setCharter": ({ caller }) =>
    caller.reads.setCharter({
      trial: TRIAL,
      charter: { readers: 1, adjudication: false, sumDiffersPercent: null },
      seen: 99,
      reason: "r",
    }),
  // Readers by their names in the order of these, not by the number of accounts, which differs between worlds.
  "reads.readers": async ({ caller }) =>
    (await caller.reads.readers({ trial: TRIAL })).map(({ name, seniority }) => ({ name, seniority })),
  "reads.setSeniority": ({ caller }) =>
    caller.reads.setSeniority({ trial: TRIAL, reader: "nobody", grade: "senior", years: null, seen: 0 }),
  "reads.take": ({ caller }) =>
    each(subjects, (subject) => caller.reads.take({ trial: TRIAL, subject, visit: "no-such-visit" })),
  "reads.form": async ({ caller, world }) => each(await readsOf(world), (session) => caller.reads.form({ session })),
  "reads.page": async ({ caller, world }) => each(await readsOf(world), (session) => caller.reads.page({ session })),
  "reads.save": async ({ caller, world }) =>
    each(await readsOf(world), (session) => caller.reads.save({ session, version: 99, document: READ })),
  "reads.sign": async ({ caller, world }) =>
    each(await readsOf(world), (session) =>
      caller.reads.sign({ session, version: 99, document: READ, password: "wrong password that is long" }),
    ),
  "reads.amend": ({ caller }) => caller.reads.amend({ session: NONE, reason: "r" }),
  "reads.dropAmendment": async ({ caller, world }) =>
    each(await readsOf(world), (session) => caller.reads.dropAmendment({ session, version: 99 })),
  "reads.adjudication": ({ caller }) => caller.reads.adjudication({ comparison: NONE }),
  "reads.adjudicate": ({ caller }) =>
    caller.reads.adjudicate({
      comparison: NONE,
      chosen: "reader-1",
      reason: "r",
      password: "wrong password that is long",
    }),
  "agreement.read": ({ caller }) =>
    each([{}, { first: "import", second: "nobody" }], (query) => caller.agreement.read({ trial: TRIAL, ...query })),
  "queries.ofSubject": ({ caller }) => each(subjects, (subject) => caller.queries.ofSubject({ trial: TRIAL, subject })),
  "queries.waiting": ({ caller }) => caller.queries.waiting({ trial: TRIAL }),
  "queries.raise": ({ caller }) =>
    caller.queries.raise({ trial: TRIAL, subject: "nobody", item: null, askedOf: "reader", text: "?" }),
  "queries.say": ({ caller }) => caller.queries.say({ trial: TRIAL, query: NONE, act: "close", text: "." }),
  "entry.form": ({ caller }) =>
    each([undefined, ...subjects], (subject) => caller.entry.form({ trial: TRIAL, ...(subject ? { subject } : {}) })),
  "entry.paste": ({ caller }) =>
    caller.entry.paste({
      trial: TRIAL,
      table: "visits",
      text: `subject,id,date,role\n${SUBJECTS.sealed},x,2024-13-01,baseline\n`,
    }),
  "entry.record": ({ caller }) =>
    caller.entry.record({
      entry: NONE,
      trial: TRIAL,
      rows: [{ table: "visits", cells: { subject: SUBJECTS.sealed, id: "x" } }],
    }),
  "imports.check": async ({ caller, world, word }) =>
    ended(caller, caller.imports.check({ ticket: await uploadTicket(world, word) })),
  "imports.start": async ({ caller, world, word }) =>
    ended(caller, caller.imports.start({ ticket: await uploadTicket(world, word) })),
  "planning.sampleSize": ({ caller }) =>
    caller.planning.sampleSize({
      purpose: "develop-binary",
      parameters: 24,
      prevalence: 0.174,
      cStatistic: 0.8,
    } as never),
  "people.list": ({ caller }) => caller.people.list(),
  "people.invite": ({ caller }) => caller.people.invite({ email: "none", name: "", roles: [] }),
  "people.changeRole": ({ caller }) =>
    caller.people.changeRole({
      email: "nobody@demo.nadir.example",
      role: { role: "reader", trial: TRIAL, site: null },
      held: true,
    }),
  "people.act": ({ caller }) => caller.people.act({ email: "nobody@demo.nadir.example", act: "disable" }),
  "people.requireSecondFactor": ({ caller }) =>
    caller.people.requireSecondFactor({ trial: TRIAL, role: "reader", required: false }),
  "setUp.starts": ({ caller }) => caller.setUp.starts(),
  "setUp.make": ({ caller }) =>
    caller.setUp.make({ trial: { id: TRIAL }, charter: null, beganFrom: null, dryRun: true }),
  "setUp.plan": ({ caller }) => caller.setUp.plan({ trial: TRIAL }),
  // Another schedule and imaging protocol: what the visits and images on record make of them is counted.
  "setUp.amend": async ({ caller }) => {
    const { plan, present } = await caller.setUp.plan({ trial: TRIAL });
    const schedule = [{ id: "W9", day: 63, windowBefore: 1, windowAfter: 1 }];
    const imagingProtocol = { images: [{ name: "CT", modality: "CT", required: true, demands: { kvp: { max: 1 } } }] };
    const asked = { trial: TRIAL, plan: { ...plan, schedule, imagingProtocol }, seen: present, reason: "r" };
    return caller.setUp.amend({ ...asked, dryRun: true });
  },
  "setUp.sites": ({ caller }) => caller.setUp.sites(),
  "setUp.addSite": ({ caller }) => caller.setUp.addSite({ trial: TRIAL, site: { id: "S1", name: "One" }, reason: "r" }),
  "setUp.renameSite": ({ caller }) =>
    caller.setUp.renameSite({ trial: TRIAL, site: "S1", name: "One", seen: "not so", reason: "r" }),
  "setUp.actOnSite": ({ caller }) => caller.setUp.actOnSite({ trial: TRIAL, site: "S1", act: "reopened", reason: "r" }),
  // What it makes is compared in packages/api/src/deidentify: nobody of a sealed set is in it.
  "share.made": ({ caller }) => caller.share.made({ trial: TRIAL }),
  "share.deidentify": async ({ caller }) => typeof (await caller.share.deidentify({ trial: TRIAL })).jobId,
  // Of the installation as a whole: sizes, times and counts of jobs differ for other reasons.
  "health.read": async ({ caller }) => (await caller.health.read()).map(({ what }) => what),
  "health.backups": ({ caller }) => caller.health.backups(),
  // With a wrong password: nothing is copied.
  "health.makeBackup": ({ caller }) => caller.health.makeBackup({ password: "wrong password that is long" }),
  "health.checkObjects": async ({ caller }) => typeof (await caller.health.checkObjects()).jobId,
  "dataLock.list": ({ caller }) => caller.dataLock.list(),
  // Refused for want of a reason, or of the right to lock: the trial goes on being asked.
  "dataLock.lock": ({ caller }) => caller.dataLock.lock({ trial: TRIAL, reason: "", password: "x" }),
  "dataLock.unlock": ({ caller }) => caller.dataLock.unlock({ trial: TRIAL, reason: "", password: "x" }),
  "audit.search": ({ caller }) => caller.audit.search({ search: "", page: 1, pageSize: 200 }),
  "audit.lastHeld": ({ caller }) => caller.audit.lastHeld({ atMostMinutesOld: 60 }),
  "audit.verify": ({ caller }) => caller.audit.verify(),
  "protocols.list": ({ caller }) => each([{}, { trial: TRIAL }], (query) => caller.protocols.list(query)),
  "protocols.openings": ({ caller }) => caller.protocols.openings(),
  "protocols.read": async ({ caller, world }) => caller.protocols.read({ protocol: await draftOf(world) }),
  "protocols.report": async ({ caller, world }) => caller.protocols.report({ protocol: await draftOf(world) }),
  "protocols.create": ({ caller, word }) =>
    each([syntheticPlan(`walk-of-${word}`), { ...syntheticPlan(`walk-${word}`), split: {} }], (plan) =>
      caller.protocols.create({ plan }),
    ),
  "protocols.edit": async ({ caller, world, word }) => {
    const protocol = await draftOf(world, DRAFT);
    return caller.protocols.edit({ protocol, plan: { ...syntheticPlan(DRAFT), identity: { word } } });
  },
  "protocols.amend": async ({ caller, world }) =>
    caller.protocols.amend({ protocol: await draftOf(world), plan: syntheticPlan(DRAFT), reason: "" }),
  "protocols.run": async ({ caller, world }) => {
    const protocol = await draftOf(world);
    return each(["preview", "prepare", "prove", "lock", "predict", "report", "verify"] as const, (act) =>
      ended(caller, caller.protocols.run({ protocol, act })),
    );
  },
  "protocols.lodge": async ({ caller, world }) =>
    caller.protocols.lodge({ protocol: await draftOf(world), csv: "subject,value\nS-000,0.5" }),
  "protocols.appraisal": async ({ caller, world }) => caller.protocols.appraisal({ protocol: await draftOf(world) }),
  "protocols.appraise": async ({ caller, world }) => {
    const protocol = await draftOf(world);
    const { own } = await caller.protocols.appraisal({ protocol });
    return caller.protocols.appraise({ protocol, form: emptyAssessment(), seen: own?.version ?? 0 });
  },
  "protocols.addenda": async ({ caller, world }) => caller.protocols.addenda({ protocol: await draftOf(world) }),
  "protocols.add": async ({ caller, world, word }) => {
    const protocol = await draftOf(world);
    const { password } = world.person(word);
    const request = {
      schema: "nadir.erratum/1",
      reason: "r",
      corrections: [{ place: "p", printed: "a", correct: "b" }],
    };
    return ended(caller, caller.protocols.add({ protocol, addendum: "erratum", request, password }));
  },
  "jobs.progress": async ({ caller, world }) =>
    ended(caller, caller.protocols.run({ protocol: await draftOf(world), act: "preview" })),
  "protocols.sign": async ({ caller, world }) =>
    each(["wrong password that is long", undefined], (password) =>
      draftOf(world).then((protocol) =>
        caller.protocols.sign({
          protocol,
          meaning: "authored",
          documentHash: "0".repeat(64),
          password: password ?? "x",
        }),
      ),
    ),
  "protocols.open": async ({ caller, world, word }) =>
    each(["another-name", DRAFT], async (family) =>
      caller.protocols.open({ protocol: await draftOf(world), family, password: world.person(word).password }),
    ),
  "protocols.void": async ({ caller, world }) =>
    caller.protocols.void({ protocol: await draftOf(world), reason: "", password: "wrong password that is long" }),
  // A rule on what the record says before treatment and, of the same codes, after it; then what it makes of everybody.
  "strata.lodge": ({ caller }) =>
    each([STRATA_RULE, {}], (rule) => caller.strata.lodge({ trial: TRIAL, rule, reason: null })),
  "strata.setUp": async ({ caller }) => {
    const arms = [
      { name: "A", ratio: 1 },
      { name: "B", ratio: 1 },
    ];
    const method = { kind: "permuted-blocks" as const, lengths: [2] };
    const { planId } = await caller.strata.setUp({ trial: TRIAL, arms, method, blinded: false, withRule: true });
    return typeof planId;
  },
  "strata.read": async ({ caller }) => {
    const { plans, ...rest } = await caller.strata.read({ trial: TRIAL });
    // A plan's hash has a random word in it, so that nobody guesses its block lengths.
    return { ...rest, plans: plans.map(({ version, state }) => ({ version, state })) };
  },
  "strata.simulate": ({ caller }) => caller.strata.simulate({ plan: NONE, wish: { subjects: 8, runs: 20, seed: 1 } }),
  "strata.sign": ({ caller }) =>
    caller.strata.sign({
      plan: NONE,
      meaning: "set up",
      seen: "",
      reason: null,
      password: "wrong password that is long",
    }),
  "strata.draw": ({ caller }) =>
    each(subjects, (subject) => caller.strata.draw({ trial: TRIAL, subject, stratum: "x", eligible: true })),
  "strata.tell": ({ caller }) => caller.strata.tell({ draw: NONE }),
  "strata.unblind": ({ caller }) =>
    caller.strata.unblind({ draw: NONE, reason: "r", password: "wrong password that is long" }),
  "strata.annotate": ({ caller }) => caller.strata.annotate({ draw: NONE, remark: "r" }),
};

test("every procedure of the portal has its case", () => {
  expect(Object.keys(CASES).sort()).toEqual(Object.keys(appRouter._def.procedures).sort());
});

const WORDS = role.options;
/** Roles that build and judge models: what lies after a sealed subject's index day does not exist for them. */
const MODELLING = ["statistician"] as const;

type Handler = (request: Request, context: { params: Promise<never> }) => Promise<Response>;
interface Route {
  /** Loads the handlers of the address as the portal serves them. */
  readonly load: () => Promise<unknown>;
  /** What it is asked for, as the parts of its address and the search behind them. */
  readonly asked: (world: World) => Promise<readonly { readonly params: object; readonly search?: string }[]>;
}
const NONE = "00000000-0000-4000-8000-000000000000";

/** One case an address that gives something to download. `trpc` is walked above; the others give nothing of a trial. */
const ROUTES: Readonly<Record<string, Route | null>> = {
  "auth/[...all]": null,
  // Changes a password; gives nothing of a trial.
  // The answers of audit.search as a file: that procedure has its case.
  audit: null,
  "choose-password": null,
  // Draws what the page sends; reads nothing.
  "charts/score-course": null,
  // What a job of share.deidentify made: it holds nobody of a sealed set (packages/api/src/deidentify).
  "exports/[job]": null,
  health: null,
  "trpc/[trpc]": null,
  // Takes a scan and answers with the id of its work, which only who sent it follows.
  scans: null,
  uploads: null,
  "images/[id]/[name]": {
    load: () => import("../app/api/images/[id]/[name]/route.ts"),
    asked: async (world) => [...(await idsOf(world, "image")), NONE].map((id) => ({ params: { id, name: "v.nii" } })),
  },
  "masks/[id]/[name]": {
    load: () => import("../app/api/masks/[id]/[name]/route.ts"),
    asked: async (world) => [...(await idsOf(world, "mask")), NONE].map((id) => ({ params: { id, name: "v.nii" } })),
  },
  "key-images/[image]": {
    load: () => import("../app/api/key-images/[image]/route.ts"),
    asked: async (world) => {
      const [images, masks] = [await idsOf(world, "image"), await idsOf(world, "mask")];
      return [...images, NONE].flatMap((image) =>
        ["", ...[...masks, NONE].map((mask) => `?mask=${mask}`)].map((search) => ({ params: { image }, search })),
      );
    },
  },
  "protocols/[protocol]/[form]": {
    load: () => import("../app/api/protocols/[protocol]/[form]/route.ts"),
    asked: async (world) => {
      const protocol = await draftOf(world);
      return PROTOCOL_DOWNLOADS.map((form) => ({ params: { protocol, form } }));
    },
  },
  "reports/[protocol]/[form]": {
    load: () => import("../app/api/reports/[protocol]/[form]/route.ts"),
    asked: async (world) => {
      const protocol = await draftOf(world);
      return REPORT_FORMS.map((form) => ({ params: { protocol, form } }));
    },
  },
  "radiogenomics/[trial]/[form]": {
    load: () => import("../app/api/radiogenomics/[trial]/[form]/route.ts"),
    asked: async () => ["report.html", "other"].map((form) => ({ params: { trial: TRIAL, form } })),
  },
  "figures/[trial]/[figure]": {
    load: () => import("../app/api/figures/[trial]/[figure]/route.ts"),
    asked: async () => {
      const { FIGURES } = await import("./cohort-figures.ts");
      return Object.keys(FIGURES).flatMap((figure) =>
        ["", "?by=marker&endpoint=os", `?by=selection&sel=${SUBJECTS.sealed}&visit=1`].map((search) => ({
          params: { trial: TRIAL, figure },
          search,
        })),
      );
    },
  },
  "tables/[trial]/[table]": {
    load: () => import("../app/api/tables/[trial]/[table]/route.ts"),
    asked: async () => {
      const { TABLES } = await import("./tables.ts");
      return Object.keys(TABLES).flatMap((table) =>
        ["", "?criterion=irecist", "?first=recist-1.1&second=irecist&of=unconfirmed"].map((search) => ({
          params: { trial: TRIAL, table },
          search,
        })),
      );
    },
  },
};

test("every address of the portal has its case", () => {
  const api = join(import.meta.dirname, "../app/api");
  const found = readdirSync(api, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.name === "route.ts")
    .map((entry) => relative(api, entry.parentPath));
  expect(Object.keys(ROUTES).sort()).toEqual(found.sort());
});

/** What an address answers to a role: status and content of each thing asked for, each different answer once. */
async function fetchedAt(name: WorldName, word: string, { load, asked }: Route): Promise<unknown> {
  const world = worlds[name];
  const context = await world.contextOf(world.person(word));
  const { GET } = (await load()) as { GET: Handler };
  // The portal's own place for what it holds open; the session is who asks.
  const auth = { api: { getSession: async () => ({ user: context.person, session: { id: "walk" } }) } };
  Object.assign(globalThis, { nadirPlatform: Promise.resolve({ ...context, auth }) });
  const answers = new Set<string>();
  for (const { params, search = "" } of await asked(world)) {
    const request = new Request(`http://127.0.0.1/api/asked${search}`);
    const answer = await GET(request, { params: Promise.resolve(params) as Promise<never> });
    const body = Buffer.from(await answer.arrayBuffer());
    const kind = answer.headers.get("content-type");
    const text = kind?.startsWith("text/") ? body.toString() : sha256Hex(body.toString("base64"));
    answers.add(JSON.stringify([answer.status, kind, text]).replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "id"));
  }
  return [...answers].sort();
}
const addresses = Object.entries(ROUTES).flatMap(([path, route]) => (route ? [{ path, route }] : []));

const procedures = Object.keys(CASES);
/** Each world is asked the same, once, in the same order: what was asked before is part of the answer. */
const answers = new Map<string, unknown>();
describe.each(WORLDS)("the %s world, while outcomes are sealed", (name) => {
  test.each(WORDS)("has every procedure asked by a %s", async (word) => {
    const world = worlds[name];
    for (const procedure of procedures) {
      const caller = await world.callerOf(word);
      const answer = await answerOf(CASES[procedure]!({ caller, world, word }));
      answers.set(`${name} ${word} ${procedure}`, comparable(answer, word));
    }
    // Where nobody is let in, everything is refused alike: that would prove nothing.
    const { email } = world.person(word);
    expect(answered(name, word, "session.me")).toMatchObject({ answer: { email } });
  });
});
/** Throws where nothing was asked: two answers that are not there are not the same answer. */
function answered(name: WorldName, word: string, procedure: string): unknown {
  const asked = `${name} ${word} ${procedure}`;
  if (!answers.has(asked)) throw new Error(`"${asked}" was not asked: the tests of this file need those before them.`);
  return answers.get(asked);
}

describe.each(WORDS)("asked by a %s", (word) => {
  test.each(procedures)("%s does not depend on sealed outcomes", (procedure) => {
    expect(answered("swapped", word, procedure)).toEqual(answered("quiet", word, procedure));
  });
  test.each(addresses)("/api/$path does not depend on sealed outcomes", async ({ route }) => {
    expect(await fetchedAt("swapped", word, route)).toEqual(await fetchedAt("quiet", word, route));
  });
});
describe.each(MODELLING)("asked by a %s, who models", (word) => {
  test.each(procedures)("%s does not depend on what became of sealed subjects", (procedure) => {
    expect(answered("loud", word, procedure)).toEqual(answered("quiet", word, procedure));
  });
  test.each(addresses)("/api/$path does not depend on what became of sealed subjects", async ({ route }) => {
    expect(await fetchedAt("loud", word, route)).toEqual(await fetchedAt("quiet", word, route));
  });
});
test("the addresses do answer, and differ between the worlds for who treats the patients", async () => {
  for (const { path, route } of addresses.filter((a) => !/^(reports|protocols)/.test(a.path))) {
    const seen = (await fetchedAt("loud", "coordinator", route)) as string[];
    expect(
      seen.some((answer) => answer.startsWith("[200")),
      path,
    ).toBe(true);
    // Delineations are there before; of radiogenomics nobody is told anything of a sealed subject.
    if (!/^(masks|radiogenomics)/.test(path))
      expect(seen, path).not.toEqual(await fetchedAt("quiet", "coordinator", route));
  }
});
test.each([
  "trials.cohort",
  "trials.patient",
  "trials.subjects",
  "responses.endpoints",
  "cohort.page",
  "cohort.responses",
  "evidence.subject",
  "evidence.immuneEvents",
  "board.case",
  "queries.ofSubject",
  "queries.waiting",
  "reads.list",
])("%s does differ between the worlds for who treats the patients, so that the comparison can fail", (procedure) => {
  expect(answered("loud", "coordinator", procedure)).not.toEqual(answered("quiet", "coordinator", procedure));
});

/**
 * The charter may hide the days of scans from readers and adjudicators (response by independent review): then no procedure and
 * no address tells them one.
 */
describe("days that the reading charter hides", () => {
  test("are told before, and by no answer afterwards", async () => {
    const world = worlds.loud;
    const rows = await world.admin<{ day: string }[]>`select distinct date::text as day from record.visit`;
    const days = new Set(rows.map(({ day }) => day));
    const tells = (answer: unknown) =>
      [...JSON.stringify(answer).matchAll(/\d{4}-\d{2}-\d{2}/g)].some(([day]) => days.has(day));
    for (const procedure of ["reads.list", "reads.form", "reads.page", "trials.patient", "trials.subjects"])
      expect(tells(answered("loud", "reader", procedure)), procedure).toBe(true);
    const { reads } = await world.callerOf("administrator");
    const charter = { readers: 2 as const, adjudication: true, sumDiffersPercent: null, dates: "hidden" as const };
    await reads.setCharter({ trial: TRIAL, charter, seen: 1, reason: "hide the days" });
    const telling: string[] = [];
    for (const word of ["reader", "adjudicator"]) {
      const caller = await world.callerOf(word);
      for (const procedure of procedures)
        if (tells(await answerOf(CASES[procedure]!({ caller, world, word })))) telling.push(`${word} ${procedure}`);
      for (const { path, route } of addresses)
        if (tells(await fetchedAt("loud", word, route))) telling.push(`${word} ${path}`);
    }
    expect(telling).toEqual([]);
  });
});

async function answerOf(asked: Promise<unknown>): Promise<unknown> {
  try {
    return { answer: await asked };
  } catch (error) {
    const { message, code, cause } = error as { message: string; code?: string; cause?: { problems?: unknown } };
    return { refused: { message, code, problems: cause?.problems } };
  }
}

/** Whoever may import holds the files, and is shown their hash. */
const IMPORTERS: readonly string[] = ["coordinator", "data-manager", "administrator"];

/**
 * Ids and moments are new in every world, and so are the links of the log's chain, which hash moments; each becomes its
 * number in order of appearance.
 */
function comparable(answer: unknown, word: string): unknown {
  const names = new Map<string, string>();
  const text = JSON.stringify(answer, (key, value) =>
    typeof value === "string" &&
    (key === "hash" || key === "head" || (key === "manifestHash" && IMPORTERS.includes(word)))
      ? "hash"
      : value,
  );
  return JSON.parse(
    text
      .replace(/\b([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32})\b/g, (id) => {
        if (!names.has(id)) names.set(id, `id-${names.size}`);
        return names.get(id)!;
      })
      // Within the log's payloads: hashes of rows, each of which has a new id; a sealed payload's is of its ciphertext.
      .replace(/\\"(audit_hash|rows|hash|manifestHash)\\":(\\"[0-9a-f]{64}\\"|\[\[.*?\]\])/g, '\\"$1\\":\\"hashes\\"')
      .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)/g, "moment"),
  );
}
