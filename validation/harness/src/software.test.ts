import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sourceCommit } from "./software.ts";

describe("the commit of the source", () => {
  it("is the one that git names", (context) => {
    let named: string;
    try {
      named = execFileSync("git", ["rev-parse", "HEAD"], { cwd: import.meta.dirname, encoding: "utf8" }).trim();
    } catch {
      return context.skip("this copy of the source is no git repository");
    }
    expect(sourceCommit()).toBe(named);
  });

  it("is the one that a build left, and unknown where there is none", () => {
    const root = mkdtempSync(join(tmpdir(), "nadir-commit-"));
    writeFileSync(join(root, "pnpm-workspace.yaml"), "");
    mkdirSync(join(root, "validation/harness/src"), { recursive: true });
    const from = join(root, "validation/harness/src");
    expect(sourceCommit(from)).toBeUndefined();
    writeFileSync(join(root, "COMMIT"), `${"a1".repeat(20)}\n`);
    expect(sourceCommit(from)).toBe("a1".repeat(20));
    rmSync(root, { recursive: true });
  });
});
