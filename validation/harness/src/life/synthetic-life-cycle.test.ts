import { createDraft, open, readProtocolRow, sign } from "@nadir/api/trial-validation";
import { asModeller, asPerson, asSystem } from "@nadir/db";
import { randomSource } from "@nadir/statistics";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sealTrainingView } from "../cohort/training-view.ts";
import { artefactsOf, fitModel } from "../estimators/fit-model.ts";
import { runLeakageChecks } from "../leakage/run-checks.ts";
import { type SyntheticSubject, syntheticCohort } from "../testing/synthetic-facts.ts";
import { syntheticFiles, syntheticPlan } from "../testing/synthetic-trial.ts";
import { type TrialDatabase, trialDatabase } from "../testing/trial-database.ts";
import { closeDraft, lock } from "./lock.ts";
import { openTrainingView, openViews } from "./open-views.ts";
import { predict } from "./predict.ts";
import { prepareLock } from "./prepare-lock.ts";
import { report } from "./report.ts";
import { storeArtefacts } from "./stored-artefacts.ts";
import { verify } from "./verify.ts";

const cohort = syntheticCohort(180, 11, ["S1", "S2", "S3"]);

/** The same trial with every outcome and scan of the test site replaced by noise. */
function withNoisyTestSite(subjects: readonly SyntheticSubject[]): SyntheticSubject[] {
  const random = randomSource(3);
  return subjects.map((s) =>
    s.facts.site !== "S3"
      ? s
      : {
          facts: {
            ...s.facts,
            visits: s.facts.visits.map((v) => ({ ...v, targetSumMm: 5 + Math.round(2000 * random.uniform()) / 10 })),
          },
          outcomes: s.outcomes.map((o) => ({
            ...o,
            timeDays: o.timeDays === null ? null : 100 + random.integer(900),
            event: o.event === null ? null : random.uniform() < 0.5,
            value: o.value === null ? null : random.uniform() < 0.5 ? "CR/PR/SD>=C6" : "PD/SD<C6",
          })),
        },
  );
}

let trial: TrialDatabase;
let noisy: TrialDatabase;
beforeAll(async () => {
  trial = await trialDatabase(syntheticFiles(cohort), syntheticPlan());
  noisy = await trialDatabase(syntheticFiles(withNoisyTestSite(cohort)), syntheticPlan());
});
afterAll(async () => {
  await trial?.close();
  await noisy?.close();
});
const draft = async (on: TrialDatabase, family: string) => ({
  personId: on.author.personId,
  protocolId: (await createDraft(on.db, { personId: on.author.personId, plan: syntheticPlan(family) })).protocolId,
});

