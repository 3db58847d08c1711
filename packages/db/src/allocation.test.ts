import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { asAuditor, asModeller, asPerson, asSystem, connect, type Tx, verifyAudit } from "./index.ts";
import { type TestDatabase, testDatabase } from "./testing/index.ts";
import { addMember, type PlantedTrial, plantTrial } from "./testing/planted-trial.ts";

let t: TestDatabase;
let trial: PlantedTrial;

const RULE = {
  schema: "nadir.strata-rule/1",
  id: "r",
  version: "1",
  unknown: "no-stratum",
  factors: [
    { kind: "word", name: "sex", label: "Sex", levels: [{ name: "female" }, { name: "male" }] },
    { kind: "word", name: "mgmt", label: "MGMT", levels: [{ name: "methylated" }, { name: "not" }] },
  ],
};
const ARMS = [
  { name: "A", ratio: 1 },
  { name: "B", ratio: 1 },
];
const BLOCKS = { arms: ARMS, method: { kind: "permuted-blocks", lengths: [2, 4] } };

const lodge = (tx: Tx, rule: object = RULE, reason: string | null = null) =>
  tx.sql<[{ id: string; version: number; is_new: boolean }]>`
    select id, version, is_new from allocation.lodge_rule(${trial.trialId}, ${tx.sql.json(rule as never)}, ${reason})`;
const one = async (work: Promise<readonly Record<string, unknown>[]>): Promise<string> =>
  String(Object.values((await work)[0]!)[0]);
const hash = (tx: Tx, plan: string) => one(tx.sql`select document_hash from allocation.plan where id = ${plan}`);
const setUp = (plan: object, rule: string | null, blinded = false, by = "setter") =>
  asPerson(t.db, by, (tx) =>
    one(tx.sql`select allocation.set_up(${trial.trialId}, ${rule}, ${tx.sql.json(plan as never)}, ${blinded}) as id`),
  );
const simulate = (plan: string, by = "setter") =>
  asPerson(t.db, by, (tx) => one(tx.sql`select allocation.keep_simulation(${plan}, '{"runs": 1}', '{"x": 1}') as id`));
const sign = (plan: string, meaning: string, by: string, reason: string | null = null) =>
  asPerson(t.db, by, async (tx) =>
    one(tx.sql`select allocation.sign(${plan}, ${meaning}, ${await hash(tx, plan)}, ${reason}) as id`),
  );
const switchOn = async (plan: object, rule: string | null, blinded = false): Promise<string> => {
  const id = await setUp(plan, rule, blinded);
  await simulate(id);
  await sign(id, "set up", "setter");
  await sign(id, "approved for use", "approver");
  return id;
};
const drawIn = async (tx: Tx, plan: string, subject: string, levels: string[] = [], eligible = true) =>
  (
    await tx.sql<[{ id: string; number: number }]>`
      select id, number from allocation.draw(${subject}, ${plan}, ${tx.sql.json(levels)}, '{}', ${eligible})`
  )[0];
const draw = (plan: string, subject: string, levels: string[] = [], by = "coordinator", eligible = true) =>
  asPerson(t.db, by, (tx) => drawIn(tx, plan, subject, levels, eligible));
const tell = (id: string, by = "coordinator") =>
  asPerson(t.db, by, (tx) => one(tx.sql`select allocation.tell(${id}) as arm`));
const hidden = (plan: string) =>
  t.admin<{ stratum: string; arm: number; block: number; block_length: number; position: number }[]>`
    select d.stratum, h.* from sealed.allocation h join allocation.draw d on d.id = h.draw_id where d.plan_id = ${plan} order by d.number`;

