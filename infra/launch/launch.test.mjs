import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { nodeVersionProblem } from "./node-version.mjs";
import { freePort, isFree, portProblem } from "./port.mjs";
import { lastLine, playwrightTests, vitestTests } from "./reports.mjs";
import { run } from "./run.mjs";
import { duration } from "./say.mjs";
import { tail, wayOut } from "./way-out.mjs";
import { checkPlace, installHash } from "./workspace.mjs";

describe("Node", () => {
  test.each([
    ["18.20.4", false],
    ["20.9.0", false],
    ["20.18.0", true],
    ["22.1.0", true],
    ["24.0.0", true],
  ])("%s will do: %s", (version, will) => {
    const problem = nodeVersionProblem(version);
    expect(problem === null).toBe(will);
    if (problem) expect(problem).toContain(version);
  });
});

describe("a failed step says the way out", () => {
  test.each([
    ["no npm", "spawn npm ENOENT", "comes with Node"],
    [
      "ENOTFOUND registry",
      "request to https://registry.example/next failed, reason: getaddrinfo ENOTFOUND",
      "could not be reached",
    ],
    ["offline store", " ERR_PNPM_NO_OFFLINE_TARBALL  A package is missing from the store", "could not be reached"],
    ["old lockfile", " ERR_PNPM_OUTDATED_LOCKFILE  Cannot install with frozen-lockfile", "does not fit"],
    ["proxy certificate", "Error: unable to get local issuer certificate", "NODE_EXTRA_CA_CERTS"],
    ["full disk", "ENOSPC: no space left on device, write", "disk is full"],
    ["read-only disk", "EROFS: read-only file system, mkdir", "read-only"],
    [
      "missing library",
      "postgres: error while loading shared libraries: libxml2.so.2: cannot open shared object file",
      "libxml2.so.2",
    ],
    ["old C library", "version `GLIBC_2.34' not found (required by node)", "GLIBC_2.34"],
    [
      "no loopback",
      "creating new process\nCaused by: Node.js process exited before we could connect",
      "ip link set lo up",
    ],
    ["memory", "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory", "2 GB"],
    ["somebody else's files", "EACCES: permission denied, mkdir 'node_modules'", "chown"],
  ])("%s", (_name, output, expected) => {
    const sentence = wayOut("Installing the packages", output);
    expect(sentence).toContain("Installing the packages failed.");
    expect(sentence).toContain(expected);
  });

  test("an unknown cause points at the output and at the doctor", () => {
    expect(wayOut("Building the portal", "Type error: x is not a y")).toMatch(/lines above.*nadir doctor/);
  });

  test("a cause stands before its consequence: read-only before permission", () => {
    expect(wayOut("X", "EACCES: something\nEROFS: read-only file system")).toContain("read-only");
  });
});

describe("the place", () => {
  let folder;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "nadir-launch-"));
    writeFileSync(join(folder, "package.json"), "{}");
    mkdirSync(join(folder, "packages", "a"), { recursive: true });
    writeFileSync(join(folder, "packages", "a", "package.json"), '{"name":"a"}');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test("the install hash changes with a package's file, the lockfile or a new package, and with nothing else", () => {
    const before = installHash(folder);
    writeFileSync(join(folder, "packages", "a", "source.ts"), "export {}");
    expect(installHash(folder)).toBe(before);
    writeFileSync(join(folder, "packages", "a", "package.json"), '{"name":"a","dependencies":{}}');
    const changed = installHash(folder);
    expect(changed).not.toBe(before);
    writeFileSync(join(folder, "pnpm-lock.yaml"), "lockfileVersion: 9");
    expect(installHash(folder)).not.toBe(changed);
  });

  test("a folder that does not take files is refused with a way out", () => {
    expect(() => checkPlace(folder)).not.toThrow();
    expect(() => checkPlace(join(folder, "absent"))).toThrow(/cannot be written to \(ENOENT\).*Copy it/);
  });
});

