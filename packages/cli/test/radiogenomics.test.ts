import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { plantMolecular, SEALED, seal } from "../../api/src/radiogenomics/testing/plant-molecular.ts";
import { plantTrial } from "../../api/src/read/testing/plant-trial.ts";
import { Folder } from "../src/testing/run-nadir.ts";
import { type OwnInstallation, ownInstallation } from "./own-installation.ts";

let own: OwnInstallation;
const folder = new Folder();
beforeAll(async () => {
  own = await ownInstallation();
  const trial = await plantTrial(own.database.db);
  await plantMolecular(own.database.db, trial);
  await seal(own.database.db, trial, "held-out", SEALED);
});
afterAll(async () => {
  folder.remove();
  await own.close();
});
// biome-ignore lint/suspicious/noExplicitAny: the answer is read by path
const answer = (ran: { json: () => unknown[] }) => ran.json()[0] as any;
const csv = (text: string): string[][] =>
  text
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(","));

describe("nadir radiogenomics --trial", () => {
  test("scans the record, models a marker, writes report, table, map and the input of ImaGene, and tells no sealed subject", async () => {
    const out = join(folder.path, "report");
    const ran = await own.nadir(
      ...["radiogenomics", "--trial", "small-trial", "--out", out],
      ...[
        "--model",
        "IDH",
        "--positive",
        "mutant",
        "--settings",
        folder.file("s.json", { model: { target: "IDH", permutations: 19 } }),
      ],
    );
    expect(ran.status, ran.stderr).toBe(0);
    expect(answer(ran)).toMatchObject({ sealed: 2, subjects: 10, model: { target: "IDH", positive: "mutant" } });
    expect(ran.stderr).toContain("2 sealed subjects take no part.");
    expect(readdirSync(out).sort()).toEqual([
      "associations.csv",
      "associations.json",
      "heat-map.svg",
      "imagene-data.csv",
      "imagene-label.csv",
      "model.json",
      "report.html",
    ]);
    const report = readFileSync(join(out, "report.html"), "utf8");
    for (const text of [
      "for research only",
      "Permutation test",
      "AUC in subjects left out",
      "2 sealed subjects",
      "<svg",
    ])
      expect(report).toContain(text);
    expect(report).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/);
    for (const name of readdirSync(out))
      for (const key of SEALED) expect(readFileSync(join(out, name), "utf8"), name).not.toContain(key);
    const rows = csv(readFileSync(join(out, "associations.csv"), "utf8"));
    expect(rows).toHaveLength(1 + answer(ran).tests);
  });

  test("writes what ImaGene documents: two tables of numbers, rows are samples, the same first column", () => {
    const [data, label] = ["data", "label"].map((name) =>
      csv(
        readFileSync(join(folder.path, "report", `imagene-${name}.csv`), "utf8").replace(/"([^"]*),([^"]*)"/g, "$1;$2"),
      ),
    );
    expect(data![0]![0]).toBe("ID");
    expect(data!.map((r) => r[0])).toEqual(label!.map((r) => r[0]));
    expect(data!.slice(1).map((r) => r[0])).toEqual(["P-1", "P-10", ...[2, 3, 4, 5, 6, 7, 8, 9].map((n) => `P-${n}`)]);
    for (const row of [...data!.slice(1), ...label!.slice(1)])
      for (const cell of row.slice(1)) expect(Number.isFinite(Number(cell)) && cell !== "", cell).toBe(true);
    const tmb = label![0]!.indexOf("TMB");
    expect(label![1]![tmb]).toBe("1");
    expect(label![2]![tmb]).toBe("100");
  });

  test("takes expression from a file beside the record's features, and drops sealed subjects of the file", async () => {
    const subjects = Array.from({ length: 12 }, (_, i) => `P-${i + 1}`);
    const gene = (name: string, value: (i: number) => number) => [name, ...subjects.map((_, i) => value(i))].join("\t");
    const tsv = folder.file(
      "tpm.tsv",
      [`gene\t${subjects.join("\t")}`, gene("CD8A", (i) => i + 1), gene("GZMA", (i) => 20 - i)].join("\n"),
    );
    const ran = await own.nadir(
      "radiogenomics",
      "--trial",
      "small-trial",
      "--expression",
      tsv,
      "--correlation",
      "pearson",
    );
    expect(ran.status, ran.stderr).toBe(0);
    expect(answer(ran)).toMatchObject({ subjects: { tested: 10 }, onlyMolecular: 2 });
    expect(answer(ran).method).toMatch(/^Pearson/);
    const cd8 = answer(ran).findings.find(
      (f: { feature: string; target: string }) => f.feature === "CT: planted, baseline" && f.target === "CD8A",
    );
    expect(cd8.discovery).toMatchObject({ n: 10, p: 0 });
  });

  test("writes aligned tables of subjects, samples and assays, and reads them back", async () => {
    const out = join(folder.path, "assays");
    const wrote = await own.nadir(
      ...["assays", "write", "--trial", "small-trial", "--expression", folder.at("tpm.tsv"), "--out", out],
    );
    expect(wrote.status, wrote.stderr).toBe(0);
    const read = await own.nadir("assays", "check", out);
    expect(read.status, read.stderr).toBe(0);
    const byName = (of: { experiments: { name: string }[] }) => ({
      ...of,
      experiments: [...of.experiments].sort((a, b) => (a.name < b.name ? -1 : 1)),
    });
    expect(byName(answer(read))).toEqual(byName(answer(wrote)));
    expect(answer(read)).toMatchObject({ subjects: 10, inEveryAssay: 10, inNoAssay: [] });
    const genes = csv(readFileSync(join(out, "experiment-expression.csv"), "utf8"));
    expect(genes[0]).not.toContain("P-11");
    expect(genes.find(([name]) => name === "CD8A")![genes[0]!.indexOf("P-7")]).toBe("7");
  });

  test.each([
    ["a trial that is not there", ["--trial", "nowhere"], /There is no trial 'nowhere'/],
    ["features twice", ["--trial", "small-trial", "--features", "f.csv"], /--trial .* or --features/],
    ["a target that is not there", ["--trial", "small-trial", "--model", "MGMT"], /'MGMT' is no molecular target/],
    ["settings with faults", ["--trial", "small-trial", "--settings", "BAD"], /lesions/],
  ])("refuses %s with a sentence", async (_, args, says) => {
    const bad = folder.file("bad.json", { lesions: "all" });
    const ran = await own.nadir("radiogenomics", ...args.map((a) => (a === "BAD" ? bad : a)));
    expect(ran.status).not.toBe(0);
    expect(ran.stderr + ran.stdout).toMatch(says);
  });
});
