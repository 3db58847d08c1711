import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Folder, runNadir } from "../src/testing/run-nadir.ts";
import { type OwnInstallation, ownInstallation } from "./own-installation.ts";

let own: OwnInstallation;
beforeAll(async () => {
  own = await ownInstallation();
});
afterAll(() => own.close());
// biome-ignore lint/suspicious/noExplicitAny: answers are read by path
const answer = (ran: { json: () => unknown[] }) => ran.json().at(-1) as any;

describe("nadir demo --once and nadir validate on what it leaves", () => {
  test("does the whole way of the data", async () => {
    const ran = await own.installed("demo", "--once", "--json");
    expect(ran.status, ran.stderr).toBe(0);
    const done = answer(ran);
    const of = (key: string) => done.trials.find((trial: { key: string }) => trial.key === key);
    expect(of("atezolizumab-kinetics")).toMatchObject({ subjects: 628, assessments: { computed: 1256, reused: 0 } });
    expect(of("inspire-pembrolizumab")).toMatchObject({ subjects: 64 });
    expect(of("imaging-followup").features.computed).toBeGreaterThan(0);
    expect(done.validation).toMatchObject({ ran: true });
    expect(done.workDone).toBeGreaterThan(10_000);
    expect(done.begun).toBe(3);
    expect(ran.stderr).toContain("responses: 628 of 628");
    const secret = statSync(join(own.home, "demo-sign-in.json"));
    expect(secret.mode & 0o777).toBe(0o600);
  });

  test("again repeats nothing", async () => {
    const ran = await own.nadir("demo", "--once", "--json");
    expect(ran.status).toBe(0);
    expect(answer(ran)).toMatchObject({ workDone: 0, begun: 0, validation: { ran: false } });
  });

  test("the report can be written out and is verified; with one figure changed it is not", async () => {
    const folder = new Folder();
    const report = await own.nadir(
      "validate",
      "report",
      "inspire-first-scan",
      "--as",
      "statistician",
      "--out",
      folder.path,
    );
    expect(report.status).toBe(0);
    expect(readFileSync(folder.at("report.pdf")).subarray(0, 5).toString()).toBe("%PDF-");
    const verified = await own.nadir("validate", "verify", "inspire-first-scan");
    expect(verified.status).toBe(0);
    expect(answer(verified)).toMatchObject({ ok: true, differences: [] });
    const text = readFileSync(folder.at("result.json"), "utf8");
    const changed = text.replace(/: (0\.\d{4,})/, (_all, figure) => `: ${Number(figure) / 2}`);
    expect(changed).not.toBe(text);
    const tampered = folder.file("changed.json", changed);
    const refused = await own.nadir("validate", "verify", "inspire-first-scan", "--result", tampered);
    folder.remove();
    expect(refused.status).toBe(1);
    expect(answer(refused).ok).toBe(false);
    expect(answer(refused).differences.length).toBeGreaterThan(0);
  });

  test("a second opening is refused, and stands in the log", async () => {
    const count = async () =>
      (
        await own.database
          .admin`SELECT FROM audit.event WHERE action ILIKE '%refus%' AND payload ILIKE '%ALREADY_OPENED%'`
      ).length;
    const before = await count();
    const ran = await own.nadir("validate", "open", "inspire-first-scan", "--as", "statistician");
    expect(ran).toMatchObject({ status: 1, stdout: "" });
    expect(ran.stderr).toContain("ALREADY_OPENED");
    expect(await count()).toBe(before + 1);
    expect((await own.nadir("audit", "verify")).status).toBe(0);
  });

  test("two reported models are compared on their common test set; one with itself is refused", async () => {
    const folder = new Folder();
    const plan = JSON.parse(
      readFileSync(join(import.meta.dirname, "../../../validation/harness/protocols/inspire-first-scan.json"), "utf8"),
    );
    plan.identity.family = "inspire-second-look";
    const file = folder.file("plan.json", plan);
    const early = await own.nadir(
      "validate",
      "compare",
      "inspire-first-scan",
      "inspire-first-scan",
      "--as",
      "statistician",
    );
    expect([early.status, early.stderr]).toEqual([1, expect.stringContaining("One protocol is named twice")]);
    const lock = await own.nadir(
      ...["validate", "lock", file, "--author", "statistician", "--approver", "second-statistician"],
    );
    expect(lock.status, lock.stderr).toBe(0);
    const waits = ["validate", "compare", "inspire-first-scan", "inspire-second-look", "--as", "statistician"];
    expect((await own.nadir(...waits)).stderr).toContain("has not been opened and reported under its lock");
    for (const act of ["open", "report"])
      expect((await own.nadir("validate", act, "inspire-second-look", "--as", "statistician")).status, act).toBe(0);
    const compared = await own.nadir(...waits);
    folder.remove();
    // The very same plan gives the very same scores: between these there is nothing to test. The set was opened twice.
    expect(answer(compared)).toMatchObject({
      schema: "nadir.model-comparison/1",
      measure: "AUC",
      openings: 2,
      difference: { estimable: false, reason: expect.any(String) },
      models: [{ family: "inspire-first-scan" }, { family: "inspire-second-look", reuse: 2 }],
    });
    expect(compared.stderr).toMatch(/! Neither protocol planned this comparison/);
  });

  test("signing asks who it is: a wrong password, and nobody to ask, are refused", async () => {
    const folder = new Folder();
    const wrong = folder.file("sign-in.json", {
      people: [{ email: "statistician@demo.nadir.example", password: "guess" }],
    });
    const args = ["validate", "report", "inspire-first-scan", "--as", "statistician@demo.nadir.example"];
    const refused = await own.nadir(...args, "--sign-in", wrong);
    folder.remove();
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain("SIGNATURE_MISSING");
    const nobody = await own.nadir("validate", "report", "inspire-first-scan", "--as", "stranger@site.example");
    expect(nobody.status).toBe(1);
    expect(nobody.stderr).toContain("no terminal");
    const unknown = await own.nadir("validate", "verify", "no-such-protocol");
    expect(unknown.status).toBe(1);
    expect(unknown.stderr).toMatch(/PROTOCOL_UNKNOWN.*inspire-first-scan version 1/);
    expect((await own.nadir("validate", "lock", "inspire-first-scan")).status).toBe(2);
  });
});

describe("nadir demo refuses before it works", () => {
  test("a taken port, with another one; a port that is none", async () => {
    const home = mkdtempSync(join(tmpdir(), "nadir-home-"));
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    const ran = await runNadir(["demo", "--port", String(port)], { NADIR_HOME: home });
    expect(ran.status).toBe(1);
    // Without a built portal that is said first; either way nothing was begun.
    expect(ran.stderr).toMatch(new RegExp(`Port ${port} is taken.*--port \\d+|PORTAL_NOT_BUILT`));
    expect((await runNadir(["demo", "--port", "web"], { NADIR_HOME: home })).status).toBe(2);
    await new Promise((resolve) => server.close(resolve));
    rmSync(home, { recursive: true, force: true });
  });
});
