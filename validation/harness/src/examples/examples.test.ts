import { readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { filesOfFolder } from "@nadir/api/intake";
import { createDraft, open } from "@nadir/api/trial-validation";
import { readProtocol, type ValidationResult } from "@nadir/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lock } from "../life/lock.ts";
import { predict } from "../life/predict.ts";
import { report } from "../life/report.ts";
import { verify } from "../life/verify.ts";
import { renderCsv } from "../report/render-csv.ts";
import { type TrialDatabase, trialDatabase } from "../testing/trial-database.ts";

const folder = fileURLToPath(new URL("../../examples", import.meta.url));

/**
 * The committed examples run the whole way: import, lock with two signatures, predict, open once, report. Figures that are
 * pinned here were computed in R from the same tables (see the README beside them).
 */
async function run(name: string) {
  const at = join(folder, name);
  const plan = readProtocol(JSON.parse(readFileSync(join(at, "protocol.json"), "utf8")));
  const database = await trialDatabase(await filesOfFolder(join(at, "trial")), plan);
  const { db, store, author, approver, custodians } = database;
  const { protocolId } = await createDraft(db, { personId: author.personId, plan });
  await lock(db, protocolId, { author, approver });
  await predict(db, { personId: author.personId, protocolId });
  await open(db, protocolId, { opener: author, custodians });
  const { result } = await report({ db, store }, protocolId, author);
  // `NADIR_WRITE_EXAMPLES=folder` keeps the tables of a run, for the README beside the examples.
  const kept = process.env["NADIR_WRITE_EXAMPLES"];
  if (kept) {
    await mkdir(join(kept, name), { recursive: true });
    await writeFile(join(kept, name, "result.json"), JSON.stringify(result, null, 1));
    for (const [file, text] of renderCsv(result)) await writeFile(join(kept, name, file), text);
  }
  return { database, protocolId, result };
}
type Run = Awaited<ReturnType<typeof run>>;

const secondary = (r: ValidationResult, id: string, set: "training" | "test") =>
  r.secondary.find((a) => a.id === id && a.set === set)!;

/** Figures of R 4.2.2 on the same tables: glm, roc, Score (riskRegression), concordance, coxph. */
const IN_R: Readonly<
  Record<
    string,
    {
      readonly auc: number;
      readonly coefficients: Readonly<Record<string, number>>;
      readonly horizon: Readonly<Record<string, number>>;
      readonly per10Years: number;
    }
  >
> = {
  "gbm-two-centres": {
    auc: 0.5678294574,
    coefficients: { age: 0.0550200293, intercept: -2.9532282668 },
    horizon: { auc: 0.5666849138, brier: 0.2876537826, harrell: 0.5090051458 },
    per10Years: 0.9001008103,
  },
};

/** As they were before reports named assays; stored artefacts are checked against hashes, so these must stay. */
const HASHES: Readonly<Record<string, object>> = {
  "gbm-two-centres": {
    assignmentHash: "1fdb0c66f8ecb3a1483dede183432997a41f9df62384bf040a11289b2724bcc3",
    trainingDataHash: "63ea4c138c4aa05b9118dbfcdd1ae5b5a109977a2736b3b655cd18e0b862ab2e",
    model: "b2951f3c6e83b9555155e5ebb9030a18598a3bf1de23f0693270e0cc3182b3b8",
  },
  "upenn-gbm": {
    assignmentHash: "c5662dd23173c7573e85bf783a6a612d7c4a38c4abc400361f3db85dc8218d31",
    trainingDataHash: "ba1736e6ebeb83043b509795ab636687e17d5387777f36c50246a39fc2c90540",
    model: "7cc5255270207a3d86399745a896a55ce4e738e2c75098ba5943eab28bf86478",
  },
};

describe.each(["gbm-two-centres", "upenn-gbm"])("%s", (name) => {
  let ran: Run;
  beforeAll(async () => {
    ran = await run(name);
  });
  afterAll(async () => {
    await (ran?.database as TrialDatabase | undefined)?.close();
  });

  it("is reported, whatever came out, and its report verifies", async () => {
    const { database, protocolId, result } = ran;
    expect(["shown", "not-shown", "too-small-to-conclude"]).toContain(result.primary.verdict);
    expect(result.artefacts.every((a) => a.overlapWithTest === 0)).toBe(true);
    const found = await verify(database, { personId: database.author.personId, protocolId });
    expect(found.differences).toEqual([]);
    expect(found.ok).toBe(true);
  });

  it("has the split, the rows and the model that it always had, whatever else a report came to say", () => {
    const { assignmentHash, trainingDataHash, model } = ran.result.protocol.frozen!;
    expect({ assignmentHash, trainingDataHash, model: model.outputHash }).toEqual(HASHES[name]);
  });

  it.skipIf(!(name in IN_R))("has the figures that R has from the same tables", () => {
    const { result } = ran;
    const expected = IN_R[name]!;
    expect(result.primary.analysis.auc.value).toBeCloseTo(expected.auc, 8);
    for (const [term, value] of Object.entries(expected.coefficients))
      expect(result.development.coefficients.find((c) => c.term === term)?.estimate.value).toBeCloseTo(value, 7);
    const horizon = secondary(result, "risk-by-one-year", "test");
    const cox = secondary(result, "os-per-10-years", "test");
    if (horizon.kind !== "horizon-performance" || cox.kind !== "cox") throw new Error("kind");
    for (const key of ["auc", "brier", "harrell"] as const)
      expect(horizon[key].value).toBeCloseTo(expected.horizon[key]!, 8);
    expect(cox.hazardRatio.value).toBeCloseTo(expected.per10Years, 6);
  });

  it("draws calibration, net benefit and AUC over time", () => {
    const { result } = ran;
    expect(secondary(result, "calibration-curve", "test")).toMatchObject({ kind: "calibration-curve", note: null });
    expect(secondary(result, "decision-curve", "test")).toMatchObject({ kind: "decision-curve", note: null });
    const horizon = secondary(result, "risk-by-one-year", "test");
    if (horizon.kind !== "horizon-performance") throw new Error(horizon.kind);
    expect(horizon.auc.value).not.toBeNull();
    expect(horizon.aucOverTime.filter((a) => a.auc.value !== null).length).toBeGreaterThan(1);
  });
});
