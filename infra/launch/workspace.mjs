import { createHash } from "node:crypto";
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Stop } from "./say.mjs";

/** The repository: everything is said relative to it. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const memory = join(root, "node_modules", ".nadir");

/** Small facts that a later run may skip work by. They live in node_modules, and go with it. */
export function recall(name) {
  const file = join(memory, name);
  return existsSync(file) ? readFileSync(file, "utf8") : null;
}
export function remember(name, text) {
  mkdirSync(memory, { recursive: true });
  writeFileSync(join(memory, name), text);
}

/** One hash over everything that decides what an install brings: lockfile, package files, settings, Node and platform. */
export function installHash(folder = root) {
  const hash = createHash("sha256").update(`${process.versions.modules} ${process.platform} ${process.arch}`);
  const files = ["package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml", ".npmrc"];
  for (const group of ["apps", "packages", "validation"]) {
    const members = existsSync(join(folder, group)) ? readdirSync(join(folder, group)).sort() : [];
    for (const member of members) files.push(join(group, member, "package.json"));
  }
  for (const file of files) {
    const path = join(folder, file);
    if (existsSync(path)) hash.update(file).update("\0").update(readFileSync(path)).update("\0");
  }
  return hash.digest("hex");
}

/** Refuses a place or platform where the set-up cannot work, before anything is downloaded. */
export function checkPlace(folder = root) {
  if (process.platform === "win32")
    throw new Stop(
      "Nadir runs on Linux and macOS. On Windows use WSL 2: `wsl --install`, then run the same command there.",
    );
  const probe = join(folder, `.write-probe-${process.pid}`);
  try {
    accessSync(folder, constants.W_OK);
    writeFileSync(probe, "");
  } catch (error) {
    throw new Stop(
      `The folder of the repository cannot be written to (${error.code}). Copy it to a folder that can (\`cp -r . ~/nadir\`) and run the same command there.`,
    );
  } finally {
    rmSync(probe, { force: true });
  }
}
