import { existsSync } from "node:fs";
import { join } from "node:path";
import { home, memory, nodeRelease } from "@nadir/api/health";
import { afterAll, describe, expect, test } from "vitest";
import { Folder, runNadir } from "../testing/run-nadir.ts";
import { chromium, portal, postgresPrograms, user } from "./machine.ts";

const folder = new Folder();
afterAll(() => folder.remove());

describe("the machine's findings", () => {
  test.each([
    ["18.20.4", "lacks"],
    ["20.17.0", "lacks"],
    ["20.18.0", "well"],
    ["24.1.0", "well"],
  ])("Node %s: %s", (version, state) => expect(nodeRelease(version).state).toBe(state));
  test("little memory and root are notes, with a way out", () => {
    expect(memory(1024 ** 3, 1024 ** 2)).toMatchObject({ state: "note", mend: expect.stringContaining("swap") });
    expect(memory(8 * 1024 ** 3, 1024 ** 3).state).toBe("well");
    expect(user(0)).toMatchObject({ state: "note", found: expect.stringContaining("nobody") });
    expect(user(1000).state).toBe("well");
  });
  test("a home that is not there yet is not made by looking", async () => {
    const place = join(folder.path, "a", "b");
    expect(await home(place)).toMatchObject({ state: "well", found: expect.stringContaining("not made yet") });
    expect(existsSync(join(folder.path, "a"))).toBe(false);
  });
  test.skipIf(process.platform !== "linux")("a home that cannot be made is lacking, at once", async () => {
    for (const place of ["/proc/nadir/home", "/sys/nadir"])
      expect(await home(place)).toMatchObject({ state: "lacks", mend: expect.stringContaining("NADIR_HOME") });
  });
  test("programs, portal and browser that are absent are named with their way out", () => {
    expect(postgresPrograms(folder.path, false)).toMatchObject({
      state: "lacks",
      mend: expect.stringContaining("DATABASE_URL"),
    });
    expect(postgresPrograms(folder.path, true).state).toBe("well");
    expect(portal(folder.path)).toMatchObject({ state: "note", mend: expect.stringContaining("npm run demo") });
    expect(chromium(folder.path)).toMatchObject({ state: "note" });
  });
});

describe("nadir doctor", () => {
  test("answers JSON and says the same to people; starts and makes nothing", async () => {
    const place = join(folder.path, "home");
    const ran = await runNadir(["doctor"], { NADIR_HOME: place, DATABASE_URL: "" });
    const [answer] = ran.json() as [{ ok: boolean; findings: { what: string; state: string }[] }];
    expect(answer.ok).toBe(answer.findings.every((finding) => finding.state !== "lacks"));
    expect(ran.status).toBe(answer.ok ? 0 : 1);
    expect(answer.findings.find((finding) => finding.what === "database")?.state).toBe("note");
    expect(ran.stderr).toContain("database: not made yet");
    expect(existsSync(place)).toBe(false);
  });
  test("a database that does not answer is lacking, and the status says so", async () => {
    const ran = await runNadir(["doctor"], {
      NADIR_HOME: folder.path,
      DATABASE_URL: "postgres://nadir_admin:x@127.0.0.1:9/nadir",
    });
    expect(ran.status).toBe(1);
    expect(ran.stderr).toContain("✗ database");
  });
});
