/**
 * A validation from draft to paper for 1,000 subjects at three sites: lock (split, fit, leakage checks, two signatures), predict,
 * open, report (all analyses with 2,000 resamples, HTML, PDF, Word and CSV filed), and the PDF set once more by itself. Promise of the
 * validation issue: under 15 s. The yardstick of the same run is the import of the same trial.
 */

import { join } from "node:path";
import { seedDemoPeople } from "@nadir/api/identity";
import { folderCustodians, importTrial } from "@nadir/api/intake";
import { createDraft, open, type Signatory } from "@nadir/api/trial-validation";
import { lock, predict, renderPdf, report } from "@nadir/harness";
import { SYNTHETIC_TRIAL, syntheticCohort, syntheticFiles, syntheticPlan } from "@nadir/harness/testing";
import { conclude, timed } from "./measure.ts";
import { withOwnServer } from "./own-server.ts";

const SUBJECTS = 1000;
const whole = syntheticPlan("bench-lock-to-pdf");
// Of so many test subjects there is no exact permutation distribution; the lock refuses such a plan.
const plan = { ...whole, secondary: whole.secondary.filter(({ kind }) => kind !== "auc-permutation") };

await withOwnServer(async ({ home, db, store }) => {
  const custody = folderCustodians(join(home, "custodians"));
  const files = syntheticFiles(syntheticCohort(SUBJECTS, 11, ["S1", "S2", "S3"]));
  const importMs = await timed(async () => {
    const { problems } = await importTrial({ db, store, by: "system", files, custodians: custody });
    if (problems.length > 0) throw new Error(problems[0]?.message);
  });
  await seedDemoPeople({ db, home });
  const signatory = async (name: string): Promise<Signatory> => {
    const email = `${name}@demo.nadir.example`;
    const [row] = await db.sql<{ id: string }[]>`select id from identity."user" where email = ${email}`;
    return { personId: row!.id, role: "statistician", authenticate: async () => true };
  };
  const [author, approver] = [await signatory("statistician"), await signatory("second-statistician")];
  const { protocolId } = await createDraft(db, { personId: author.personId, plan });
  const of = { personId: author.personId, protocolId };
  const custodians = { halves: async () => (await custody.halvesOf(SYNTHETIC_TRIAL, plan.split.testSet))! };

  const steps: Record<string, number> = {};
  const step = async <T>(name: string, work: () => Promise<T> | T): Promise<T> => {
    let result: T;
    steps[name] = await timed(async () => {
      result = await work();
    });
    console.error(`  ${name}: ${Math.round(steps[name])} ms`);
    return result!;
  };
  await step("lock", () => lock(db, protocolId, { author, approver }));
  const { computed, notComputable } = await step("predict", () => predict(db, of));
  await step("open", () => open(db, protocolId, { opener: author, custodians }));
  const { result, pdfHash } = await step("report with its papers", () => report({ db, store }, protocolId, author));
  const sum = Object.values(steps).reduce((a, b) => a + b, 0);
  const pdf = await step("PDF alone", () => renderPdf(result));
  conclude({
    name: `lock to PDF, ${SUBJECTS} subjects`,
    targetMs: 15_000,
    measuredMs: sum,
    baseline: { what: "the import of the same trial", ms: importMs },
    detail: {
      steps: Object.fromEntries(Object.entries(steps).map(([name, ms]) => [name, Math.round(ms)])),
      testSubjects: computed + notComputable,
      verdict: result.primary.verdict,
      pdfBytes: pdf.length,
      pdfHash: pdfHash.slice(0, 12),
    },
  });
});
