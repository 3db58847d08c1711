import { open } from "@nadir/api/trial-validation";
import { asPerson, verifyAudit } from "@nadir/db";
import { hashOf, Refusal, type ValidationResult } from "@nadir/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type InspireValidation, runInspireValidation } from "./inspire.ts";
import { verify } from "./life/verify.ts";
import { renderHtml } from "./report/render-html.ts";
import { inspireDatabase, type TrialDatabase } from "./testing/trial-database.ts";

let inspire: TrialDatabase;
let first: InspireValidation;
const steps: string[] = [];
beforeAll(async () => {
  inspire = await inspireDatabase();
  first = await runInspireValidation({ ...inspire, onProgress: (p) => steps.push(p.step) });
});
afterAll(() => inspire?.close());

const of = () => ({ personId: inspire.author.personId, protocolId: first.protocolId });
const secondary = (id: string, set: "training" | "test") =>
  first.result.secondary.find((a) => a.id === id && a.set === set)!;

describe("the locked report on INSPIRE", () => {
  it("goes through every step, and reads what is there the second time", async () => {
    expect(first.ran).toBe(true);
    expect(steps).toEqual(["draft", "lock", "predict", "open", "report", "report"]);
    const again = await runInspireValidation(inspire);
    expect(again.ran).toBe(false);
    expect(again.resultHash).toBe(first.resultHash);
    expect(hashOf(again.result)).toBe(first.resultHash);
  });

  it("counts the cohorts as the source has them", () => {
    expect(first.result.flow.map((f) => [f.set, f.arms, f.subjects, f.computable, f.analysed, f.events])).toEqual([
      [
        "training",
        [
          { arm: "A", subjects: 16 },
          { arm: "B", subjects: 18 },
          { arm: "C", subjects: 18 },
        ],
        52,
        35,
        35,
        6,
      ],
      ["test", [{ arm: "D", subjects: 12 }], 12, 10, 10, 8],
    ]);
  });

  it("names the assay of its marker by cohort site, and warns of none", () => {
    const { assays, caseMix, protocol } = first.result;
    const marker = protocol.predictors.find((p) => p.source.from === "biomarker-text")!.label;
    const known = caseMix.find((c) => c.variable.startsWith(marker))!;
    expect(assays?.unseen).toEqual([]);
    expect(assays?.rows.map((row) => [row.marker, row.assay, row.set, row.subjects])).toEqual([
      [marker, "ctDNA from baseline to cycle 3, as published", "training", known.training.known],
      [marker, "ctDNA from baseline to cycle 3, as published", "test", known.test.known],
    ]);
    expect(renderHtml(first.result)).toContain("Assays of the markers");
  });

  it("says that the test set is too small, and gives no interval where none exists", () => {
    const { primary } = first.result;
    expect(primary.verdict).toBe("too-small-to-conclude");
    expect(primary.rules.map((r) => r.met)).toEqual([false]);
    expect(primary.analysis.auc).toMatchObject({ value: 1, lower: null, upper: null });
    expect(primary.analysis.auc.note).toMatch(/8 with the outcome and 2 without/);
  });

  // Counted by hand in the source tables: change > 0 or not, benefit or not.
  it.each([
    ["training", [4, 5, 2, 24]],
    ["test", [8, 0, 0, 2]],
  ] as const)("has the four counts of the %s set", (set, counts) => {
    const c = secondary("benefit-by-shrinkage", set);
    if (c.kind !== "classification") throw new Error(c.kind);
    expect([c.favourableWithEvent, c.favourableWithout, c.unfavourableWithEvent, c.unfavourableWithout]).toEqual(
      counts,
    );
  });

  it("starts the clock at the scan: who progressed by then is excluded and counted", () => {
    expect(secondary("pfs-by-shrinkage", "test").excluded).toEqual({
      notComputable: 2,
      outcomeUnknown: 0,
      eventAtOrBeforeLandmark: 2,
      censoredAtOrBeforeLandmark: 0,
    });
    expect(secondary("pfs-by-shrinkage", "training").excluded.eventAtOrBeforeLandmark).toBe(19);
    expect(secondary("os-by-shrinkage", "test").excluded.eventAtOrBeforeLandmark).toBe(0);
  });

  it("compares no groups where one is empty, and gives no hazard ratio where it is infinite", () => {
    const pfs = secondary("pfs-by-shrinkage", "test");
    const os = secondary("os-by-shrinkage", "test");
    if (pfs.kind !== "survival-by-group" || os.kind !== "survival-by-group") throw new Error("kind");
    expect(pfs.logRank.p).toBeNull();
    expect(os.hazardRatio.value).toBeNull();
    expect(os.groups.map((g) => [g.n, g.events])).toEqual([
      [8, 0],
      [2, 2],
    ]);
  });

  it("shows that no fitted step has seen cohort D", () => {
    expect(first.result.artefacts.map((a) => [a.id, a.subjects, a.overlapWithTest])).toEqual([
      ["scale", 35, 0],
      ["model", 35, 0],
    ]);
    expect(first.result.leakage.filter((c) => c.code !== null)).toEqual([]);
    const shared = Object.fromEntries(first.result.disjoint.map((d) => [d.level, d.shared]));
    expect(shared).toMatchObject({ subject: 0, arm: 0, site: 1, study: 1 });
    // One trial whose days are offsets: development and test run over the same days.
    expect(shared["time"]).toBeGreaterThan(0);
    expect(first.result.deviations).toEqual([]);
  });

  it("is signed by two, opened once, and anchored in a chain that holds", async () => {
    const { life } = first.result;
    expect(life.opened).toBe(1);
    expect(life.signatures.map((s) => s.meaning)).toEqual(["authored", "approved for locking", "open outcomes"]);
    expect(new Set(life.signatures.slice(0, 2).map((s) => s.person)).size).toBe(2);
    expect(life.signatures.every((s) => s.documentHash === first.result.protocolHash)).toBe(true);
    expect(await verifyAudit(inspire.db, { anchors: [life.auditHead] })).toMatchObject({ ok: true });
  });

  it("refuses a second opening, and logs it", async () => {
    const before = await refusals();
    const attempt = open(inspire.db, first.protocolId, { opener: inspire.approver, custodians: inspire.custodians });
    await expect(attempt).rejects.toMatchObject({ code: "ALREADY_OPENED" } satisfies Partial<Refusal>);
    expect(await refusals()).toBe(before + 1);
  });

  const refusals = async (): Promise<number> => {
    const [row] = await inspire.admin<{ n: number }[]>`
      select count(*)::int as n from audit.event where action = 'opening-refused'
         and object = ${`validation.protocol/${first.protocolId}`}`;
    return row!.n;
  };
});

