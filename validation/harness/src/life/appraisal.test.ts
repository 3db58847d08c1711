import { createDraft, open, readAppraisal, saveAppraisal } from "@nadir/api/trial-validation";
import { asPerson, verifyAudit } from "@nadir/db";
import { emptyAssessment, QUADAS_FORM_DOMAINS, type QuadasAssessment, type ValidationResult } from "@nadir/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderHtml } from "../report/render-html.ts";
import { syntheticCohort } from "../testing/synthetic-facts.ts";
import { syntheticFiles, syntheticPlan } from "../testing/synthetic-trial.ts";
import { type TrialDatabase, trialDatabase } from "../testing/trial-database.ts";
import { lock } from "./lock.ts";
import { predict } from "./predict.ts";
import { report } from "./report.ts";
import { verify } from "./verify.ts";

/** Every question yes, every judgement low, but for a high risk of bias in flow and timing. */
function filled(reason = "Nine subjects without a scan were left out of the figures."): QuadasAssessment {
  const form = structuredClone(emptyAssessment()) as { -readonly [K in keyof QuadasAssessment]: QuadasAssessment[K] };
  for (const domain of QUADAS_FORM_DOMAINS) {
    const yes = Object.fromEntries(Object.keys(form[domain].answers).map((id) => [id, "yes" as const]));
    const low = { judgement: "low" as const, reason: "" };
    form[domain] = { ...form[domain], answers: yes, bias: low, applicability: low } as never;
  }
  form.state = "final";
  form.flow = { answers: form.flow.answers, bias: { judgement: "high", reason } };
  return form;
}
const draft = (form: QuadasAssessment): QuadasAssessment => ({ ...form, state: "draft" });

let trial: TrialDatabase;
let protocolId: string;
let result: ValidationResult;
const of = (person: { personId: string }) => ({ personId: person.personId, protocolId });
beforeAll(async () => {
  trial = await trialDatabase(syntheticFiles(syntheticCohort(120, 11, ["S1", "S2", "S3"])), syntheticPlan());
  const { db, author, approver, boardMember } = trial;
  ({ protocolId } = await createDraft(db, { personId: author.personId, plan: syntheticPlan("appraised") }));
  await saveAppraisal(db, of(author), { form: draft(emptyAssessment()), seen: 0 });
  await saveAppraisal(db, of(author), { form: filled(), seen: 1 });
  await saveAppraisal(db, of(boardMember), { form: draft(filled("Nobody else sees this.")), seen: 0 });
  await lock(db, protocolId, { author, approver });
  await predict(db, of(author));
  await open(db, protocolId, { opener: author, custodians: trial.custodians });
  ({ result } = await report(trial, protocolId, author));
});
afterAll(() => trial?.close());

describe("QUADAS-2 of a protocol", () => {
  it("is printed in the report as a self-assessment: the latest final form of each person, and no draft", () => {
    expect(result.quadas2?.map((q) => [q.person, q.version, q.document])).toEqual([["Demo statistician", 2, filled()]]);
    const html = renderHtml(result);
    expect(html).toContain("A self-assessment, not an independent appraisal");
    expect(html).toContain("Nine subjects without a scan were left out of the figures.");
    expect(html).not.toContain("Nobody else sees this.");
  });

  it("refuses to be final with anything open, and says what", async () => {
    const form = structuredClone(filled("")) as QuadasAssessment;
    const open = {
      ...form,
      selection: { ...form.selection, answers: { ...form.selection.answers, noCaseControl: null } },
    };
    await expect(saveAppraisal(trial.db, of(trial.approver), { form: open, seen: 0 })).rejects.toMatchObject({
      code: "APPRAISAL_INCOMPLETE",
      message:
        "Patient selection: 1 of 3 questions is not answered. Flow and timing: a risk of bias judged high needs its reason.",
    });
    expect((await readAppraisal(trial.db, of(trial.approver))).own).toBeNull();
  });

  it("is not overwritten from a window that has not seen the latest version", async () => {
    await expect(saveAppraisal(trial.db, of(trial.author), { form: filled(), seen: 1 })).rejects.toMatchObject({
      code: "APPRAISAL_CHANGED",
    });
  });

  it("keeps a draft from everybody else, and every version of a form as it was", async () => {
    const { db, author, boardMember } = trial;
    const seen = await readAppraisal(db, of(author));
    expect(seen.lines.map((l) => [l.version, l.state])).toEqual([
      [2, "final"],
      [1, "draft"],
    ]);
    expect((await readAppraisal(db, of(boardMember))).lines.map((l) => l.state).sort()).toEqual(["draft", "final"]);
    for (const change of ["update validation.appraisal set state = 'final'", "delete from validation.appraisal"])
      await expect(asPerson(db, author.personId, ({ sql }) => sql.unsafe(change))).rejects.toThrow();
    await expect(
      asPerson(
        db,
        author.personId,
        ({ sql }) => sql`
          insert into validation.appraisal (protocol_id, trial_id, tool, version, state, document, document_hash, created_by)
          select protocol_id, trial_id, tool, 9, state, document, document_hash, ${boardMember.personId}
            from validation.appraisal limit 1`,
      ),
    ).rejects.toThrow(/may not write to appraisal/);
  });

  it("says for each domain what plan and record hold", async () => {
    const { evidence } = await readAppraisal(trial.db, of(trial.author));
    const flow = result.flow.find((f) => f.set === "test")!;
    expect(evidence.flow.map((e) => e.found).join(" ")).toContain(
      `${flow.subjects}; ${flow.computable} with a prediction`,
    );
    expect(evidence.indexTest[0]!.found).toMatch(/^locked \d{4}-.*, opened \d{4}-/);
  });

  it("stands beside a report that was filed before it, and the report still verifies", async () => {
    const { db, author, approver } = trial;
    await saveAppraisal(db, of(approver), { form: filled(), seen: 0 });
    expect((await readAppraisal(db, of(author))).lines).toHaveLength(3);
    const verified = await verify(trial, of(author));
    expect(verified.checks.filter((c) => !c.ok)).toEqual([]);
    expect(await verifyAudit(db)).toMatchObject({ ok: true });
  });

  it("is refused to whoever may not read reports", async () => {
    const [reader] = await trial.db.sql<{ id: string }[]>`
      select id from identity."user" where email = 'reader@demo.nadir.example'`;
    await expect(
      saveAppraisal(trial.db, { personId: reader!.id, protocolId }, { form: filled(), seen: 0 }),
    ).rejects.toMatchObject({ code: "NOT_ALLOWED" });
  });
});