describe("an external-site protocol on a synthetic trial with a known law", () => {
  it("goes from draft to a report that verifies", async () => {
    const of = await draft(trial, "whole-way");
    await lock(trial.db, of.protocolId, trial);
    const { computed, notComputable } = await predict(trial.db, of);
    expect(computed + notComputable).toBe(60);
    await open(trial.db, of.protocolId, { opener: trial.author, custodians: trial.custodians });
    const { result } = await report(trial, of.protocolId, trial.author);
    expect(result.claim.setName).toBe("external test, by site");
    expect(result.disjoint.find((d) => d.level === "site")).toMatchObject({ shared: 0 });
    expect(result.primary.enough).toBe(true);
    expect(result.primary.verdict).toBe("shown");
    expect(result.primary.analysis.auc.lower).toBeGreaterThan(0.5);
    expect(await verify(trial, of)).toMatchObject({ ok: true, differences: [] });
  });

  it("with ComBat over the training sites and a learnt cut-off goes the same way, and the report verifies", async () => {
    const plan = syntheticPlan("harmonised");
    const model = {
      ...plan.model,
      predictors: plan.predictors.map((p) => p.id),
      preparation: {
        harmonise: "combat-by-site" as const,
        dichotomise: [{ predictor: plan.predictors[0]!.id, at: "median" as const }],
      },
    };
    const of = {
      personId: trial.author.personId,
      protocolId: (await createDraft(trial.db, { personId: trial.author.personId, plan: { ...plan, model } }))
        .protocolId,
    };
    await lock(trial.db, of.protocolId, trial);
    const { training, test } = await openViews(trial.db, of);
    const fitted = fitModel(training, { ...plan, model });
    expect(fitted.preparation.map((a) => a.kind)).toEqual(["combat-by-site", "quantile-cut"]);
    // Every step has seen training subjects only, and what was locked is what a fresh fit on them gives.
    const testTags = new Set(test.rows.map((r) => r.tag));
    for (const step of fitted.preparation) {
      expect(step.subjectTags.filter((t) => testTags.has(t))).toEqual([]);
      expect(step.sites).toEqual(["S1", "S2"]);
    }
    const { document } = await asPerson(trial.db, of.personId, (tx) => readProtocolRow(tx, of.protocolId));
    expect(document.frozen!.artefacts.map((a) => a.outputHash)).toEqual(artefactsOf(fitted).map((a) => a.outputHash));
    await predict(trial.db, of);
    await open(trial.db, of.protocolId, { opener: trial.author, custodians: trial.custodians });
    const { result } = await report(trial, of.protocolId, trial.author);
    expect(result.artefacts.map((a) => a.kind)).toEqual(expect.arrayContaining(["combat-by-site", "quantile-cut"]));
    expect(await verify(trial, of)).toMatchObject({ ok: true, differences: [] });
  });

  it("fits artefacts of identical hash when all of the test site is noise (metamorphic proof, through the database)", async () => {
    const hashes = async (on: TrialDatabase) => {
      const { document } = await prepareLock(on.db, await draft(on, "metamorphic"));
      return [document.frozen.trainingDataHash, ...document.frozen.artefacts.map((a) => a.outputHash)];
    };
    expect(await hashes(noisy)).toEqual(await hashes(trial));
  });

  it("is caught by the same proof when a step reads all rows: a planted leak", async () => {
    // What a careless pipeline does: it asks the database for every subject and centres on all of them.
    const leaky = async (on: TrialDatabase) => {
      const of = await draft(on, "metamorphic");
      const { placed, training } = await openViews(on.db, of);
      const all = sealTrainingView([
        ...training.rows,
        ...placed
          .filter((s) => s.set === "test")
          .map((s) => ({ ...s.row, tag: s.tag, event: null, indexDate: null, outcomeKnownOn: null })),
      ]);
      return artefactsOf(fitModel(all, on.plan)).map((a) => a.outputHash);
    };
    const [scale, model] = await leaky(trial);
    const [noisyScale, noisyModel] = await leaky(noisy);
    expect(noisyScale).not.toBe(scale);
    expect(noisyModel).not.toBe(model);
  });

  it("refuses to lock on an artefact that confesses to test subjects", async () => {
    const of = await draft(trial, "confessed");
    await prepareLock(trial.db, of);
    const views = await openViews(trial.db, of);
    const all = sealTrainingView([
      ...views.training.rows,
      ...views.test.rows.map((r) => ({ ...r, event: null, indexDate: null, outcomeKnownOn: null })),
    ]);
    const leaked = artefactsOf(fitModel(all, views.row.document));
    const found = runLeakageChecks({
      protocol: views.row.document,
      subjects: views.placed,
      training: views.training,
      artefacts: leaked,
      sealedSubjectIds: views.sealedSubjectIds,
      sealedRule: views.sealedRule,
      publicOrigin: null,
      proof: null,
    }).find((c) => c.status === "fail");
    expect(found).toMatchObject({ id: "artefact-overlap", code: "ARTEFACT_FITTED_ON_TEST" });
    await asPerson(trial.db, of.personId, async (tx) => {
      await storeArtefacts(tx, await readProtocolRow(tx, of.protocolId), leaked);
    });
    // Stored or not, only what the signed document names is used.
    await lock(trial.db, of.protocolId, trial);
    expect((await predict(trial.db, of)).computed).toBeGreaterThan(40);
  });

  it("gives a training view with the outcomes of development only, whoever asks", async () => {
    const of = await draft(trial, "view");
    await prepareLock(trial.db, of);
    const view = await openTrainingView(trial.db, of);
    expect(view.rows).toHaveLength(120);
    expect(new Set(view.rows.map((r) => r.site))).toEqual(new Set(["S1", "S2"]));
    const seen = await asModeller(
      trial.db,
      of.personId,
      ({ sql }) => sql`
        select o.id from record.outcome o join record.subject s on s.id = o.subject_id join record.site i on i.id = s.site_id
         where i.key = 'S3'`,
    );
    expect(seen).toHaveLength(0);
  });

  it("refuses to lock when the record changed after the signatures were prepared", async () => {
    const of = await draft(trial, "changed-record");
    await prepareLock(trial.db, of);
    await sign(trial.db, of.protocolId, trial.author, "authored");
    await sign(trial.db, of.protocolId, trial.approver, "approved for locking");
    await asSystem(trial.db, "correct a measurement for a test", async ({ sql }) => {
      await sql`
        update record.measurement m set longest_mm = longest_mm + 1, reason = 'misread'
          from record.subject s, record.visit v, record.site i
         where s.id = m.subject_id and v.id = m.visit_id and i.id = s.site_id and s.key = 'S-000' and v.role = 'baseline'
           and i.key = 'S1' and m.superseded_at is null`;
    });
    await expect(closeDraft(trial.db, of)).rejects.toMatchObject({ code: "PLAN_CHANGED_AFTER_LOCK" });
  });
});