/** Another trial of its own, with the same people in it and `n` bare subjects. */
async function otherTrial(key: string, n: number): Promise<{ ids: string[]; rule: string }> {
  trial = await plantTrial(t.db, key, 1);
  for (const person of ["setter", "approver"]) await addMember(t.db, person, trial.trialId, "statistician");
  await addMember(t.db, "coordinator", trial.trialId, "coordinator");
  const ids = await asSystem(t.db, "subjects for draws", async (tx) => {
    const [{ arm_id }] = await tx.sql<
      [{ arm_id: string }]
    >`select arm_id from record.subject where id = ${trial.subjects[0]!.id}`;
    const made = await tx.sql<{ id: string }[]>`
      insert into record.subject (trial_id, site_id, arm_id, key, sex, document, content_hash)
      select ${trial.trialId}, ${trial.siteIds[0]}, ${arm_id}, 'x-' || n, 'female', '{}', repeat('a', 64) from generate_series(1, ${n}::int) n
      returning id`;
    return made.map((row) => row.id);
  });
  const [{ id: rule }] = await asSystem(t.db, "a rule", (tx) => lodge(tx));
  return { ids, rule };
}

/** Pearson's statistic against equal expectations. */
const chiSquare = (counts: readonly number[], expected: number) =>
  counts.reduce((s, n) => s + (n - expected) ** 2 / expected, 0);

beforeAll(async () => {
  t = await testDatabase({ max: 8 });
});
afterAll(() => t.close());

describe("a rule of strata", () => {
  test("is lodged by version; a changed one asks for a reason, the same again is no new version, none can be changed", async () => {
    await otherTrial("rules", 0);
    const person = (rule: object, reason: string | null, by = "setter") =>
      asPerson(t.db, by, async (tx) => (await lodge(tx, rule, reason))[0]);
    expect(await person(RULE, null)).toMatchObject({ version: 1, is_new: false });
    await expect(person({ ...RULE, version: "2" }, null)).rejects.toMatchObject({ code: "REASON_MISSING" });
    expect(await person({ ...RULE, version: "2" }, "protocol amendment 2")).toMatchObject({ version: 2, is_new: true });
    await expect(person({ ...RULE, version: "3" }, "x", "coordinator")).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    await expect(t.admin`update allocation.rule set document = '{}'`).rejects.toThrow(/append-only/);
    await expect(
      asPerson(
        t.db,
        "setter",
        ({ sql }) =>
          sql`insert into allocation.rule (trial_id, version, document, document_hash, created_by) values (${trial.trialId}, 9, '{}', '', '')`,
      ),
    ).rejects.toThrow(/permission denied/);
  });
});

describe("switching on", () => {
  test("takes a simulation, the setter's and another person's signature; then it draws, and a stopped one no more", async () => {
    const { ids, rule } = await otherTrial("ceremony", 3);
    const plan = await setUp(BLOCKS, rule);
    const refused = (work: Promise<unknown>, code: string) => expect(work).rejects.toMatchObject({ code });
    await refused(setUp(BLOCKS, rule, false, "coordinator"), "NOT_ALLOWED");
    await refused(sign(plan, "set up", "setter"), "SIMULATION_MISSING");
    await refused(simulate(plan, "coordinator"), "NOT_ALLOWED");
    await simulate(plan);
    await refused(sign(plan, "approved for use", "approver"), "SIGNATURE_MISSING");
    await refused(
      asPerson(t.db, "setter", ({ sql }) => sql`select allocation.sign(${plan}, 'set up', 'another', null)`),
      "PLAN_CHANGED_AFTER_LOCK",
    );
    await sign(plan, "set up", "setter");
    await refused(sign(plan, "set up", "approver"), "ALREADY_SIGNED");
    await refused(sign(plan, "approved for use", "setter"), "SIGNER_NOT_INDEPENDENT");
    await refused(draw(plan, ids[0]!, ["female", "not"]), "RANDOMISATION_NOT_ON");
    await sign(plan, "approved for use", "approver");
    expect(await draw(plan, ids[0]!, ["female", "not"])).toMatchObject({ number: 1 });
    await refused(sign(plan, "stopped", "setter"), "REASON_MISSING");
    await sign(plan, "stopped", "setter", "the trial closed");
    await refused(draw(plan, ids[1]!, ["female", "not"]), "RANDOMISATION_NOT_ON");
  });
});

