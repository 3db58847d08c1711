import { randomUUID } from "node:crypto";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { role as roleSchema } from "@nadir/domain";
import { TRPCError } from "@trpc/server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { callMeeting, putOnAgenda } from "../board/index.ts";
import { plantPerson, plantTrial } from "../read/testing/plant-trial.ts";
import { appRouter, type Context } from "./index.ts";
import { oddOnes, type Parameter, parametersOf, rowsIn } from "./testing/odd-values.ts";

/**
 * Every parameter of every procedure that reads, given what nobody should send: the answer is rows or a refusal of what was
 * given, never a fault of the server, and where a parameter narrows, never more rows than without it.
 */
const TRIAL = "odd-trial";
const NONE = "00000000-0000-4000-8000-000000000000";
const BLINDED = ["reader", "adjudicator"];
/** Who holds every role but those of a blinded reader; and who holds those. */
const ASKERS = ["everything", "blinded"] as const;

let database: TestDatabase;
let meeting = NONE;
let image = NONE;
beforeAll(async () => {
  database = await testDatabase();
  const { db, admin } = database;
  const trial = await plantTrial(db, TRIAL);
  image = trial.images["BL"]!;
  await plantPerson(db, trial.id, "coordinator", null, "everything");
  await plantPerson(db, trial.id, "reader", null, "blinded");
  for (const role of roleSchema.options)
    await admin`
      insert into identity.membership (user_id, trial_id, role)
      select ${BLINDED.includes(role) ? "blinded" : "everything"}, ${trial.id}, ${role}
       where ${role} not in ('coordinator', 'reader')`;
  ({ meeting } = await callMeeting(db, "everything", { trial: TRIAL, heldOn: "2026-11-30", title: "Odd" }));
  await putOnAgenda(db, "everything", { meeting, subject: "P-2", question: "Progression?" });
});
afterAll(() => database.close());

interface Query {
  readonly name: string;
  readonly parameters: readonly Parameter[];
}
const procedures = appRouter._def.procedures as unknown as Readonly<
  Record<string, { readonly _def: { readonly type: string; readonly inputs: readonly z.ZodType[] } }>
>;
const queries: readonly Query[] = Object.entries(procedures)
  .filter(([, { _def }]) => _def.type === "query")
  .map(([name, { _def }]) => ({
    name,
    parameters: _def.inputs.flatMap((input) =>
      parametersOf(z.toJSONSchema(input, { io: "input", unrepresentable: "any" }) as never),
    ),
  }))
  .filter(({ parameters }) => parameters.length > 0);

/** A good value of what must be given, by its name. */
const GOOD: Readonly<Record<string, () => unknown>> = {
  trial: () => TRIAL,
  subject: () => "P-2",
  meeting: () => meeting,
  image: () => image,
  text: () => "P-",
  asOf: () => "2026-11-30",
  delta: () => NONE,
  protocol: () => NONE,
  model: () => NONE,
  development: () => NONE,
  session: () => NONE,
  comparison: () => NONE,
  score: () => "hyperprogression",
  formulaHash: () => null,
};
const goodOf = ({ parameters }: Query): Record<string, unknown> =>
  Object.fromEntries(parameters.filter((p) => p.isRequired).map(({ name }) => [name, GOOD[name]?.()]));

/** Parameters that leave fewer rows; a page does, too. */
const NARROWING: Readonly<Record<string, readonly string[]>> = {
  "trials.subjects": ["search", "arm", "site", "best", "flag", "who", "confirmation", "page"],
  "cohort.page": ["arm", "site", "only"],
  "cohort.responses": ["arm", "site", "only"],
  "cohort.survival": ["arm", "site", "only"],
  "cohort.features": ["arm", "site", "only"],
  "protocols.list": ["trial"],
  "board.meetings": ["from"],
  // The trial under whose address it is asked for: of another one's, nothing is found.
  "board.meeting": ["trial"],
  "board.case": ["trial"],
  "audit.search": ["search", "action", "trial", "patient", "actor", "from", "to"],
  "worklist.read": ["trial", "site", "kind", "move", "page"],
  "responses.worklist": ["page"],
  "responses.awaited": ["progressionPage", "responsePage"],
  "responses.endpoints": ["page"],
  "evidence.immuneEvents": ["page"],
};
/** Texts that choose what is shown instead of leaving out rows, or that name one thing. */
const CHOOSING: Readonly<Record<string, readonly string[]>> = {
  "responses.landmark": ["score"],
  "cohort.page": ["kind", "region", "family", "feature", "marker", "selection"],
  "cohort.survival": ["kind", "region", "family", "feature", "marker", "selection"],
  "cohort.features": ["kind", "region", "family", "feature"],
  "models.developments": ["formulaHash"],
  "find.places": ["text"],
  "worklist.read": ["asOf"],
  // Whose rows can be corrected; without one, nobody's.
  "entry.form": ["subject"],
  "agreement.read": ["first", "second"],
};
/** Names of one thing: what is not there is not found. */
const NAMED = new Set(Object.keys(GOOD).filter((name) => !["score", "formulaHash", "text", "asOf"].includes(name)));