describe("--port", () => {
  test("a taken port is refused with a free one; --once needs none", async () => {
    const server = createServer();
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address();
    expect(await isFree(port)).toBe(false);
    expect(await portProblem(["--port", String(port)])).toMatch(new RegExp(`Port ${port} is taken.*--port \\d+`));
    expect(await portProblem([`--port=${port}`])).toContain("taken");
    expect(await portProblem(["--port", String(port), "--once"])).toBeNull();
    await new Promise((resolve) => server.close(resolve));
    expect(await portProblem(["--port", String(port)])).toBeNull();
  });
  test.each(["0", "70000", "web", ""])("'%s' is no port", async (text) => {
    expect(await portProblem(["--port", text])).toContain("1 to 65535");
  });
  test("a free port is free", async () => expect(await isFree(await freePort())).toBe(true));
});

describe("running a program", () => {
  test("answers with status and both streams; one that does not exist answers 127", async () => {
    const script = "process.stdout.write('out\\npart'); process.stderr.write('err\\n'); process.exitCode = 3";
    const got = await run(process.execPath, ["-e", script]);
    expect(got.code).toBe(3);
    expect(got.output.split("\n").sort()).toEqual(["err", "out", "part"]);
    expect((await run("no-such-program-of-nadir", [])).code).toBe(127);
  });
  test("the tail is the end", () => expect(tail("a\nb\nc", 2)).toBe("b\nc"));
  test.each([
    [420, "0.4 s"],
    [12_345, "12 s"],
    [185_000, "3 min 05 s"],
  ])("%d ms are said as %s", (ms, text) => expect(duration(ms)).toBe(text));
});

describe("reports are counted", () => {
  test("vitest: groups joined, a file that does not load is one failure", () => {
    const report = {
      testResults: [
        {
          name: "/r/packages/a/src/a.test.ts",
          status: "failed",
          assertionResults: [
            { ancestorTitles: ["group", "inner"], title: "holds", status: "passed" },
            { ancestorTitles: [], title: "fails", status: "failed" },
            { ancestorTitles: [], title: "later", status: "todo" },
          ],
        },
        { name: "/r/packages/b/src/b.test.ts", status: "failed", assertionResults: [] },
      ],
    };
    expect(vitestTests(report, "/r")).toEqual([
      { file: "packages/a/src/a.test.ts", title: "group > inner > holds", state: "passed" },
      { file: "packages/a/src/a.test.ts", title: "fails", state: "failed" },
      { file: "packages/a/src/a.test.ts", title: "later", state: "skipped" },
      { file: "packages/b/src/b.test.ts", title: "(the file itself)", state: "failed" },
    ]);
  });

  test("playwright: nested suites, skipped and flaky tests, errors outside tests", () => {
    const report = {
      config: { rootDir: "/r/apps/portal/e2e" },
      suites: [
        {
          title: "sign-in.spec.ts",
          specs: [{ title: "signs in", file: "sign-in.spec.ts", tests: [{ status: "expected" }] }],
          suites: [
            {
              title: "roles",
              specs: [
                { title: "reader is blinded", file: "sign-in.spec.ts", tests: [{ status: "unexpected" }] },
                { title: "later", file: "sign-in.spec.ts", tests: [{ status: "skipped" }] },
              ],
            },
          ],
        },
      ],
      errors: [{ message: "Cannot find module x\n at y" }],
    };
    expect(playwrightTests(report, "/r")).toEqual([
      { file: "apps/portal/e2e/sign-in.spec.ts", title: "signs in", state: "passed" },
      { file: "apps/portal/e2e/sign-in.spec.ts", title: "roles > reader is blinded", state: "failed" },
      { file: "apps/portal/e2e/sign-in.spec.ts", title: "roles > later", state: "skipped" },
      { file: "apps/portal/e2e", title: "Cannot find module x", state: "failed" },
    ]);
  });

  test("the last line", () => {
    expect(lastLine({ passed: 5, failed: 0, skipped: 0 })).toBe("5 passed, 0 failed");
    expect(lastLine({ passed: 5, failed: 1, skipped: 2 })).toBe("5 passed, 1 failed, 2 skipped");
  });
});