describe("a draw", () => {
  test("is refused without eligibility, without a stratum, and to whoever is no coordinator of the site or knows the settings", async () => {
    const { ids, rule } = await otherTrial("refusals", 2);
    const plan = await switchOn(BLOCKS, rule);
    await addMember(t.db, "southern", trial.trialId, "coordinator", trial.siteIds[1]);
    for (const role of ["reader", "board", "data-manager", "administrator"])
      await addMember(t.db, `${role} here`, trial.trialId, role);
    await addMember(t.db, "both", trial.trialId, "coordinator");
    await addMember(t.db, "both", trial.trialId, "statistician");
    const refused = (work: Promise<unknown>, code: string) => expect(work).rejects.toMatchObject({ code });
    const levels = ["male", "methylated"];
    await refused(draw(plan, ids[0]!, levels, "coordinator", false), "ELIGIBILITY_NOT_CONFIRMED");
    for (const wrong of [[], ["male"], ["male", "unknown"], ["male", "perhaps"], ["male", "not", "not"]])
      await refused(draw(plan, ids[0]!, wrong), "NO_STRATUM");
    for (const by of [
      "southern",
      "stranger",
      "setter",
      ...["reader", "board", "data-manager", "administrator"].map((r) => `${r} here`),
    ])
      await refused(draw(plan, ids[0]!, levels, by), "NOT_ALLOWED");
    await refused(draw(plan, ids[0]!, levels, "both"), "NOT_CONCEALED");
    expect((await hidden(plan)).length).toBe(0);
  });

  test("happens once a subject: of eight at the same time exactly one", async () => {
    const { ids, rule } = await otherTrial("race", 1);
    const plan = await switchOn(BLOCKS, rule);
    const all = await Promise.allSettled(Array.from({ length: 8 }, () => draw(plan, ids[0]!, ["male", "not"])));
    expect(all.filter((r) => r.status === "fulfilled")).toHaveLength(1);
    for (const r of all) if (r.status === "rejected") expect(r.reason).toMatchObject({ code: "ALREADY_DRAWN" });
    expect(await hidden(plan)).toHaveLength(1);
  });

  test("of many at the same time keeps whole blocks and numbers without a gap", async () => {
    const { ids, rule } = await otherTrial("crowd", 16);
    const plan = await switchOn({ ...BLOCKS, method: { kind: "permuted-blocks", lengths: [4] } }, rule);
    const made = await Promise.all(ids.map((id) => draw(plan, id, ["male", "not"])));
    expect(made.map((d) => d.number).sort((a, b) => a - b)).toEqual(ids.map((_, i) => i + 1));
    const rows = await hidden(plan);
    for (const block of [1, 2, 3, 4])
      expect(
        rows
          .filter((r) => r.block === block)
          .map((r) => r.arm)
          .sort(),
      ).toEqual([1, 1, 2, 2]);
  });
});