test("every parameter that takes text is known as one that narrows, chooses, or names what is asked for", () => {
  const unknown = queries.flatMap(({ name, parameters }) =>
    parameters
      .filter((p) => p.kind === "text" || p.kind === "list" || p.kind === "other")
      .filter((p) => !NARROWING[name]?.includes(p.name) && !CHOOSING[name]?.includes(p.name))
      .filter((p) => !(NAMED.has(p.name) && p.isRequired))
      .map((p) => `${name} ${p.name}`),
  );
  expect(unknown).toEqual([]);
  const gone = Object.entries({ ...CHOOSING, ...NARROWING }).flatMap(([name, listed]) =>
    listed
      .filter((one) => !queries.find((q) => q.name === name)?.parameters.some((p) => p.name === one))
      .map((one) => `${name} ${one}`),
  );
  expect(gone, "listed, and not taken by the procedure").toEqual([]);
  const without = queries.flatMap((q) => q.parameters.filter((p) => p.isRequired && !GOOD[p.name]).map((p) => p.name));
  expect(without, "must be given, and there is no good value of it").toEqual([]);
});

const callerOf = (id: string) => {
  const context: Context = {
    person: { id, name: id, email: `${id}@test.example` },
    sessionId: null,
    db: database.db,
    store: {} as Context["store"],
    secret: "a secret for tests that is long enough",
    jobs: { enqueue: async () => randomUUID(), async *watch() {} },
  };
  return appRouter.createCaller(context);
};

/** Rows of the answer, or the code of the refusal. */
async function outcomeOf(asker: string, name: string, input: unknown): Promise<number | string> {
  const [router = "", procedure = ""] = name.split(".");
  const caller = callerOf(asker) as unknown as Record<string, Record<string, (input: unknown) => Promise<unknown>>>;
  try {
    return rowsIn(await caller[router]![procedure]!(input));
  } catch (error) {
    if (!(error instanceof TRPCError)) return `fault: ${error}`;
    return error.code === "INTERNAL_SERVER_ERROR" ? `fault: ${error.cause?.message ?? error.message}` : error.code;
  }
}
const REFUSED = ["BAD_REQUEST", "NOT_FOUND", "FORBIDDEN", "UNPROCESSABLE_CONTENT", "CONFLICT"];
const spelled = (value: unknown): string => {
  const text = typeof value === "number" ? String(value) : (JSON.stringify(value) ?? "undefined");
  return text.length > 80 ? `${text.slice(0, 40)}… (${text.length})` : text;
};

describe.each(queries.map((query) => [query.name, query] as const))("%s", (_name, query) => {
  test.each(query.parameters.map((one) => [one.name, one] as const))("%s", async (_parameter, parameter) => {
    const before = await counts();
    const wrong: string[] = [];
    for (const asker of ASKERS) {
      const good = goodOf(query);
      const plain = await outcomeOf(asker, query.name, good);
      if (String(plain).startsWith("fault")) wrong.push(`${asker}, as it should be asked: ${plain}`);
      for (const value of oddOnes(parameter)) {
        const found = await outcomeOf(asker, query.name, { ...good, [parameter.name]: value });
        const said = `${asker}, ${parameter.name} = ${spelled(value)}: ${found}`;
        if (typeof found === "string" && !REFUSED.includes(found)) wrong.push(said);
        const narrows = NARROWING[query.name]?.includes(parameter.name) ?? false;
        if (narrows && typeof found === "number" && typeof plain === "number" && found > plain)
          wrong.push(`${said} rows, and ${plain} without it`);
        // Whom one may not ask for anything is not told more by asking oddly.
        if (typeof found === "number" && plain === "FORBIDDEN") wrong.push(`${said} rows, refused when asked well`);
      }
    }
    expect(wrong).toEqual([]);
    expect(await counts(), "nothing was written or removed").toEqual(before);
  });
});

async function counts() {
  const [row] = await database.admin`
    select (select count(*)::int from record.subject) as subjects, (select count(*)::int from identity."user") as people,
           (select count(*)::int from record.trial) as trials`;
  return { ...row };
}

describe("a pattern's own signs are letters that are looked for", () => {
  test.each(["%", "_", "%%", "P_1", "P%", "\\", "\\%"])("%s is in no key of a patient", async (text) => {
    const caller = callerOf("everything");
    expect((await caller.trials.subjects({ trial: TRIAL, search: text })).total).toBe(0);
    expect((await caller.find.places({ text })).patients).toEqual([]);
    expect((await caller.audit.search({ actor: text })).total).toBe(0);
    expect((await caller.audit.search({ action: text })).total).toBe(0);
  });
  test("and letters are found, so that the others could be", async () => {
    const caller = callerOf("everything");
    expect((await caller.trials.subjects({ trial: TRIAL, search: "P-1" })).total).toBe(4);
    expect((await caller.find.places({ text: "P-1" })).patients).toHaveLength(4);
    expect((await caller.audit.search({ actor: "everything" })).total).toBeGreaterThan(0);
  });
});
