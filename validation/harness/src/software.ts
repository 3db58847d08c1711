import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import harness from "../package.json" with { type: "json" };

/**
 * The commit of the source that runs, as git keeps it: from `.git` of the repository around this file, or from the file
 * `COMMIT` that a build leaves beside its root. Undefined where neither is there.
 */
export function sourceCommit(from = dirname(fileURLToPath(import.meta.url))): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "pnpm-workspace.yaml"))) return commitIn(folder);
    if (dirname(folder) === folder) return undefined;
  }
}

const COMMIT = /^[0-9a-f]{40}$/;
const read = (file: string): string | undefined => (existsSync(file) ? readFileSync(file, "utf8").trim() : undefined);

function commitIn(root: string): string | undefined {
  const left = read(join(root, "COMMIT"));
  if (left !== undefined && COMMIT.test(left)) return left;
  const dot = join(root, ".git");
  if (!existsSync(dot)) return undefined;
  // In a worktree `.git` is a file that names the place, and the branches lie with the main one.
  const git = statSync(dot).isDirectory() ? dot : resolve(root, read(dot)!.replace(/^gitdir: /, ""));
  const common = resolve(git, read(join(git, "commondir")) ?? ".");
  const head = read(join(git, "HEAD")) ?? "";
  const ref = /^ref: (.+)$/.exec(head)?.[1];
  const found =
    ref === undefined
      ? head
      : (read(join(common, ref)) ??
        read(join(common, "packed-refs"))
          ?.split("\n")
          .find((line) => line.endsWith(` ${ref}`))
          ?.slice(0, 40));
  return found !== undefined && COMMIT.test(found) ? found : undefined;
}

const commit = sourceCommit();

/** What computed the figures; part of the locked protocol. */
export const SOFTWARE = {
  harness: harness.version,
  statistics: harness.version,
  runtime: `Node ${process.versions.node.split(".")[0]}`,
  ...(commit === undefined ? {} : { commit }),
};