describe("permuted blocks", () => {
  test("hold the ratio, every order of a block is equally likely, and lengths come alike: chi-square on the enumeration", async () => {
    const { ids } = await otherTrial("blocks", 600);
    const of = async (lengths: number[], arms: object[]) => {
      const plan = await switchOn({ arms, method: { kind: "permuted-blocks", lengths } }, null);
      return plan;
    };
    // 200 blocks of AAB: 3 orders, a third of each. Chi-square of 2 degrees of freedom exceeds 18.4 once in 10 000.
    const three = await of(
      [3],
      [
        { name: "A", ratio: 2 },
        { name: "B", ratio: 1 },
      ],
    );
    await asPerson(t.db, "coordinator", async (tx) => {
      for (const id of ids) await drawIn(tx, three, id);
    });
    const rows = await hidden(three);
    const orders = new Map<string, number>();
    for (let i = 0; i < rows.length; i += 3) {
      const word = rows
        .slice(i, i + 3)
        .map((r) => r.arm)
        .join("");
      orders.set(word, (orders.get(word) ?? 0) + 1);
    }
    expect([...orders.keys()].sort()).toEqual(["112", "121", "211"]);
    expect(chiSquare([...orders.values()], 200 / 3)).toBeLessThan(18.4);
  });

  test("of random length and by stratum: each whole block balanced, no stratum moved by another", async () => {
    const { ids, rule } = await otherTrial("strata", 240);
    const plan = await switchOn(BLOCKS, rule);
    const strata = [
      ["male", "not"],
      ["female", "methylated"],
    ];
    await asPerson(t.db, "coordinator", async (tx) => {
      for (const [i, id] of ids.entries()) await drawIn(tx, plan, id, strata[i % 3 === 0 ? 0 : 1]!);
    });
    const rows = await hidden(plan);
    const lengths: number[] = [];
    for (const stratum of ["male / not", "female / methylated"]) {
      const own = rows.filter((r) => r.stratum === stratum);
      expect(own.map((r) => r.block)).toEqual(own.map((r) => r.block).sort((a, b) => a - b));
      for (const block of new Set(own.map((r) => r.block))) {
        const inside = own.filter((r) => r.block === block);
        expect(inside.map((r) => r.position)).toEqual(inside.map((_, i) => i + 1));
        lengths.push(inside[0]!.block_length);
        if (inside.length === inside[0]!.block_length)
          expect(inside.filter((r) => r.arm === 1)).toHaveLength(inside.length / 2);
      }
    }
    // Each length with probability 1/2: 80 blocks or so, far beyond five standard deviations otherwise.
    const twos = lengths.filter((l) => l === 2).length;
    expect(Math.abs(twos - lengths.length / 2)).toBeLessThan(4.5 * Math.sqrt(lengths.length / 4));
    expect(new Set(lengths)).toEqual(new Set([2, 4]));
  });

  test("the server's random numbers below 3 are even: chi-square", async () => {
    const rows = await t.admin<{ n: number }[]>`
      select count(*)::int as n from (select allocation.random_below(3) as v from generate_series(1, 9000)) x group by v`;
    expect(rows).toHaveLength(3);
    expect(
      chiSquare(
        rows.map((r) => r.n),
        3000,
      ),
    ).toBeLessThan(18.4);
  });
});

describe("minimisation", () => {
  // Worked by hand, in the manner of Pocock's Clinical Trials (1983, chapter 5); the book was not at hand to compare the counts.
  // 80 patients with breast cancer on A or B; the next is ambulatory (30 A, 31 B), under 50 (18, 17), disease-free for two
  // years or more (9, 8), with a visceral lesion (19, 21).
  const counts = "{{30,31},{18,17},{9,8},{19,21}}";
  const imbalances = async (spread: string, weights = "{1,1,1,1}") =>
    (
      await t.admin`select allocation.imbalances(${counts}::int[], '{1,1}', ${weights}::float8[], ${spread}) as sums`
    )[0]!["sums"];

  test("reckons what each arm would leave unbalanced as it is worked by hand", async () => {
    // To A: |31-31| + |19-17| + |10-8| + |20-21| = 0 + 2 + 2 + 1 = 5. To B: |30-32| + |18-18| + |9-9| + |19-22| = 2+0+0+3 = 5.
    expect(await imbalances("range")).toEqual([5, 5]);
    // Variance of two is half the squared difference: to A (0+4+4+1)/2 = 4.5; to B (4+0+0+9)/2 = 6.5. So A.
    expect(await imbalances("variance")).toEqual([4.5, 6.5]);
    // The lesion counted twice: to A 0+2+2+2 = 6, to B 2+0+0+6 = 8.
    expect(await imbalances("range", "{1,1,1,2}")).toEqual([6, 8]);
  });

  test("counts shares where arms have a ratio", async () => {
    // 2 : 1 with 4 and 2 at the level: to A |5/2 - 2| = 0.5, to B |4/2 - 3| = 1.
    const [row] = await t.admin`select allocation.imbalances('{{4,2}}', '{2,1}', '{1}', 'range') as sums`;
    expect(row!["sums"]).toEqual([0.5, 1]);
  });

  test("sends the next to the arm of least imbalance; with the plan's probability, else to another", async () => {
    const { ids, rule } = await otherTrial("minimise", 420);
    const minimise = (probability: number) =>
      switchOn({ arms: ARMS, method: { kind: "minimisation", probability, imbalance: "range", weights: {} } }, rule);
    const sure = await minimise(1);
    await asPerson(t.db, "coordinator", async (tx) => {
      for (let i = 0; i < 20; i++) await drawIn(tx, sure, ids[i]!, ["male", "not"]);
    });
    // With one kind of patient the sure arm is always the one that is behind: every pair is one of each.
    const pairs = (await hidden(sure)).map((r) => r.arm);
    for (let i = 0; i < 20; i += 2) expect(pairs[i]).not.toBe(pairs[i + 1]);
    const random = await minimise(0.8);
    await asPerson(t.db, "coordinator", async (tx) => {
      for (let i = 20; i < 420; i++) await drawIn(tx, random, ids[i]!, ["male", "not"]);
    });
    let [behind, right] = [0, 0];
    let ahead = 0;
    for (const { arm } of await hidden(random)) {
      if (ahead !== 0) {
        behind++;
        if (Math.sign(ahead) !== (arm === 1 ? 1 : -1)) right++;
      }
      ahead += arm === 1 ? 1 : -1;
    }
    // Where one arm is behind it is taken with 0.8: within 4.5 standard errors.
    expect(Math.abs(right / behind - 0.8)).toBeLessThan(4.5 * Math.sqrt((0.8 * 0.2) / behind));
  });
});

