import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { describe, expect, test } from "vitest";
import { COMMANDS } from "./commands/index.ts";

/**
 * validation.md §3.1: an export by command line must not tell what is sealed. A command either works on the files that it is
 * given, and never reaches an installation's record; or it is one of those named here, with what keeps it from telling. What
 * the acts of `validate` answer is compared between worlds in apps/portal/src/server/sealed-walk.test.ts.
 */
const ON_THE_RECORD: Readonly<Record<string, string>> = {
  demo: "prepares the bundled trials and tells counts of what their files say",
  import: "brings in the files that the caller holds; answers with counts of them",
  "trial templates": "what the repository says of trials in general; reads no record",
  "trial new": "makes a trial without patients from what the caller says",
  "audit verify": "hashes and places of rows; of a broken row its subject, to who has the server's shell",
  "people add": "an account; nothing of a trial but its key",
  "people grant": "an account; nothing of a trial but its key",
  "people revoke": "an account; nothing of a trial but its key",
  "people password": "an account",
  "people disable": "an account",
  "people remove-second-factor": "an account",
  "people remove-passkeys": "an account",
  backup: "the whole installation in a folder of its owner, sealed outcomes encrypted as they lie; hashes",
  restore: "hashes, and the state of the log",
  "people list": "accounts with their roles per trial and site",
  doctor: "versions, places and the state of the log",
  "server stop": "stops the database",
  "server status": "says whether the database runs",
  "models register": "stores the card that the caller gives; hashes of configurations",
  "models list": "the cards that callers gave, and verdicts of reported protocols",
  "models show": "a card that a caller gave",
  "assays write": "features and markers of subjects in no sealed set",
  radiogenomics:
    "of a trial, figures over subjects in no sealed set; the database refuses any other (packages/api/src/radiogenomics)",
  "lodge strata-rule": "stores the rule that the caller gives",
  "export covariates":
    "the record up to the start of treatment of subjects in no sealed set, and how many were left out; no outcome",
  "export immune-events":
    "events and follow-up of subjects in no sealed set, and how many were left out for what reason",
  "export sdtm":
    "demographics, measurements and responses of subjects in no sealed set, and how many were left out; arms as far as told",
  "export fhir":
    "the record and responses of subjects in no sealed set, and how many were left out; arms as far as told",
  "export deidentified": "the record of subjects in no sealed set, and how many were left out",
  "export strata":
    "the record up to the start of treatment, or the baseline visit: nothing after an index day, and no outcome",
  "validate lock": "the modelling role's view; hashes",
  "validate open": "the opening itself",
  "validate report": "refused before the opening",
  "validate verify": "refused before the report",
  "validate draft": "stores the text that the caller gives",
  "validate preview": "counts of subjects, read as the modelling role",
  "validate prepare": "the leakage checks, read as the modelling role",
  "validate predict": "counts of predictions, read as the modelling role",
  "validate lodge":
    "counts of the predictions in the file that the caller gives; names test subjects, never an outcome",
  "validate prove": "hashes of artefacts, read as the modelling role",
  "validate amend": "stores the text that the caller gives",
  "validate void": "a state",
  "validate sign": "a signature and the hash of the text",
  "validate close": "a state",
  "validate export": "the text that people wrote, and hashes",
  "validate post-hoc": "refused before the report",
  "validate erratum": "refused before the report",
  "validate quadas-2": "the form that the caller gives, the plan, and counts once there is a report",
  "validate addenda": "what was filed beside a report",
  "validate compare": "refused before both reports; figures over the test set, no subject",
  "validate history": "openings and refused openings of protocols that the person sees",
};

function leaves(command: Command, path: readonly string[] = []): string[] {
  const own = command.commands.filter((c) => c.name() !== "help");
  if (own.length === 0) return [path.join(" ")];
  return own.flatMap((c) => leaves(c, [...path, c.name()]));
}
const program = new Command("nadir");
for (const add of COMMANDS) add(program);
const all = leaves(program);
const files = all.filter((name) => !(name in ON_THE_RECORD));

/** The one thing of the server's side that a command on files takes: threads that work on the voxels they are handed. */
const THREADS = 'const { FeatureThreads } = await import("@nadir/api/compute");';

describe("commands and what is sealed", () => {
  test("the threads that compute features know no database", () => {
    const compute = join(import.meta.dirname, "../../api/src/compute");
    for (const file of readdirSync(compute).filter((name) => /^(feature-)?thread/.test(name)))
      expect(readFileSync(join(compute, file), "utf8"), file).not.toMatch(/@nadir\/db|\.sql`/);
  });

  test("every command that is named here exists", () => {
    expect(Object.keys(ON_THE_RECORD).filter((name) => !all.includes(name))).toEqual([]);
  });

  test.each(files)("nadir %s works on files and never reaches a record", (name) => {
    const source = readFileSync(join(import.meta.dirname, "commands", `${name.split(" ")[0]}.ts`), "utf8").replace(
      THREADS,
      "",
    );
    expect(source).not.toMatch(/installation\.ts|@nadir\/(db|api)/);
  });

  test("no helper of those commands reaches a record either", () => {
    const folders = new Set(files.map((name) => name.split(" ")[0]!));
    const helpers = readdirSync(import.meta.dirname, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && folders.has(entry.name))
      .flatMap((entry) =>
        readdirSync(join(import.meta.dirname, entry.name), { recursive: true, encoding: "utf8" })
          .filter((file) => file.endsWith(".ts"))
          .map((file) => join(import.meta.dirname, entry.name, file)),
      );
    for (const file of helpers)
      expect(readFileSync(file, "utf8"), file).not.toMatch(/installation\.ts|@nadir\/(db|api)/);
  });
});
