import { listSubjects, readPatient, subjectQuery } from "@nadir/api/read";
import { createDraft, open, REPORT_FORMS, readReportFile } from "@nadir/api/trial-validation";
import { asAuditor, asPerson, asSystem } from "@nadir/db";
import type { ValidationResult } from "@nadir/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { syntheticCohort } from "../testing/synthetic-facts.ts";
import { SYNTHETIC_TRIAL, syntheticFiles, syntheticPlan } from "../testing/synthetic-trial.ts";
import { type TrialDatabase, trialDatabase } from "../testing/trial-database.ts";
import { lock } from "./lock.ts";
import { predict } from "./predict.ts";
import { report } from "./report.ts";
import { verify } from "./verify.ts";

const cohort = syntheticCohort(120, 11, ["S1", "S2", "S3"]);
let trial: TrialDatabase;
let of: { personId: string; protocolId: string };
let result: ValidationResult;
beforeAll(async () => {
  trial = await trialDatabase(syntheticFiles(cohort), syntheticPlan());
  const { db, author, approver } = trial;
  const { protocolId } = await createDraft(db, { personId: author.personId, plan: syntheticPlan("filed-report") });
  of = { personId: author.personId, protocolId };
  await lock(db, protocolId, { author, approver });
  await predict(db, of);
  // Both treat patients of the test site too: the approver looks at two of them before the opening, the author at a list.
  await asSystem(db, "the approver is on the tumour board as well", async ({ sql }) => {
    await sql`insert into identity.membership (user_id, trial_id, role)
              select p, id, 'board' from record.trial, unnest(${[approver.personId, author.personId]}::text[]) p
               where key = ${SYNTHETIC_TRIAL}`;
  });
  const look = (subject: string) =>
    asPerson(db, approver.personId, (tx) => readPatient(tx, approver.personId, { trial: SYNTHETIC_TRIAL, subject }));
  const sealed = cohort.filter((s) => s.facts.site === "S3").map((s) => s.facts.key);
  for (const subject of sealed.slice(0, 2)) await look(subject);
  await asPerson(db, author.personId, (tx) =>
    listSubjects(tx, author.personId, subjectQuery.parse({ trial: SYNTHETIC_TRIAL })),
  );
  await open(db, protocolId, { opener: author, custodians: trial.custodians });
  // After the opening it tells nothing any more.
  await look(sealed[2]!);
  ({ result } = await report(trial, protocolId, author));
});
afterAll(() => trial?.close());

describe("a filed report", () => {
  it("names the signatories who had looked at sealed courses before the opening, and how many", () => {
    expect(result.life.unblinded).toEqual([
      {
        person: "Demo second statistician",
        subjects: 2,
        first: expect.stringMatching(/^\d{4}-.*Z$/),
        last: expect.stringMatching(/^\d{4}-.*Z$/),
      },
      {
        person: "Demo statistician",
        subjects: cohort.filter((s) => s.facts.site === "S3").length,
        first: expect.stringMatching(/^\d{4}-.*Z$/),
        last: expect.stringMatching(/^\d{4}-.*Z$/),
      },
    ]);
  });

  it.each(REPORT_FORMS)("is taken away as %s by whoever may read reports, and the log says so", async (form) => {
    const { boardMember, db, store } = trial;
    const file = await readReportFile({ db, store }, boardMember.personId, of.protocolId, form, { taken: true });
    expect(file.fileName).toMatch(
      form === "csv" ? /^filed-report-v1-tables\.zip$/ : new RegExp(`^filed-report-v1-report\\.${form}$`),
    );
    const begins = { html: "<!doctype html>", pdf: "%PDF-", docx: "PK\u0003\u0004", csv: "PK\u0003\u0004", json: "{" }[
      form
    ];
    expect(Buffer.from(file.bytes.slice(0, begins.length)).toString("latin1")).toBe(begins);
    const events = await asAuditor(
      db,
      boardMember.personId,
      ({ sql }) =>
        sql`select payload::jsonb ->> 'form' as form from audit.event where action = 'report-taken' order by seq desc limit 1`,
    );
    expect(events).toEqual([{ form }]);
  });

  it("is refused to whoever may not read reports, in every form, and no log says that it was taken", async () => {
    const { db, store } = trial;
    const [reader] = await db.sql<
      { id: string }[]
    >`select id from identity."user" where email = 'reader@demo.nadir.example'`;
    for (const form of REPORT_FORMS)
      await expect(
        readReportFile({ db, store }, reader!.id, of.protocolId, form, { taken: true }),
        form,
      ).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    expect(
      await trial.admin`select 1 from audit.event where action = 'report-taken' and actor = ${reader!.id}`,
    ).toHaveLength(0);
  });
});