describe("verification", () => {
  it("derives every figure again", async () => {
    const verified = await verify(inspire, of());
    expect(verified.checks.filter((c) => !c.ok)).toEqual([]);
    expect(verified).toMatchObject({ ok: true, differences: [] });
  });

  it("names the figure of a report that was bent", async () => {
    const bent = structuredClone(first.result) as { -readonly [K in keyof ValidationResult]: ValidationResult[K] };
    bent.primary = { ...bent.primary, verdict: "shown" };
    bent.primary.analysis = { ...bent.primary.analysis, auc: { ...bent.primary.analysis.auc, lower: 0.71 } };
    const verified = await verify(inspire, of(), bent);
    expect(verified.ok).toBe(false);
    expect(verified.differences.map((d) => d.path).sort()).toEqual(["primary.analysis.auc.lower", "primary.verdict"]);
  });

  it("sees that the record no longer says what was reported", async () => {
    const undo = await tamper("D");
    const verified = await verify(inspire, of());
    await undo();
    expect(verified.ok).toBe(false);
    expect(verified.differences.some((d) => d.path.startsWith("secondary."))).toBe(true);
    expect((await verify(inspire, of())).ok).toBe(true);
  });

  /** The owner of the database moves one opened survival time, past every rule. */
  async function tamper(arm: string): Promise<() => Promise<void>> {
    const shift = (days: number) =>
      inspire.admin.begin(async (sql) => {
        await sql`set local session_replication_role = replica`;
        await sql`
          update analysis.outcome o set time_days = time_days + ${days}
            from record.subject s join record.arm a on a.id = s.arm_id
           where s.id = o.subject_id and a.key = ${arm} and o.endpoint = 'os' and s.key = 'INS-D-007'`;
      });
    await shift(30);
    return async () => void (await shift(-30));
  }

  it("is refused to who does not belong to the trial", async () => {
    await inspire.db
      .sql`insert into identity."user" (id, name, email) values ('stranger', 'Stranger', 's@example.org')`;
    await expect(verify(inspire, { ...of(), personId: "stranger" })).rejects.toThrow(Refusal);
    const seen = await asPerson(inspire.db, "stranger", ({ sql }) => sql`select id from validation.report`);
    expect(seen).toHaveLength(0);
  });
});