describe("concealment", () => {
  let plan: string;
  let ids: string[];
  let drawn: string;
  beforeAll(async () => {
    const made = await otherTrial("concealed", 40);
    ids = made.ids;
    plan = await switchOn(BLOCKS, made.rule);
    await addMember(t.db, "manager", trial.trialId, "administrator");
    await addMember(t.db, "reading", trial.trialId, "reader");
    await addMember(t.db, "southern", trial.trialId, "coordinator", trial.siteIds[1]);
    drawn = (await draw(plan, ids[0]!, ["female", "not"])).id;
  });

  const SECRETS = [
    "select * from sealed.allocation",
    "select arm from sealed.allocation",
    "select count(*) from sealed.allocation",
    "select allocation.arm_of(gen_random_uuid())",
    "select allocation.random_below(2)",
    "select allocation.commitment(d.id, d.subject_id, null) from allocation.draw d",
    "copy sealed.allocation to stdout",
    "table sealed.allocation",
    "explain analyze select * from sealed.allocation",
    "create temp table x as select * from sealed.allocation",
    "select h::text from sealed.allocation h",
    "lock table sealed.allocation",
    "create trigger x after insert on sealed.allocation execute function audit.note_insert('n', 'n', 'true')",
  ];
  const roles = async () =>
    (
      await t.admin<{ rolname: string }[]>`
      select rolname from pg_roles where rolname like 'nadir%' and not rolsuper and rolname <> 'nadir_keeper' order by 1`
    ).map((r) => r.rolname);

  test("no role reads what is hidden: every role of the installation by every way it can sign in or take", async () => {
    for (const role of await roles())
      for (const secret of SECRETS) {
        const told = await t.admin
          .begin(async (sql) => {
            await sql`select set_config('app.person_id', 'coordinator', true), set_config('role', ${role}, true)`;
            await sql.unsafe(secret);
            throw new Error("done, and rolled back");
          })
          .catch((error: Error) => error.message);
        // The owner of the tables may ask; row-level security, forced on it too, shows it no row (below).
        if (role !== "nadir_owner" || !told.startsWith("done"))
          expect(told, `${role}: ${secret}`).toMatch(/permission denied|must be owner/);
      }
    const [row] = await t.admin.begin(async (sql) => {
      await sql`select set_config('role', 'nadir_owner', true)`;
      return sql`select count(*)::int as n from sealed.allocation`;
    });
    expect(row!["n"]).toBe(0);
  });

  test("a coordinator reads no setting and no simulation, nor does the service person; a statistician of the trial does", async () => {
    for (const by of ["coordinator", "manager", "reading"])
      for (const table of ["setting", "simulation"])
        expect(await asPerson(t.db, by, ({ sql }) => sql`select * from ${sql(`allocation.${table}`)}`)).toHaveLength(0);
    await expect(asSystem(t.db, "look", ({ sql }) => sql`select * from allocation.setting`)).rejects.toThrow(
      /permission denied/,
    );
    await expect(asModeller(t.db, "setter", ({ sql }) => sql`select * from allocation.draw`)).rejects.toThrow(
      /permission denied/,
    );
    expect(
      await asPerson(t.db, "setter", ({ sql }) => sql`select * from allocation.setting where plan_id = ${plan}`),
    ).toHaveLength(1);
  });

  test("who draws and rolls back has seen nothing: neither the draw, nor the log, nor the telling gives the arm before the end", async () => {
    await expect(
      asPerson(t.db, "coordinator", async (tx) => {
        const { id } = await drawIn(tx, plan, ids[1]!, ["female", "not"]);
        const [row] = await tx.sql`select to_jsonb(d) as d from allocation.draw d where d.id = ${id}`;
        expect(Object.keys(row!["d"])).not.toContain("arm");
        // Force the log to be written now, and look into it as the auditor that the application may become.
        await tx.sql`set constraints all immediate`;
        await tx.sql`select set_config('app.person_id', 'manager', true), set_config('role', 'nadir_auditor', true)`;
        const events = await tx.sql<
          { payload: string }[]
        >`select payload from audit.event where object like 'allocation.%' or object like 'sealed.allocation%'`;
        const own = events.filter((e) => e.payload.includes(id));
        expect(own.length).toBeGreaterThan(0);
        for (const { payload } of own) expect(payload).not.toMatch(/"A"|"B"|"arm"/);
        await tx.sql`select set_config('app.person_id', 'coordinator', true), set_config('role', 'nadir_app', true)`;
        await tx.sql`select allocation.tell(${id})`;
      }),
    ).rejects.toMatchObject({ code: "DRAW_NOT_COMMITTED" });
    expect(
      await asPerson(
        t.db,
        "coordinator",
        ({ sql }) => sql`select 1 from allocation.draw where subject_id = ${ids[1]!}`,
      ),
    ).toHaveLength(0);
  });

  test("a savepoint is no way round, and the commitment cannot be guessed from the two arms", async () => {
    await asPerson(t.db, "coordinator", async (tx) => {
      await tx.sql
        .savepoint(async (inner) => {
          const [d] = await inner`select id from allocation.draw(${ids[2]!}, ${plan}, '["female","not"]', '{}', true)`;
          await expect(inner.savepoint((deep) => deep`select allocation.tell(${d!["id"]})`)).rejects.toThrow(
            /for good/,
          );
          throw new Error("back");
        })
        .catch(() => undefined);
    });
    const [row] = await t.admin`select commitment, id, subject_id from allocation.draw where id = ${drawn}`;
    const [own] = await t.admin`select * from sealed.allocation where draw_id = ${drawn}`;
    const without = await t.admin`
      select allocation.commitment(${row!["id"]}, ${row!["subject_id"]}, row(${drawn}::uuid, a, b, l, p, '00000000-0000-0000-0000-000000000000'::uuid)::sealed.allocation) as c
        from generate_series(1, 2) a, generate_series(0, 3) b, unnest('{2,4}'::int[]) l, generate_series(1, 4) p`;
    expect(without.map((r) => r["c"])).not.toContain(row!["commitment"]);
    const [withWord] =
      await t.admin`select allocation.commitment(${row!["id"]}, ${row!["subject_id"]}, h) as c from sealed.allocation h where draw_id = ${drawn}`;
    expect(withWord!["c"]).toBe(row!["commitment"]);
    expect(own!["word"]).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("the server's statistics move alike with every draw, whether a block begins or not", async () => {
    const admin = postgres(t.adminUrl, { max: 1, onnotice: () => {} });
    const app = connect(t.appUrl, { max: 1 });
    const seen = async () => {
      await app.sql`select pg_stat_force_next_flush()`;
      await app.sql`select 1`;
      await app.sql`select pg_stat_clear_snapshot()`;
      const [row] = await app.sql<[Record<string, number>]>`
        select n_tup_ins, n_tup_upd, n_tup_del, pg_relation_size('sealed.allocation') / 8192 as pages
          from pg_stat_all_tables where schemaname = 'sealed' and relname = 'allocation'`;
      return row;
    };
    try {
      const steps: number[] = [];
      let before = await seen();
      for (let i = 10; i < 22; i++) {
        await asPerson(app, "coordinator", (tx) => drawIn(tx, plan, ids[i]!, ["male", "not"]));
        const after = await seen();
        expect([after["n_tup_upd"], after["n_tup_del"]]).toEqual([before["n_tup_upd"], before["n_tup_del"]]);
        steps.push(after["n_tup_ins"]! - before["n_tup_ins"]!);
        before = after;
      }
      expect(steps).toEqual(steps.map(() => 1));
      // Several blocks began among them, or this test would show nothing.
      expect(
        new Set((await hidden(plan)).filter((r) => r.stratum === "male / not").map((r) => r.block)).size,
      ).toBeGreaterThan(2);
      const shown = await app.sql`select * from pg_stats where schemaname = 'sealed' and tablename = 'allocation'`;
      expect(shown).toHaveLength(0);
      const sequences = await admin`select 1 from pg_sequences where schemaname in ('sealed', 'allocation')`;
      expect(sequences).toHaveLength(0);
    } finally {
      await Promise.all([app.close(), admin.end()]);
    }
  });

  test("is told to the coordinators of the site, once written; not to another site's, nor to a blinded reader", async () => {
    await expect(tell(drawn, "southern")).rejects.toMatchObject({ code: "DRAW_UNKNOWN" });
    await expect(tell(drawn, "manager")).rejects.toMatchObject({ code: "DRAW_UNKNOWN" });
    const arm = await tell(drawn);
    expect(["A", "B"]).toContain(arm);
    expect(await tell(drawn)).toBe(arm);
    const seenBy = (by: string) =>
      asPerson(t.db, by, ({ sql }) => sql`select arm from allocation.told where draw_id = ${drawn}`);
    expect((await seenBy("manager"))[0]!["arm"]).toBe(arm);
    for (const by of ["southern", "reading", "stranger"]) {
      expect(await seenBy(by)).toHaveLength(0);
      expect(
        await asPerson(t.db, by, ({ sql }) => sql`select 1 from allocation.draw where id = ${drawn}`),
      ).toHaveLength(0);
    }
    const events = await asAuditor(
      t.db,
      "manager",
      ({ sql }) => sql<{ payload: string }[]>`select payload from audit.event where object = 'allocation.told'`,
    );
    expect(events.some((e) => e.payload.includes(drawn) && e.payload.includes(`"${arm}"`))).toBe(true);
  });

  test("nothing of it is undone: no change, no removal, no second row, not even by the owner; an error is annotated", async () => {
    for (const table of ["draw", "told", "plan", "setting", "signature", "annotation"])
      for (const act of [
        `update allocation.${table} set trial_id = trial_id`,
        `delete from allocation.${table}`,
        `truncate allocation.${table} cascade`,
      ]) {
        // (Of a table without rows, a trigger for each row has nothing to refuse.)
        if (!act.startsWith("truncate") && table === "annotation") continue;
        await expect(t.admin.unsafe(act), act).rejects.toThrow(/append-only/);
      }
    await expect(t.admin`update sealed.allocation set arm = 1`).rejects.toThrow(/append-only/);
    await expect(draw(plan, ids[0]!, ["female", "not"])).rejects.toMatchObject({ code: "ALREADY_DRAWN" });
    const annotate = (remark: string, by = "coordinator") =>
      asPerson(t.db, by, ({ sql }) => sql`select allocation.annotate(${drawn}, ${remark})`);
    await expect(annotate(" ")).rejects.toMatchObject({ code: "REASON_MISSING" });
    await expect(annotate("x", "southern")).rejects.toMatchObject({ code: "DRAW_UNKNOWN" });
    await annotate("Drawn in the wrong stratum: MGMT was corrected later.");
    expect(await asPerson(t.db, "manager", ({ sql }) => sql`select remark from allocation.annotation`)).toHaveLength(1);
  });
});

describe("a blinded trial", () => {
  test("tells no arm but in an emergency: the reason is written for good first, then the person who gave it learns the arm", async () => {
    const { ids, rule } = await otherTrial("blinded", 2);
    await addMember(t.db, "manager", trial.trialId, "administrator");
    const plan = await switchOn(BLOCKS, rule, true);
    const { id } = await draw(plan, ids[0]!, ["female", "not"]);
    await expect(tell(id)).rejects.toMatchObject({ code: "BLINDED" });
    const unblind = (reason: string, by = "coordinator") =>
      asPerson(t.db, by, (tx) => one(tx.sql`select allocation.unblind(${id}, ${reason}) as id`));
    const arm = (unblinding: string, by = "coordinator") =>
      asPerson(t.db, by, (tx) => one(tx.sql`select allocation.unblinded_arm(${unblinding}) as arm`));
    await expect(unblind("")).rejects.toMatchObject({ code: "REASON_MISSING" });
    await expect(
      asPerson(t.db, "coordinator", async (tx) => {
        const u = await one(tx.sql`select allocation.unblind(${id}, 'peek') as id`);
        await tx.sql`select allocation.unblinded_arm(${u})`;
      }),
    ).rejects.toMatchObject({ code: "DRAW_NOT_COMMITTED" });
    expect(
      await asPerson(t.db, "manager", ({ sql }) => sql`select 1 from allocation.unblinding where draw_id = ${id}`),
    ).toHaveLength(0);
    const made = await unblind("anaphylaxis; the antidote depends on the drug");
    await expect(arm(made, "manager")).rejects.toMatchObject({ code: "DRAW_UNKNOWN" });
    const [{ arm: drawn }] = (await hidden(plan)) as unknown as [{ arm: number }];
    expect(await arm(made)).toBe(drawn === 1 ? "A" : "B");
    const [event] = await asAuditor(
      t.db,
      "manager",
      ({ sql }) => sql<{ payload: string; actor: string }[]>`
      select payload, actor from audit.event where object = 'allocation.unblinding' and trial_id = ${trial.trialId}`,
    );
    expect(event).toMatchObject({ actor: "coordinator", payload: expect.stringContaining("anaphylaxis") });
    expect(event!.payload).not.toMatch(/"arm"/);
  });
});

describe("the check of the log", () => {
  test("holds over rules, plans, signatures and draws, and finds an arm that was exchanged past it", async () => {
    expect(await verifyAudit(t.db)).toMatchObject({ ok: true });
    const off = (table: string) => t.admin.unsafe(`alter table ${table} disable trigger all`);
    const on = (table: string) => t.admin.unsafe(`alter table ${table} enable trigger all`);
    await off("sealed.allocation");
    const [{ draw_id: id }] = (await t.admin`
      update sealed.allocation set arm = 3 - arm where draw_id = (select id from allocation.draw order by id limit 1) returning draw_id`) as unknown as [
      { draw_id: string },
    ];
    expect(await verifyAudit(t.db)).toMatchObject({
      ok: false,
      rows: expect.arrayContaining([
        expect.objectContaining({ table: "sealed.allocation", key: id, why: "its content is not what was logged" }),
        expect.objectContaining({ key: id, why: "what was drawn is not what the draw committed to" }),
      ]),
    });
    await t.admin`update sealed.allocation set arm = 3 - arm where draw_id = ${id}`;
    await on("sealed.allocation");
    expect(await verifyAudit(t.db)).toMatchObject({ ok: true });
    await off("allocation.setting");
    const [{ plan_id }] =
      (await t.admin`update allocation.setting set document = document || '{"blinded": true}' where plan_id = (select plan_id from allocation.setting where document -> 'blinded' = 'false' order by 1 limit 1) returning plan_id`) as unknown as [
        { plan_id: string },
      ];
    const verdict = await verifyAudit(t.db);
    await on("allocation.setting");
    expect(verdict).toMatchObject({ ok: false, rows: [{ table: "allocation.setting", key: plan_id }] });
  });
});