/** Some leaf of each part of a result, and of each member of the parts that hold many. */
function places(value: unknown, path: readonly (string | number)[] = [], depth = 0): (readonly (string | number)[])[] {
  if (value === null || typeof value !== "object") return [path];
  const entries = Object.entries(value);
  const taken = depth < 2 ? entries : entries.slice(0, 1);
  return taken.flatMap(([name, inner]) =>
    places(inner, [...path, Array.isArray(value) ? Number(name) : name], depth + 1),
  );
}
function altered(whole: ValidationResult, path: readonly (string | number)[]): ValidationResult {
  const copy = structuredClone(whole);
  let at = copy as unknown as Record<string | number, unknown>;
  for (const step of path.slice(0, -1)) at = at[step] as Record<string | number, unknown>;
  const last = path.at(-1)!;
  const value = at[last];
  at[last] =
    typeof value === "number"
      ? value + 1e-9
      : typeof value === "boolean"
        ? !value
        : value === null
          ? 0
          : `${String(value)} `;
  return copy;
}

describe("verification of a tampered result", () => {
  it("finds one altered leaf in every part of the report, and names its place", async () => {
    expect(await verify(trial, of)).toMatchObject({ ok: true, differences: [] });
    // JSON, as it lies beside a report: what is absent there is absent.
    const whole = JSON.parse(JSON.stringify(result)) as ValidationResult;
    const all = places(whole);
    const parts = new Set(all.map((p) => p[0]));
    expect([...parts].sort()).toEqual(
      Object.keys(whole)
        .filter((k) => all.some((p) => p[0] === k))
        .sort(),
    );
    expect(Object.keys(whole).filter((k) => !parts.has(k) && JSON.stringify(whole[k as never]).length > 2)).toEqual([]);
    const { differences } = await import("./differences.ts");
    for (const path of all)
      expect(
        differences(altered(whole, path), whole).map((d) => d.path),
        path.join("."),
      ).toEqual([path.join(".")]);
    // And through the whole verification, one leaf a part.
    for (const part of parts) {
      const path = all.find((p) => p[0] === part)!;
      const found = await verify(trial, of, altered(whole, path));
      expect(found.ok, path.join(".")).toBe(false);
      expect(found.differences.map((d) => d.path)).toEqual([path.join(".")]);
      expect(found.checks.find((c) => c.what === "the result is the one that was filed")?.ok).toBe(false);
    }
  });

  it("finds a part that was left out, and one that was added", async () => {
    const { leakage: _, ...without } = structuredClone(result);
    expect((await verify(trial, of, without)).differences.map((d) => d.path)).toEqual(["leakage"]);
    expect((await verify(trial, of, { ...result, boast: 1 })).differences).toEqual([
      { path: "boast", reported: "1", derived: "absent" },
    ]);
  });

  it("finds a page that was put in the place of the filed one, past the triggers, by the log of its filing", async () => {
    const [row] = await trial.admin<{ html_hash: string }[]>`
      select html_hash from validation.report where protocol_id = ${of.protocolId}`;
    const page = new TextDecoder().decode(await trial.store.get(row!.html_hash));
    const put = (hash: string) =>
      trial.admin.begin(async (sql) => {
        await sql`set local session_replication_role = replica`;
        await sql`update validation.report set html_hash = ${hash} where protocol_id = ${of.protocolId}`;
      });
    await put(await trial.store.put(new TextEncoder().encode(page.replace("</style>", "p{margin:9px}</style>"))));
    const found = await verify(trial, of).finally(() => put(row!.html_hash));
    expect(found.ok).toBe(false);
    // No figure is suspected: the record gives them all, and it says which paper is not the filed one.
    expect(found.differences).toEqual([]);
    expect(found.checks.find((c) => c.what.startsWith("every figure"))?.ok).toBe(true);
    expect(found.checks.find((c) => c.what.startsWith("result and papers"))).toMatchObject({
      ok: false,
      found: "not that of html",
    });
    expect(await verify(trial, of)).toMatchObject({ ok: true });
  });

  it("finds an anchor that does not lie on the chain", async () => {
    const moved = structuredClone(result);
    moved.life.auditHead.hash = "0".repeat(64);
    const { checks } = await verify(trial, of, moved);
    expect(checks.find((c) => c.what.startsWith("the audit chain"))).toMatchObject({
      ok: false,
      found: expect.stringContaining(`event ${moved.life.auditHead.seq}`),
    });
  });
});
