import { createHash, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { asPerson, asSystem, createTestSet, newKeyHalves } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import {
  canonicalJson,
  emptyAssessment,
  hashOf,
  type Role,
  radiogenomicsSettings,
  role as roleSchema,
  sha256Hex,
} from "@nadir/domain";
import { TRPCError } from "@trpc/server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { callMeeting, putOnAgenda } from "../board/index.ts";
import { hashPassword } from "../identity/password.ts";
import { runDevelopment, runMonitoring } from "../model-work/index.ts";
import { raiseQueryOn } from "../queries/index.ts";
import { readImage, readMask } from "../read/index.ts";
import { type PlantedTrial, plantPerson, plantTrial } from "../read/testing/plant-trial.ts";
import { readReadForm, setCharter, settleReads, signRead, takeRead } from "../reads/index.ts";
import { drawFor, lodgeRule, parseRule, setUpPlan, signPlan, simulateOnRecord } from "../strata/index.ts";
import { storeUpload } from "../upload/index.ts";
import { appRouter, type Context } from "./index.ts";
import { NO_TEXTS, textsIn, withText } from "./testing/odd-values.ts";

/**
 * Every procedure is asked by nobody, by each role of a trial, by each role at one site of it, and by each role of another
 * trial, of what belongs to the trial and to its other site. A procedure without an entry here turns the first test red.
 */
let database: TestDatabase;
let trial: PlantedTrial;
let ids: Record<
  | "protocol"
  | "model"
  | "delta"
  | "meeting"
  | "case"
  | "query"
  | "plan"
  | "draw"
  | "monitoring"
  | "development"
  | "read"
  | "comparison",
  string
>;
const ROLES = roleSchema.options;
/** A plan without a fault: what is refused is refused for who asks, or for the trial that it speaks of. */
const PLAN = JSON.parse(
  readFileSync(new URL("../../../../validation/harness/protocols/inspire-first-scan.json", import.meta.url), "utf8"),
) as { identity: { study: string } };
PLAN.identity.study = "here-trial";
/** The least that is a model's card. */
const CARD = {
  schema: "nadir.model-card/1",
  speaks: "at-increase",
  trainingData: "made up",
  signature: {
    schema: "nadir.signature/1",
    id: "m",
    version: "1",
    title: "Made up",
    predicts: "progression",
    higherMeans: "more likely",
    intendedUse: "tests",
    limits: ["made up"],
    origin: { kind: "published", printed: [{ citation: "nowhere", place: "this test" }] },
    inputs: [{ from: "value", name: "age", label: "Age", unit: "1" }],
    // So low that the first event is a signal of its monitoring.
    form: { kind: "linear", link: "logit", intercept: -12, terms: [{ input: "age", coefficient: 0.1 }] },
  },
};
const PASSWORD = "seven grey herons wade";
const SECRET = "a secret for tests that is long enough";
const objects = new Map<string, Uint8Array>();
const store = {
  put: async (bytes: Uint8Array) => {
    const hash = createHash("sha256").update(bytes).digest("hex");
    objects.set(hash, bytes);
    return hash;
  },
  get: async (hash: string) => objects.get(hash),
} as unknown as Context["store"];
const PLACES = ["here", "at the north site", "elsewhere"] as const;
type Place = (typeof PLACES)[number];
const personOf = (role: Role, place: Place) => `${role} ${place}`;

beforeAll(async () => {
  database = await testDatabase();
  trial = await plantTrial(database.db, "here-trial");
  const other = await plantTrial(database.db, "other-trial");
  for (const role of ROLES) {
    await plantPerson(database.db, trial.id, role, null, personOf(role, "here"));
    await plantPerson(database.db, trial.id, role, trial.sites.north, personOf(role, "at the north site"));
    await plantPerson(database.db, other.id, role, null, personOf(role, "elsewhere"));
  }
  // Everybody's own password, since a signature asks for it before it asks what one may.
  await database.admin`
    insert into identity.account (id, account_id, provider_id, user_id, password)
    select id, id, 'credential', id, ${await hashPassword(PASSWORD)} from identity."user" where id <> 'system'`;
  const [southern] = await database.admin<{ id: string }[]>`
    select i.id from record.image i join record.visit v on v.id = i.visit_id
     where i.subject_id = ${trial.subjects["P-2"]!} and v.key = 'BL'`;
  scans = { "P-1": trial.images["BL"]!, "P-2": southern!.id };
  const more = await plantMore();
  ids = {
    ...more,
    ...(await plantBoard()),
    ...(await plantStrata()),
    ...(await plantModelWork(more.model)),
    ...(await plantReads()),
  };
});
afterAll(() => database.close());

/** A draft of a protocol, a model, and a change of features of P-2, who is at the south site. */
async function plantMore() {
  const hash = "ab".repeat(32);
  return asSystem(database.db, "plant more for a test", async (tx) => {
    const testSetId = await createTestSet(
      tx,
      {
        trialId: trial.id,
        key: "none",
        rule: { arms: [], sites: [] },
        endpoints: ["os"],
        indexTime: "first-on-treatment-scan",
      },
      newKeyHalves(),
    );
    const canonical = canonicalJson(PLAN);
    const [protocol] = await tx.sql<{ id: string }[]>`
      insert into validation.protocol (family, version, trial_id, test_set_id, document, canonical, canonical_hash)
      values ('a-draft', 1, ${trial.id}, ${testSetId}, ${tx.sql.json(PLAN as never)}, ${canonical}, ${sha256Hex(canonical)}) returning id`;
    const [model] = await tx.sql<{ id: string }[]>`
      insert into validation.model (trial_id, key, version, document, document_hash, signature_hash)
      values (${trial.id}, 'm', '1', ${tx.sql.json(CARD as never)}, ${hash}, ${hash}) returning id`;
    const [lesion] = await tx.sql<{ id: string }[]>`
      select id from record.lesion where subject_id = ${trial.subjects["P-2"]!}`;
    const visits = await tx.sql<{ id: string }[]>`
      select id from record.visit where subject_id = ${trial.subjects["P-2"]!} order by date`;
    const [delta] = await tx.sql<{ id: string }[]>`
      insert into derived.feature_delta ${tx.sql({
        trial_id: trial.id,
        site_id: trial.sites.south,
        subject_id: trial.subjects["P-2"]!,
        lesion_id: lesion!.id,
        modality: "CT",
        description: "CT",
        from_visit_id: visits[0]!.id,
        to_visit_id: visits[1]!.id,
        config_hash: hash,
        input_hash: hash,
        values: tx.sql.json([]),
      } as never)} returning id`;
    return { protocol: protocol!.id, model: model!.id, delta: delta!.id };
  });
}

/** A meeting of the board with P-2, of the south site, on its agenda. */
async function plantBoard() {
  const by = personOf("coordinator", "here");
  const { meeting } = await callMeeting(database.db, by, { trial: "here-trial", heldOn: "2026-11-30", title: "Board" });
  const made = await putOnAgenda(database.db, by, { meeting, subject: "P-2", question: "Progression?" });
  return { meeting, case: made.case };
}

/** A query about P-2; a rule and a randomisation in use, by which P-2 was drawn. */
async function plantStrata() {
  const by = personOf("coordinator", "here");
  const asks = personOf("data-manager", "here");
  const asked = { trial: TRIAL, subject: "P-2", item: null, askedOf: "coordinator", text: "Which scanner?" } as const;
  const query = await raiseQueryOn(database.db, asks, asked);
  const set = personOf("statistician", "here");
  await plantPerson(database.db, trial.id, "statistician", null, "approver");
  await asPerson(database.db, set, (tx) => lodgeRule(tx, TRIAL, parseRule(STRATA_RULE), null));
  const { planId } = await asPerson(database.db, set, (tx) => setUpPlan(tx, set, { ...RANDOMISATION, withRule: true }));
  await simulateOnRecord(database.db, set, planId, { subjects: 8, runs: 20, seed: 1 });
  const [plan] = await database.admin<{ hash: string }[]>`
    select document_hash as hash from allocation.plan where id = ${planId}`;
  const sure = async () => true;
  const signed = { planId, seen: plan!.hash, reason: null };
  await signPlan(database.db, set, { ...signed, meaning: "set up" }, sure);
  await signPlan(database.db, "approver", { ...signed, meaning: "approved for use" }, sure);
  const drawn = { trial: TRIAL, subject: "P-2", stratum: "unknown", eligible: true };
  const { drawId } = await drawFor(database.db, by, drawn);
  return { query: query.id, plan: planId, draw: drawId };
}

/** Two reads of P-2's baseline that differ; the first is of the reader who is asked. */
async function plantReads() {
  const { db } = database;
  const charter = { readers: 2 as const, adjudication: true, sumDiffersPercent: null };
  await setCharter(db, personOf("administrator", "here"), { trial: TRIAL, charter, seen: 0, reason: "test" });
  const sessions: string[] = [];
  for (const [n, reader] of [
    personOf("reader", "here"),
    await plantPerson(db, trial.id, "reader", null, "r2"),
  ].entries()) {
    const { session } = await takeRead(db, reader, { trial: TRIAL, subject: "P-2", visit: "BL" });
    const { document, version } = await asPerson(db, reader, (tx) => readReadForm(tx, reader, session));
    const lesions = document.lesions.map((lesion) => ({ ...lesion, longestMm: 20 + 20 * n }));
    const signatory = { personId: reader, role: "reader", authenticate: async () => true };
    await signRead(db, signatory, { session, version, document: { ...document, lesions } });
    sessions.push(session);
  }
  await settleReads(db, trial.id);
  const [row] = await database.admin<{ id: string }[]>`select id from record.read_comparison`;
  return { read: sessions[0]!, comparison: row!.id };
}
const lesionReadingOf = (subject: string) => ({
  form: "semantic" as const,
  subject,
  visit: "BL",
  lesion: "T1",
  answers: { shape: "round" },
});
const READ = { lesions: [], nonTarget: { status: null, sinceLast: null, reason: "" }, note: "" };

/** A monitoring of the model that gives a signal with a patient of the south site, and a development. */
async function plantModelWork(modelId: string) {
  const by = personOf("statistician", "here");
  await asSystem(database.db, "outcomes for a test", async (tx) => {
    for (const n of [2, 4, 6, 8, 10, 12]) {
      const whole = { subject: `P-${n}`, endpoint: "os", timeDays: 10 * n, event: true };
      await tx.sql`
        insert into record.outcome ${tx.sql({
          trial_id: trial.id,
          site_id: trial.sites.south,
          subject_id: trial.subjects[`P-${n}`]!,
          endpoint: whole.endpoint,
          time_days: whole.timeDays,
          event: whole.event,
          document: tx.sql.json(whole),
          content_hash: hashOf(whole),
        } as never)}`;
    }
  });
  const { id: monitoring } = await runMonitoring(database.db, by, { modelId, wish: MONITORING });
  const lesions = Array.from({ length: 40 }, (_, n) =>
    [1, 2].map((l) => `L-${n},${l},${l * 10},${(n % 2) * (2 - l) + ((n * l * 7) % 11) / 11},${n % 2}`),
  ).flat();
  const table = {
    name: "lesions.csv",
    hash: await store.put(new TextEncoder().encode(`subject,lesion,volume,texture,y\n${lesions.join("\n")}\n`)),
  };
  const plan = {
    schema: "nadir.lesion-plan/1",
    id: "ways",
    volume: "volume",
    outcome: "y",
    methods: [
      { kind: "fixed-number", name: "A: the largest", count: 1, model: { kind: "logistic", stepwise: "none" } },
      { kind: "pooled", name: "E: the worst", rule: "max" },
    ],
    folds: 4,
    seed: 3,
  };
  const { id: development } = await runDevelopment({ db: database.db, store }, by, { trialKey: TRIAL, plan, table });
  return { monitoring, development };
}

const contextOf = (id: string | null): Context => ({
  person: id ? { id, name: id, email: `${id}@test.example` } : null,
  sessionId: null,
  db: database.db,
  store,
  secret: SECRET,
  jobs: { enqueue: async () => randomUUID(), async *watch() {} },
});
type Caller = ReturnType<typeof appRouter.createCaller>;

interface Asked {
  readonly caller: Caller;
  readonly person: string;
  readonly subject: string;
}
interface Entry {
  /** Roles of the whole trial that are let through: they get an answer, or a refusal of what they gave, not of themselves. */
  readonly open: readonly Role[];
  /** At one site of the trial: `its own` subjects only (the default), `nothing`, or `same` where no subject is in it. */
  readonly atSite?: "its own" | "nothing" | "same";
  /** Answers everybody, also of other trials, with what is theirs; what is in it is looked through. */
  readonly own?: true;
  readonly ask: (asked: Asked) => Promise<unknown>;
}

const FULL: readonly Role[] = ["coordinator", "board", "data-manager", "administrator"];
const RESPONSES: readonly Role[] = [...FULL, "statistician"];
const IMPORTERS: readonly Role[] = ["coordinator", "data-manager", "administrator"];
const LOG: readonly Role[] = ["data-manager", "administrator"];
const REPORTS: readonly Role[] = ["board", "statistician", "data-manager", "administrator"];
const TRIAL = "here-trial";
/** The planted model is for research only: it is kept from the board. */
const RESEARCHERS: readonly Role[] = [...IMPORTERS, "statistician"];
const BOARD: readonly Role[] = ["board"];
const MODELLERS: readonly Role[] = ["statistician"];
const ticketFor = async (personId: string): Promise<string> =>
  (
    await storeUpload({ store, secret: SECRET, personId }, [
      { name: "trial.yaml", bytes: new TextEncoder().encode(`trial:\n  id: ${TRIAL}\n`) },
    ])
  ).ticket;
const NO_REPORT = "This protocol has no report yet. It appears when the opened outcomes have been analysed.";
const whole = async (stream: Promise<AsyncIterable<unknown>>): Promise<unknown[]> => {
  const events: unknown[] = [];
  for await (const event of await stream) events.push(event);
  return events;
};

/** Baseline scan of P-1 or of P-2. */
const scanOf = (subject: string): string => scans[subject]!;
let scans: Record<string, string>;
const DRAWING = "H4sIAAAAAAAAAwMAAAAAAAAAAAA=";
const STRATA_RULE = {
  schema: "nadir.strata-rule/1",
  id: "asked",
  version: "1",
  unknown: "own-level",
  factors: [
    { kind: "number", name: "LDH", label: "LDH", unit: "U/L", levels: [{ name: "low", upTo: 250 }, { name: "high" }] },
  ],
};
const RANDOMISATION = {
  trial: TRIAL,
  arms: [
    { name: "A", ratio: 1 },
    { name: "B", ratio: 1 },
  ],
  method: { kind: "permuted-blocks" as const, lengths: [2] },
  blinded: false,
};
const MONITORING = { outcome: { kind: "within", endpoint: "os", days: 180 }, period: "month" } as const;
/** An answer without the key that was sent: saying it back tells nothing. */
const withoutEcho = async (subject: string, answer: Promise<unknown>): Promise<unknown> =>
  JSON.parse(JSON.stringify(await answer).replaceAll(`"${subject}"`, '"asked"'));

const ENTRIES: Readonly<Record<string, Entry>> = {
  "session.me": { open: ROLES, own: true, ask: ({ caller }) => caller.session.me() },
  "account.read": { open: ROLES, own: true, ask: ({ caller }) => caller.account.read() },
  "account.changePassword": {
    open: ROLES,
    own: true,
    ask: ({ caller }) => caller.account.changePassword({ current: PASSWORD, chosen: "x" }),
  },
  "account.endSession": {
    open: ROLES,
    own: true,
    // What belongs to another is refused like what is not there: second-factor.test.ts.
    ask: async ({ caller, person }) => {
      const [made] = await database.admin<{ id: string }[]>`
        insert into identity.session (id, token, expires_at, user_id)
        select ${randomUUID()}, ${randomUUID()}, now() + interval '1 hour', id from identity."user" where id = ${person}
        returning id`;
      return caller.account.endSession({ session: made?.id ?? "none" });
    },
  },
  "account.endOtherSessions": { open: ROLES, own: true, ask: ({ caller }) => caller.account.endOtherSessions() },
  "library.tables": { open: ROLES, own: true, ask: ({ caller }) => caller.library.tables() },
  "agreement.read": { open: RESPONSES, ask: ({ caller }) => caller.agreement.read({ trial: TRIAL }) },
  "worklist.read": { open: ROLES, own: true, ask: ({ caller }) => caller.worklist.read({ asOf: "2024-06-01" }) },
  "entry.form": { open: ["coordinator"], ask: ({ caller, subject }) => caller.entry.form({ trial: TRIAL, subject }) },
  "entry.paste": {
    open: ["coordinator"],
    ask: ({ caller, subject }) =>
      withoutEcho(
        subject,
        caller.entry.paste({
          trial: TRIAL,
          table: "visits",
          text: `subject,id,date,role\n${subject},x,2024-13-01,baseline\n`,
        }),
      ),
  },
  "entry.record": {
    open: ["coordinator"],
    ask: ({ caller, subject }) =>
      withoutEcho(
        subject,
        caller.entry.record({
          entry: randomUUID(),
          trial: TRIAL,
          rows: [{ table: "visits", cells: { subject, id: "x" } }],
        }),
      ),
  },
  "queries.ofSubject": {
    open: ["coordinator", "reader", "data-manager", "administrator"],
    ask: ({ caller, subject }) => caller.queries.ofSubject({ trial: TRIAL, subject }),
  },
  "queries.waiting": {
    open: ["coordinator", "reader", "data-manager", "administrator"],
    ask: ({ caller }) => caller.queries.waiting({ trial: TRIAL }),
  },
  "queries.raise": {
    open: ["coordinator", "reader", "data-manager", "administrator"],
    ask: ({ caller, subject }) =>
      caller.queries.raise({ trial: TRIAL, subject, item: null, askedOf: "coordinator", text: "?" }),
  },
  // It waits for an answer: to ask on is nobody's move. A blinded reader is not told of what coordinators are asked.
  "queries.say": {
    open: ["coordinator", "data-manager", "administrator"],
    atSite: "nothing",
    ask: ({ caller }) => caller.queries.say({ trial: TRIAL, query: ids.query, act: "ask", text: "." }),
  },
  "lesionReadings.save": {
    open: ["reader"],
    ask: ({ caller, subject }) => caller.lesionReadings.save({ trial: TRIAL, reading: lesionReadingOf(subject) }),
  },
  "lesionReadings.sign": {
    open: ["reader"],
    ask: ({ caller, subject }) =>
      caller.lesionReadings.sign({ trial: TRIAL, reading: lesionReadingOf(subject), password: PASSWORD }),
  },
  "drawnMasks.save": {
    open: ["reader"],
    ask: ({ caller, subject }) =>
      caller.drawnMasks.save({
        trial: TRIAL,
        image: scanOf(subject),
        lesion: "T1",
        mask: DRAWING,
        tools: ["brush"],
        seen: 0,
      }),
  },
  "drawnMasks.versions": {
    open: ROLES,
    ask: ({ caller, subject }) => caller.drawnMasks.versions({ trial: TRIAL, image: scanOf(subject) }),
  },
  "drawnMasks.draft": {
    open: ROLES,
    ask: ({ caller, subject }) => caller.drawnMasks.draft({ trial: TRIAL, image: scanOf(subject) }),
  },
  "drawnMasks.keepDraft": {
    open: ["reader"],
    ask: ({ caller, subject }) =>
      caller.drawnMasks.keepDraft({ trial: TRIAL, image: scanOf(subject), mask: DRAWING, seen: null }),
  },
  "lesionReadings.table": { open: ROLES, ask: ({ caller }) => caller.lesionReadings.table({ trial: TRIAL }) },
  "radiogenomics.read": {
    open: RESPONSES,
    atSite: "nothing",
    ask: ({ caller }) => caller.radiogenomics.read({ trial: TRIAL }),
  },
  "radiogenomics.compute": {
    open: [...IMPORTERS, "statistician"],
    atSite: "nothing",
    ask: ({ caller }) => caller.radiogenomics.compute({ trial: TRIAL, settings: radiogenomicsSettings.parse({}) }),
  },
  "board.meetings": { open: FULL, ask: ({ caller }) => caller.board.meetings({ trial: TRIAL }) },
  "board.meeting": { open: FULL, ask: ({ caller }) => caller.board.meeting({ meeting: ids.meeting }) },
  "board.case": {
    open: FULL,
    atSite: "nothing",
    ask: ({ caller }) => caller.board.case({ meeting: ids.meeting, subject: "P-2" }),
  },
  "board.convene": {
    open: ["board", "coordinator"],
    atSite: "nothing",
    ask: ({ caller }) => caller.board.convene({ trial: TRIAL, heldOn: "2026-11-30", title: "Board" }),
  },
  "board.change": {
    open: ["board", "coordinator"],
    atSite: "nothing",
    ask: ({ caller }) =>
      caller.board.change({
        ...{ meeting: ids.meeting, heldOn: "2026-11-30", title: "B" },
        isOff: false,
        reason: "r",
        seen: 9,
      }),
  },
  // Already on the agenda: refused for that, and only to those who may know.
  "board.put": {
    open: ["board", "coordinator"],
    atSite: "nothing",
    ask: ({ caller }) => caller.board.put({ meeting: ids.meeting, subject: "P-2", question: "Again?" }),
  },
  "board.order": {
    open: ["board", "coordinator"],
    atSite: "nothing",
    ask: ({ caller }) => caller.board.order({ meeting: ids.meeting, cases: [ids.case], seen: 9 }),
  },
  "board.ask": {
    open: ["board", "coordinator"],
    atSite: "nothing",
    ask: ({ caller }) => caller.board.ask({ case: ids.case, seen: 9, text: "?" }),
  },
  "board.takeOff": {
    open: ["board", "coordinator"],
    atSite: "nothing",
    ask: ({ caller }) => caller.board.takeOff({ case: ids.case, seen: 9, reason: "r" }),
  },
  "board.propose": {
    open: BOARD,
    atSite: "nothing",
    ask: ({ caller }) => caller.board.propose({ case: ids.case, seen: 9, decision: "biopsy", text: "t", reason: "r" }),
  },
  "board.vote": {
    open: BOARD,
    atSite: "nothing",
    ask: ({ caller }) => caller.board.vote({ case: ids.case, seen: 9, vote: "for" }),
  },
  "board.decide": {
    open: BOARD,
    atSite: "nothing",
    ask: ({ caller }) =>
      caller.board.decide({
        case: ids.case,
        seen: 9,
        meetingChanged: 0,
        courseSeen: "ab".repeat(32),
        password: PASSWORD,
      }),
  },
  "reads.list": { open: ROLES, ask: ({ caller }) => caller.reads.list({ trial: TRIAL }) },
  // On a state that is not that of the trial.
  "reads.setCharter": {
    open: ["administrator"],
    atSite: "nothing",
    ask: ({ caller }) =>
      caller.reads.setCharter({
        trial: TRIAL,
        charter: { readers: 2, adjudication: true, sumDiffersPercent: null },
        seen: 9,
        reason: "r",
      }),
  },
  "reads.take": {
    open: ["reader"],
    ask: ({ caller, subject }) => caller.reads.take({ trial: TRIAL, subject, visit: "BL" }),
  },
  "reads.form": { open: ["reader"], atSite: "nothing", ask: ({ caller }) => caller.reads.form({ session: ids.read }) },
  "reads.page": { open: ["reader"], atSite: "nothing", ask: ({ caller }) => caller.reads.page({ session: ids.read }) },
  // The read is signed: refused for that, and only to whose it is.
  "reads.save": {
    open: ["reader"],
    atSite: "nothing",
    ask: ({ caller }) => caller.reads.save({ session: ids.read, version: 1, document: READ }),
  },
  "reads.sign": {
    open: ["reader"],
    atSite: "nothing",
    ask: ({ caller }) => caller.reads.sign({ session: ids.read, version: 1, document: READ, password: PASSWORD }),
  },
  "reads.amend": {
    open: ["reader"],
    atSite: "nothing",
    ask: ({ caller }) => caller.reads.amend({ session: ids.read, reason: "r" }),
  },
  // The read is signed, and none that amends: refused for that, and only to whose it is.
  "reads.dropAmendment": {
    open: ["reader"],
    atSite: "nothing",
    ask: ({ caller }) => caller.reads.dropAmendment({ session: ids.read, version: 1 }),
  },
  "reads.adjudication": {
    open: [...FULL, "adjudicator"],
    atSite: "nothing",
    ask: ({ caller }) => caller.reads.adjudication({ comparison: ids.comparison }),
  },
  "reads.adjudicate": {
    open: ["adjudicator"],
    atSite: "nothing",
    ask: ({ caller }) =>
      caller.reads.adjudicate({ comparison: ids.comparison, chosen: "reader-1", reason: "r", password: PASSWORD }),
  },
  "strata.read": { open: RESPONSES, ask: ({ caller }) => caller.strata.read({ trial: TRIAL }) },
  "strata.lodge": {
    open: MODELLERS,
    atSite: "nothing",
    ask: ({ caller }) => caller.strata.lodge({ trial: TRIAL, rule: STRATA_RULE, reason: null }),
  },
  "strata.setUp": {
    open: MODELLERS,
    atSite: "nothing",
    ask: ({ caller }) => caller.strata.setUp({ ...RANDOMISATION, withRule: false }),
  },
  "strata.simulate": {
    open: MODELLERS,
    atSite: "nothing",
    ask: ({ caller }) => caller.strata.simulate({ plan: ids.plan, wish: { subjects: 8, runs: 20, seed: 1 } }),
  },
  // Of a text that is not that of the plan.
  "strata.sign": {
    open: MODELLERS,
    atSite: "nothing",
    ask: ({ caller }) =>
      caller.strata.sign({ plan: ids.plan, meaning: "set up", seen: "", reason: null, password: PASSWORD }),
  },
  // With a stratum that is not the patient's.
  "strata.draw": {
    open: ["coordinator"],
    ask: ({ caller, subject }) => caller.strata.draw({ trial: TRIAL, subject, stratum: "x", eligible: true }),
  },
  "strata.tell": {
    open: ["coordinator"],
    atSite: "nothing",
    ask: ({ caller }) => caller.strata.tell({ draw: ids.draw }),
  },
  // The trial is open: there is nothing to unblind, which only those are told who may.
  "strata.unblind": {
    open: ["coordinator"],
    atSite: "nothing",
    ask: ({ caller }) => caller.strata.unblind({ draw: ids.draw, reason: "r", password: PASSWORD }),
  },
  "strata.annotate": {
    open: ["coordinator"],
    atSite: "nothing",
    ask: ({ caller }) => caller.strata.annotate({ draw: ids.draw, remark: " " }),
  },
  "models.comparable": {
    open: RESEARCHERS,
    atSite: "same",
    ask: ({ caller }) => caller.models.comparable({ model: ids.model }),
  },
  "models.compare": {
    open: MODELLERS,
    atSite: "nothing",
    ask: ({ caller }) => caller.models.compare({ first: ids.protocol, second: ids.protocol }),
  },
  "models.developments": {
    open: ROLES,
    own: true,
    ask: ({ caller }) => caller.models.developments({ formulaHash: null }),
  },
  "models.development": {
    open: RESEARCHERS,
    atSite: "same",
    ask: ({ caller }) => caller.models.development({ development: ids.development }),
  },
  "models.develop": {
    open: MODELLERS,
    atSite: "nothing",
    ask: ({ caller }) =>
      caller.models.develop({
        trial: TRIAL,
        plan: { name: "plan.json", text: "{}" },
        table: { name: "t.csv", text: "subject,x\n" },
      }),
  },
  "models.monitoring": {
    open: RESEARCHERS,
    atSite: "same",
    ask: ({ caller }) => caller.models.monitoring({ model: ids.model }),
  },
  "models.monitor": {
    open: MODELLERS,
    atSite: "nothing",
    ask: ({ caller }) => caller.models.monitor({ model: ids.model, wish: MONITORING }),
  },
  "models.register": {
    open: MODELLERS,
    atSite: "nothing",
    ask: ({ caller }) =>
      caller.models.register({
        trial: TRIAL,
        file: { name: "card.json", text: "{}" },
        speaks: "at-increase",
        dryRun: true,
      }),
  },
  "protocols.appraisal": {
    open: REPORTS,
    atSite: "nothing",
    ask: ({ caller }) => caller.protocols.appraisal({ protocol: ids.protocol }),
  },
  "protocols.appraise": {
    open: REPORTS,
    atSite: "nothing",
    ask: ({ caller }) => caller.protocols.appraise({ protocol: ids.protocol, form: emptyAssessment(), seen: 99 }),
  },
  "find.meetings": { open: ROLES, own: true, ask: ({ caller }) => caller.find.meetings() },
  "find.places": { open: ROLES, own: true, ask: ({ caller }) => caller.find.places({ text: "P-" }) },
  "trials.list": { open: ROLES, own: true, ask: ({ caller }) => caller.trials.list() },
  "trials.cohort": { open: ROLES, ask: ({ caller }) => caller.trials.cohort({ trial: TRIAL }) },
  "trials.simulated": { open: ROLES, ask: ({ caller }) => caller.trials.simulated({ trial: TRIAL }) },
  "trials.subjects": {
    open: ROLES,
    ask: ({ caller }) => caller.trials.subjects({ trial: TRIAL, pageSize: 200 }),
  },
  "trials.patient": { open: ROLES, ask: ({ caller, subject }) => caller.trials.patient({ trial: TRIAL, subject }) },
  "trials.delta": {
    open: RESPONSES,
    atSite: "nothing",
    ask: ({ caller }) => caller.trials.delta({ delta: ids.delta }),
  },
  "responses.comparison": {
    open: RESPONSES,
    ask: ({ caller }) =>
      caller.responses.comparison({ trial: TRIAL, first: "recist-1.1", second: "irecist", of: "confirmed" }),
  },
  "responses.worklist": { open: RESPONSES, ask: ({ caller }) => caller.responses.worklist({ trial: TRIAL }) },
  "responses.awaited": {
    open: RESPONSES,
    ask: ({ caller }) => caller.responses.awaited({ trial: TRIAL }),
  },
  "responses.endpoints": { open: RESPONSES, ask: ({ caller }) => caller.responses.endpoints({ trial: TRIAL }) },
  "cohort.page": { open: RESPONSES, ask: ({ caller }) => caller.cohort.page({ trial: TRIAL }) },
  "cohort.responses": { open: RESPONSES, ask: ({ caller }) => caller.cohort.responses({ trial: TRIAL }) },
  "cohort.survival": { open: RESPONSES, ask: ({ caller }) => caller.cohort.survival({ trial: TRIAL, by: "arm" }) },
  "cohort.features": { open: RESPONSES, ask: ({ caller }) => caller.cohort.features({ trial: TRIAL }) },
  "responses.landmark": { open: RESPONSES, ask: ({ caller }) => caller.responses.landmark({ trial: TRIAL }) },
  "responses.subjectEndpoints": {
    open: RESPONSES,
    ask: ({ caller, subject }) => caller.responses.subjectEndpoints({ trial: TRIAL, subject }),
  },
  "responses.subjectCase": {
    open: ROLES,
    ask: ({ caller, subject }) => caller.responses.subjectCase({ trial: TRIAL, subject }),
  },
  "responses.maskSizes": {
    open: RESPONSES,
    ask: ({ caller, subject }) => caller.responses.maskSizes({ trial: TRIAL, subject, plane: "axial" }),
  },
  "evidence.subject": {
    open: RESPONSES,
    ask: ({ caller, subject }) => caller.evidence.subject({ trial: TRIAL, subject }),
  },
  "evidence.immuneEvents": { open: RESPONSES, ask: ({ caller }) => caller.evidence.immuneEvents({ trial: TRIAL }) },
  "vasari.save": {
    open: ["reader"],
    ask: ({ caller, subject }) => caller.vasari.save({ trial: TRIAL, form: { subject, visit: "BL", f4: 1 } }),
  },
  "vasari.sign": {
    open: ["reader"],
    ask: ({ caller, subject }) =>
      caller.vasari.sign({ trial: TRIAL, form: { subject, visit: "BL", f4: 1 }, password: PASSWORD }),
  },
  "vasari.features": { open: ROLES, ask: ({ caller }) => caller.vasari.features({ trial: TRIAL }) },
  "vasari.parts": { open: RESPONSES, ask: ({ caller }) => caller.vasari.parts({ trial: TRIAL }) },
  // At one site: the job is taken, and refused when it runs (import-trial.test.ts), since it would write to all sites.
  "imports.check": {
    open: IMPORTERS,
    atSite: "same",
    ask: async ({ caller, person }) => caller.imports.check({ ticket: await ticketFor(person) }),
  },
  "imports.start": {
    open: IMPORTERS,
    atSite: "same",
    ask: async ({ caller, person }) => caller.imports.start({ ticket: await ticketFor(person) }),
  },
  // Whose job it is is asked by the database (jobs.test.ts); here nothing is told.
  "jobs.progress": {
    open: ROLES,
    own: true,
    ask: ({ caller }) => whole(caller.jobs.progress({ jobId: randomUUID() })),
  },
  "planning.sampleSize": {
    open: ROLES,
    own: true,
    ask: ({ caller }) =>
      caller.planning.sampleSize({
        purpose: "develop-binary",
        parameters: 24,
        prevalence: 0.174,
        cStatistic: 0.8,
      } as never),
  },
  "protocols.create": {
    open: ["statistician"],
    atSite: "same",
    ask: ({ caller }) => caller.protocols.create({ plan: PLAN }),
  },
  "protocols.edit": {
    open: ["statistician"],
    atSite: "nothing",
    ask: ({ caller }) => caller.protocols.edit({ protocol: ids.protocol, plan: PLAN }),
  },
  "protocols.amend": {
    open: ["statistician"],
    atSite: "nothing",
    ask: ({ caller }) => caller.protocols.amend({ protocol: ids.protocol, plan: PLAN, reason: "r" }),
  },
  "protocols.run": {
    open: ["statistician"],
    atSite: "nothing",
    ask: ({ caller }) => caller.protocols.run({ protocol: ids.protocol, act: "preview" }),
  },
  "protocols.lodge": {
    open: ["statistician"],
    atSite: "nothing",
    ask: ({ caller }) => caller.protocols.lodge({ protocol: ids.protocol, csv: "subject,value\n" }),
  },
  "protocols.addenda": {
    open: REPORTS,
    atSite: "nothing",
    ask: ({ caller }) => caller.protocols.addenda({ protocol: ids.protocol }),
  },
  "protocols.add": {
    open: ["statistician"],
    atSite: "nothing",
    ask: ({ caller }) =>
      caller.protocols.add({ protocol: ids.protocol, addendum: "erratum", request: {}, password: PASSWORD }),
  },
  "protocols.sign": {
    open: ["statistician"],
    atSite: "nothing",
    ask: ({ caller }) =>
      caller.protocols.sign({
        protocol: ids.protocol,
        meaning: "authored",
        documentHash: "0".repeat(64),
        password: PASSWORD,
      }),
  },
  "protocols.open": {
    open: ["statistician"],
    atSite: "nothing",
    ask: ({ caller }) => caller.protocols.open({ protocol: ids.protocol, family: "a-draft", password: PASSWORD }),
  },
  "protocols.void": {
    open: ["statistician"],
    atSite: "nothing",
    ask: ({ caller }) => caller.protocols.void({ protocol: ids.protocol, reason: "r", password: PASSWORD }),
  },
  "protocols.openings": { open: ROLES, own: true, ask: ({ caller }) => caller.protocols.openings() },
  "protocols.list": { open: ROLES, own: true, ask: ({ caller }) => caller.protocols.list({}) },
  "protocols.read": {
    open: REPORTS,
    atSite: "nothing",
    ask: ({ caller }) => caller.protocols.read({ protocol: ids.protocol }),
  },
  "protocols.report": {
    open: REPORTS,
    atSite: "nothing",
    // There is none yet, which only those are told who may read one.
    ask: ({ caller }) =>
      caller.protocols.report({ protocol: ids.protocol }).catch((error: TRPCError) => {
        if (error.message !== NO_REPORT) throw error;
      }),
  },
  "models.list": { open: ROLES, own: true, ask: ({ caller }) => caller.models.list() },
  "models.read": { open: RESEARCHERS, atSite: "same", ask: ({ caller }) => caller.models.read({ model: ids.model }) },
  "people.list": { open: ROLES, own: true, ask: ({ caller }) => caller.people.list() },
  "people.invite": {
    open: ["administrator"],
    atSite: "nothing",
    ask: ({ caller, person }) =>
      caller.people.invite({
        email: `by-${person.replaceAll(" ", "-")}@test.example`,
        name: "Invited",
        roles: [{ role: "reader", trial: TRIAL, site: "north" }],
      }),
  },
  "people.changeRole": {
    open: ["administrator"],
    atSite: "nothing",
    ask: ({ caller }) =>
      caller.people.changeRole({
        email: "reader here@test.example",
        role: { role: "reader", trial: TRIAL, site: "north" },
        held: true,
      }),
  },
  "people.act": {
    open: ["administrator"],
    atSite: "nothing",
    ask: ({ caller }) => caller.people.act({ email: "reader here@test.example", act: "end-sessions" }),
  },
  "people.requireSecondFactor": {
    open: ["administrator"],
    atSite: "nothing",
    ask: ({ caller }) => caller.people.requireSecondFactor({ trial: TRIAL, role: "board", required: false }),
  },
  "setUp.starts": {
    open: ["administrator"],
    atSite: "nothing",
    ask: async ({ caller }) => {
      const { trials } = await caller.setUp.starts();
      if (!trials.some(({ trial }) => trial.id === TRIAL)) throw new TRPCError({ code: "NOT_FOUND" });
      return trials;
    },
  },
  // A key that is taken: whoever may make trials is told so, and none is made.
  "setUp.make": {
    open: ["administrator"],
    atSite: "nothing",
    own: true,
    ask: async ({ caller }) => {
      const { setUp } = caller;
      const trial = {
        id: "not-this-one",
        title: "",
        disease: "glioma",
        criteria: [{ id: "rano-2.0", primary: true }],
        sites: [{ id: "s", name: "S" }],
        arms: [{ id: "a", name: "A" }],
      };
      const sound = { ...trial, id: "other-trial", title: "Taken" };
      await setUp.make({ trial, charter: null, beganFrom: null, dryRun: true });
      return setUp.make({ trial: sound, charter: null, beganFrom: null, dryRun: true });
    },
  },
  "setUp.plan": { open: ROLES, ask: ({ caller }) => caller.setUp.plan({ trial: TRIAL }) },
  // A version that nobody saw: whoever may amend is told so, and nothing is amended.
  "setUp.amend": {
    open: ["administrator"],
    atSite: "nothing",
    ask: ({ caller }) =>
      caller.setUp.amend({ trial: TRIAL, plan: { criteria: [], schedule: [] }, seen: 999, reason: "r", dryRun: false }),
  },
  "setUp.sites": { open: ROLES, own: true, ask: ({ caller }) => caller.setUp.sites() },
  "setUp.addSite": {
    open: ["administrator"],
    atSite: "nothing",
    ask: ({ caller }) => caller.setUp.addSite({ trial: TRIAL, site: { id: "north", name: "North" }, reason: "r" }),
  },
  "setUp.renameSite": {
    open: ["administrator"],
    atSite: "nothing",
    ask: ({ caller }) => caller.setUp.renameSite({ trial: TRIAL, site: "north", name: "N", seen: "x", reason: "r" }),
  },
  "setUp.actOnSite": {
    open: ["administrator"],
    atSite: "nothing",
    ask: ({ caller }) => caller.setUp.actOnSite({ trial: TRIAL, site: "north", act: "reopened", reason: "r" }),
  },
  "share.made": {
    open: ["coordinator", "statistician", "data-manager", "administrator"],
    atSite: "nothing",
    ask: ({ caller }) => caller.share.made({ trial: TRIAL }),
  },
  "share.deidentify": {
    open: ["coordinator", "statistician", "data-manager", "administrator"],
    atSite: "nothing",
    ask: ({ caller }) => caller.share.deidentify({ trial: TRIAL }),
  },
  "reads.readers": {
    open: ["administrator"],
    atSite: "nothing",
    ask: ({ caller }) => caller.reads.readers({ trial: TRIAL }),
  },
  "reads.setSeniority": {
    open: ["administrator"],
    atSite: "nothing",
    ask: ({ caller }) =>
      caller.reads.setSeniority({ trial: TRIAL, reader: "import", grade: "senior", years: 1, seen: 99 }),
  },
  "health.read": { open: ["administrator"], atSite: "nothing", own: true, ask: ({ caller }) => caller.health.read() },
  "health.backups": {
    open: ["administrator"],
    atSite: "nothing",
    own: true,
    ask: ({ caller }) => caller.health.backups(),
  },
  "health.makeBackup": {
    open: ["administrator"],
    atSite: "nothing",
    own: true,
    ask: ({ caller }) => caller.health.makeBackup({ password: PASSWORD }),
  },
  "health.checkObjects": {
    open: ["administrator"],
    atSite: "nothing",
    own: true,
    ask: ({ caller }) => caller.health.checkObjects(),
  },
  "dataLock.list": { open: ROLES, own: true, ask: ({ caller }) => caller.dataLock.list() },
  // Without a reason: refused for what was given, so that the trial stays open for whoever is asked next.
  "dataLock.lock": {
    open: LOG,
    atSite: "nothing",
    ask: ({ caller }) => caller.dataLock.lock({ trial: TRIAL, reason: " ", password: PASSWORD }),
  },
  "dataLock.unlock": {
    open: LOG,
    atSite: "nothing",
    ask: ({ caller }) => caller.dataLock.unlock({ trial: TRIAL, reason: " ", password: PASSWORD }),
  },
  "audit.search": { open: LOG, own: true, ask: ({ caller }) => caller.audit.search({ pageSize: 200 }) },
  "audit.lastHeld": { open: LOG, own: true, ask: ({ caller }) => caller.audit.lastHeld({ atMostMinutesOld: 60 }) },
  "audit.verify": { open: LOG, own: true, ask: ({ caller }) => caller.audit.verify() },
};

/** `answered`, or the code of the refusal. */
async function asked(name: string, person: string | null, subject: string) {
  const caller = appRouter.createCaller(contextOf(person));
  try {
    const answer = await ENTRIES[name]!.ask({ caller, person: person ?? "", subject });
    return { code: "answered", text: JSON.stringify(answer) ?? "" };
  } catch (error) {
    if (!(error instanceof TRPCError)) throw error;
    // A fault of the server lets nobody through and turns nobody away.
    if (error.code === "INTERNAL_SERVER_ERROR") throw error.cause ?? error;
    return { code: error.code as string, text: JSON.stringify([error.message, error.cause]) };
  }
}
const TURNED_AWAY = ["FORBIDDEN", "NOT_FOUND"];
const southOf = () => {
  const south = Object.entries(trial.subjects).filter(([key]) => Number(key.slice(2)) % 2 === 0);
  return { keys: south.map(([key]) => `"${key}"`), ids: south.map(([, id]) => id) };
};

test("every procedure has its entry", () => {
  expect(Object.keys(ENTRIES).sort()).toEqual(Object.keys(appRouter._def.procedures).sort());
});

/** Of what is asked for by its id: a member of another trial must not learn that it is there. */
const BY_ID = [
  "protocol",
  "model",
  "delta",
  "meeting",
  "case",
  "query",
  "plan",
  "draw",
  "development",
  "read",
  "comparison",
] as const;
test.each(BY_ID)("to a stranger a %s of this trial is as unknown as one that is none", async (what) => {
  const kept = ids;
  const none = randomUUID();
  const names = Object.keys(ENTRIES).filter((name) => ENTRIES[name]!.ask.toString().includes(`ids.${what}`));
  expect(names).not.toEqual([]);
  for (const name of names)
    for (const role of ROLES) {
      const there = await asked(name, personOf(role, "elsewhere"), "P-2");
      ids = { ...kept, [what]: none };
      const missing = await asked(name, personOf(role, "elsewhere"), "P-2").finally(() => {
        ids = kept;
      });
      const words = (text: string) => text.replaceAll(kept[what], "ID").replaceAll(none, "ID");
      expect([missing.code, words(missing.text)], `${name}, ${role}`).toEqual([there.code, words(there.text)]);
    }
});

test("what is looked for in answers does stand in those of who may see it", async () => {
  const { text } = await asked("trials.subjects", personOf("coordinator", "here"), "P-2");
  const south = southOf();
  expect(south.keys).toHaveLength(6);
  for (const key of south.keys) expect(text).toContain(key);
  expect((await asked("trials.list", personOf("board", "here"), "P-2")).text).toContain(TRIAL);
});

describe.each(Object.keys(ENTRIES))("%s", (name) => {
  const { open, own, atSite = "its own" } = ENTRIES[name]!;

  test("answers nobody who is not signed in", async () => {
    expect((await asked(name, null, "P-1")).code).toBe("UNAUTHORIZED");
  });

  test("lets through the roles that may, and turns the others away", async () => {
    const through: Role[] = [];
    for (const role of ROLES) {
      const { code } = await asked(name, personOf(role, "here"), "P-2");
      if (!TURNED_AWAY.includes(code)) through.push(role);
    }
    expect(through.sort()).toEqual([...open].sort());
  });

  test("at one site: nothing of the other, whatever is asked for", async () => {
    const south = southOf();
    for (const role of ROLES)
      for (const subject of ["P-1", "P-2"]) {
        const { code, text } = await asked(name, personOf(role, "at the north site"), subject);
        for (const word of [...south.ids, ...south.keys.filter((key) => key !== `"${subject}"` || code === "answered")])
          expect(text, `${role}, ${subject}`).not.toContain(word);
        if (atSite === "nothing") expect(TURNED_AWAY, `${role}`).toContain(code);
      }
  });

  test("of another trial: nothing of this one", async () => {
    for (const role of ROLES) {
      const { code, text } = await asked(name, personOf(role, "elsewhere"), "P-2");
      if (!own) expect(TURNED_AWAY, `${role}`).toContain(code);
      // What was asked for may be named in the refusal.
      for (const id of [
        trial.id,
        ...Object.values(trial.subjects),
        ...(own && name !== "audit.search" ? Object.values(ids) : []),
      ])
        expect(text, role).not.toContain(id);
      if (code === "answered") expect(text, role).not.toContain(TRIAL);
    }
  });
});

test("images: another site's and another trial's are as unknown as one that is none", async () => {
  const image = trial.images["BL"]!;
  const read = (person: string, id: string) =>
    asPerson(database.db, person, (tx) => readImage(tx, person, id)).then(
      () => "answered",
      (error: { code: string; message: string }) => [error.code, error.message.replace(id, "ID")],
    );
  expect(await read(personOf("reader", "at the north site"), image)).toBe("answered");
  await plantPerson(database.db, trial.id, "reader", trial.sites.south, "reader at the south site");
  const none = await read("reader at the south site", randomUUID());
  expect(none).toContain("IMAGE_UNKNOWN");
  expect(await read("reader at the south site", image)).toEqual(none);
  expect(await read(personOf("reader", "elsewhere"), image)).toEqual(none);
});

test("delineations: another site's and another trial's are as unknown as one that is none", async () => {
  const [mask] = await asSystem(
    database.db,
    "a delineation for a test",
    (tx) => tx.sql<[{ id: string }]>`
      insert into record.mask (trial_id, site_id, subject_id, image_id, lesion_id, label, object_hash, author_kind, author, document, content_hash)
      select i.trial_id, i.site_id, i.subject_id, i.id, l.id, 1, ${"1".repeat(64)}, 'import', 'import', '{"file": "m.nii.gz"}', ${"1".repeat(64)}
        from record.image i join record.lesion l on l.subject_id = i.subject_id
       where i.id = ${trial.images["BL"]!} limit 1 returning id`,
  );
  const read = (person: string, id: string) =>
    asPerson(database.db, person, (tx) => readMask(tx, person, id)).then(
      () => "answered",
      (error: { code: string; message: string }) => [error.code, error.message.replace(id, "ID")],
    );
  expect(await read(personOf("reader", "at the north site"), mask.id)).toBe("answered");
  await plantPerson(database.db, trial.id, "coordinator", trial.sites.south, "coordinator at the south site");
  const none = await read("coordinator at the south site", randomUUID());
  expect(none).toContain("IMAGE_UNKNOWN");
  expect(await read("coordinator at the south site", mask.id)).toEqual(none);
  expect(await read(personOf("coordinator", "elsewhere"), mask.id)).toEqual(none);
});

/** Text that ends a statement, comments, doubles a quote or names another table, in every place that is searched or sorted by. */
const INJECTIONS = [
  "'",
  "''; drop table record.subject; --",
  "x' or '1'='1",
  '") or 1=1 --',
  "%' union select id, email, name, null from identity.user --",
  "\\",
  "\\'; select pg_sleep(5) --",
  "$1",
  "{{a}}",
  "\u0000",
];
test("SQL through filters and sorts is text that is looked for, or refused; the rows stay what they were", async () => {
  const caller = appRouter.createCaller(contextOf(personOf("administrator", "here")));
  const count = async () =>
    (await database.admin<{ n: number }[]>`select count(*)::int as n from record.subject`)[0]!.n;
  const before = await count();
  const outcome = (work: Promise<unknown>) =>
    work.then(
      (answer) => (answer as { total?: number }).total ?? "answered",
      (error: unknown) => (error instanceof TRPCError ? error.code : String(error)),
    );
  const none = expect.toSatisfy((v: unknown) => v === 0 || v === "BAD_REQUEST");
  expect((await caller.trials.subjects({ trial: TRIAL })).total).toBe(12);
  for (const text of INJECTIONS) {
    for (const field of ["search", "best", "site", "arm"])
      expect([field, text, await outcome(caller.trials.subjects({ trial: TRIAL, [field]: text } as never))]).toEqual([
        field,
        text,
        none,
      ]);
    for (const field of ["sort", "direction", "confirmation"])
      expect([field, await outcome(caller.trials.subjects({ trial: TRIAL, [field]: text } as never))]).toEqual([
        field,
        "BAD_REQUEST",
      ]);
    expect([text, await outcome(caller.audit.search({ action: text }))]).toEqual([text, none]);
    expect([text, await outcome(caller.audit.search({ search: `no such word ${text}` }))]).toEqual([text, none]);
    expect(await outcome(caller.trials.patient({ trial: TRIAL, subject: text }))).toMatch(/BAD_REQUEST|NOT_FOUND/);
    expect(await outcome(caller.trials.cohort({ trial: text }))).toMatch(/BAD_REQUEST|NOT_FOUND/);
  }
  expect(await count()).toBe(before);
});

/** What an entry sends, noted instead of sent. */
async function sentBy(name: string, person: string): Promise<unknown> {
  const sent: unknown[] = [];
  const [router = "", procedure = ""] = name.split(".");
  const noting = { [router]: { [procedure]: async (input: unknown) => void sent.push(input) } };
  // What an entry does with the answer is nothing of ours.
  await ENTRIES[name]!.ask({ caller: noting as unknown as Caller, person, subject: "P-1" }).catch(() => {});
  return sent[0];
}
const ODD_WRITTEN = ["'; drop table record.subject; --", "\\", "\u0000", "\ud800", "x".repeat(300_000), ...NO_TEXTS];
const mutations = Object.keys(ENTRIES).filter(
  (name) =>
    (appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>)[name]!._def.type ===
    "mutation",
);
/** Last, since what is accepted is written. Passwords are not among what is tried: eight wrong ones close an account. */
test.each(mutations)(
  "%s: a text that nobody should write, at every place of what is sent, is never a fault",
  async (name) => {
    const { open } = ENTRIES[name]!;
    const person = personOf(open[0] ?? "administrator", "here");
    const sent = await sentBy(name, person);
    const faults: string[] = [];
    for (const path of textsIn(sent).filter((one) => !/password|current|chosen$/i.test(one.join("."))))
      for (const odd of ODD_WRITTEN) {
        const [router = "", procedure = ""] = name.split(".");
        const caller = appRouter.createCaller(contextOf(person)) as unknown as Record<
          string,
          Record<string, (i: unknown) => Promise<unknown>>
        >;
        await caller[router]![procedure]!(withText(sent, path, odd)).catch((error: unknown) => {
          if (error instanceof TRPCError && error.code !== "INTERNAL_SERVER_ERROR") return;
          const { message } = ((error as TRPCError).cause ?? error) as Error;
          faults.push(`${path.join(".")} = ${String(JSON.stringify(odd)).slice(0, 60)}: ${message}`);
        });
      }
    expect(faults).toEqual([]);
  },
);
