import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runNadir as run } from "../testing/run-nadir.ts";

let folder: string;
const file = (name: string): string => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nadir-radiogenomics-"));
  const subjects = Array.from({ length: 12 }, (_, i) => `P${i + 1}`);
  // Entropy rises with the subject's number; CD8A with it, GZMA against it; IDH splits the numbers in halves.
  await writeFile(
    file("f.csv"),
    ["subject,entropy,flat,scanner", ...subjects.map((s, i) => `${s},${i + 0.5},1,A`)].join("\n"),
  );
  await writeFile(
    file("m.csv"),
    [
      "subject,IDH,grade",
      ...subjects.map((s, i) => `${s},${i < 6 ? "mutant" : "wildtype"},${2 + (i % 2)}`),
      "Q,mutant,2",
    ].join("\n"),
  );
  await writeFile(
    file("e.tsv"),
    [
      `gene\t${subjects.join("\t")}`,
      ...["CD8A", "PRF1"].map((g) => `${g}\t${subjects.map((_, i) => 10 + i).join("\t")}`),
      `GZMA\t${subjects.map((_, i) => 40 - i).join("\t")}`,
      `NOISE\t${subjects.map((_, i) => (i * 7) % 12).join("\t")}`,
    ].join("\n"),
  );
  await writeFile(file("s.gmt"), "CYTOTOXIC\tna\tCD8A\tPRF1\nLONELY\tna\tCD8A\tABSENT\n");
  await writeFile(
    file("split.csv"),
    ["subject,set", ...subjects.map((s, i) => `${s},${i % 2 ? "discovery" : "replication"}`)].join("\n"),
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("nadir radiogenomics", () => {
  it("tests features against markers and genes, and counts the tests that it made", async () => {
    const out = file("report");
    const { status, stdout, stderr } = await run([
      "radiogenomics",
      "--features",
      file("f.csv"),
      "--molecular",
      file("m.csv"),
      "--groups",
      "grade",
      "--expression",
      file("e.tsv"),
      "--out",
      out,
    ]);
    expect(status).toBe(0);
    const summary = JSON.parse(stdout);
    // entropy × (IDH, grade, four genes); a constant is not tested, a column of text is left out and named.
    expect(summary).toMatchObject({
      tests: 6,
      leftOut: ["scanner"],
      onlyMolecular: 1,
      subjects: { tested: 12 },
      replicated: null,
    });
    // By hand: ranks 1-6 against 7-12, U = 36 of 36, two-sided P = 2 / C(12, 6) = 2 / 924.
    expect(summary.findings.find((f: { target: string }) => f.target === "IDH").discovery).toMatchObject({
      effect: 1,
      p: expect.closeTo(2 / 924, 14),
    });
    expect(stderr).toMatch(/'entropy' orders the 12 subjects exactly as 'CD8A' does/);
    expect((await readdir(out)).sort()).toEqual([
      "associations.csv",
      "features.csv",
      "findings.csv",
      "heat-map.svg",
      "summary.json",
      "targets.csv",
    ]);
    expect(await readFile(join(out, "associations.csv"), "utf8")).toMatch(
      /^feature,target,test,n,effect,p,q\nentropy,IDH,wilcoxon,12,1,/,
    );
    expect(await readFile(join(out, "targets.csv"), "utf8")).toMatch(
      /^subject,IDH,grade,CD8A,PRF1,GZMA,NOISE\nP1,mutant,2,10,10,40,0\n/,
    );
  });

  it("scores gene sets, and says which it could not", async () => {
    const out = file("sets");
    const { status, stdout } = await run([
      "radiogenomics",
      "--features",
      file("f.csv"),
      "--expression",
      file("e.tsv"),
      "--gene-sets",
      file("s.gmt"),
      "--split",
      file("split.csv"),
      "--out",
      out,
    ]);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      targets: 1,
      subjects: { discovery: 6, replication: 6 },
      geneSets: [
        { name: "CYTOTOXIC", found: 2 },
        { name: "LONELY", found: 1, reason: "1 of its 2 genes are in the table; 2 are needed." },
      ],
    });
    expect(await readFile(join(out, "gene-sets.csv"), "utf8")).toContain("LONELY,1,2,1 of its 2 genes");
  });

  it("correlates scores of modules with shape, and screens changes against groups by analysis of variance", async () => {
    const rows = Array.from({ length: 12 }, (_, i) => `P${i + 1}`);
    const shape = file("shape.csv");
    await writeFile(
      shape,
      `subject,morph_comp_2,morph_sphericity\n${rows.map((s, i) => `${s},${1 - i / 20},${(i * 7) % 12}`).join("\n")}`,
    );
    const modules = file("modules.csv");
    const heads = Array.from({ length: 13 }, (_, m) => `M${m + 1}`);
    await writeFile(
      modules,
      `subject,NF-kB,${heads.join(",")},response\n${rows.map((s, i) => `${s},${i * i},${heads.map((_, m) => ((i + 2) * (m + 3)) % 13).join(",")},${i < 6 ? "PD" : "PR"}`).join("\n")}`,
    );
    const ask = ["radiogenomics", "--features", shape, "--molecular", modules];
    const { status, stdout } = await run(ask);
    expect(status).toBe(0);
    // Two features × (NF-kB, twelve modules, response): the eleventh module is 0 throughout, so nothing of it is tested.
    expect(JSON.parse(stdout)).toMatchObject({ tests: 28, targets: 15 });
    const found = JSON.parse(stdout).findings as { feature: string; target: string; discovery: { effect: number } }[];
    expect(found.find((f) => f.feature === "morph_comp_2" && f.target === "NF-kB")!.discovery.effect).toBe(-1);
    const screened = JSON.parse((await run([...ask, "--anova"])).stdout);
    expect(screened.method).toContain("one-way analysis of variance");
    const response = screened.findings.find(
      (f: { feature: string; target: string }) => f.feature === "morph_comp_2" && f.target === "response",
    );
    // By hand: 0 … 5 against 6 … 11: 108 of 143 of the sum of squares lie between them.
    expect(response.discovery.effect).toBeCloseTo(108 / 143, 9);
  });

  it("makes subtypes, cytolytic activity and the Immunoscore targets of their own", async () => {
    const centroids = file("c.csv");
    await writeFile(centroids, "gene,rising,falling\nCD8A,0,9\nPRF1,1,8\nGZMA,9,0");
    const percentiles = file("p.csv");
    await writeFile(
      percentiles,
      `subject,a,b,c,d\n${Array.from(
        { length: 12 },
        (_, i) =>
          `P${i + 1},${Array(4)
            .fill(i * 9)
            .join(",")}`,
      ).join("\n")}`,
    );
    const out = file("scores");
    const { status, stderr } = await run([
      ...["radiogenomics", "--features", file("f.csv"), "--molecular", percentiles, "--immunoscore", "a,b,c,d"],
      ...["--expression", file("e.tsv"), "--centroids", centroids, "--cytolytic", "--out", out],
    ]);
    expect(stderr).toContain("2 features × 8 targets");
    expect(status).toBe(0);
    const targets = (await readFile(join(out, "targets.csv"), "utf8")).split("\n");
    expect(targets[0]).toBe("subject,a,b,c,d,Immunoscore,Immunoscore group,CYT,subtype");
    // P1: percentiles 0; GZMA 40 against CD8A and PRF1 10: sqrt(10.01 × 40.01), nearest to the centroid with most GZMA.
    expect(targets[1]).toMatch(/^P1,0,0,0,0,0,low,20\.01\d*,rising$/);
    expect(targets[12]).toMatch(/^P12,99,99,99,99,99,high,24\.\d+,rising$/);
  });

  it.each([
    { what: "no molecular data", args: [], status: 2, says: /--molecular for markers, --expression for genes/ },
    {
      what: "a file without the subjects' column",
      args: ["--molecular", "nobody.csv"],
      status: 1,
      says: /no column 'subject'/,
    },
    {
      what: "a table parted by tabs",
      args: ["--molecular", "e.tsv"],
      status: 1,
      says: /parts its columns by tabs; write the table with commas/,
    },
    {
      what: "numbers mixed with words",
      args: ["--molecular", "mixed.csv"],
      status: 1,
      says: /Column 'TMB' holds numbers, but 'high' in row 3; name the column in --groups/,
    },
    {
      what: "other subjects",
      args: ["--molecular", "others.csv"],
      status: 1,
      says: /have 0 subjects in common; four are the least/,
    },
    {
      what: "a gene that is not there",
      args: ["--expression", "e.tsv", "--genes", "FOXP3"],
      status: 1,
      says: /no gene 'FOXP3'/,
    },
    {
      what: "samples of two assays",
      args: ["--expression", "e.tsv", "--samples", "assays.csv"],
      status: 1,
      says: /2 assays \(RNA-seq, array\), whose values cannot be pooled/,
    },
    {
      what: "two samples of a subject",
      args: ["--expression", "e.tsv", "--samples", "twice.csv"],
      status: 1,
      says: /Subject 'P1' has the samples 'P1' and 'P2'/,
    },
    {
      what: "a split of other words",
      args: ["--molecular", "m.csv", "--split", "badsplit.csv"],
      status: 1,
      says: /in set 'test'; write 'discovery' or 'replication'/,
    },
    {
      what: "rows of different settings",
      args: ["--molecular", "m.csv", "--features", "hashes.csv"],
      status: 1,
      says: /2 feature configurations/,
    },
  ])("refuses $what with a sentence", async ({ args, status, says }) => {
    const files: Record<string, string> = {
      "nobody.csv": "patient,TMB\nP1,3",
      "mixed.csv": "subject,TMB\nP1,3\nP2,high\nP3,4\nP4,5",
      "others.csv": "subject,TMB\nA,1\nB,2\nC,3\nD,4",
      "assays.csv": "sample,subject,assay\nP1,P1,RNA-seq\nP2,P2,array",
      "twice.csv": "sample,subject\nP1,P1\nP2,P1",
      "badsplit.csv": "subject,set\nP1,test",
      "hashes.csv": "subject,config_hash,entropy\nP1,a,1\nP2,b,2\nP3,a,3\nP4,a,1",
    };
    for (const [name, text] of Object.entries(files)) await writeFile(file(name), text);
    const given = args.map((a) => (/\.(csv|tsv)$/.test(a) ? file(a) : a));
    const features = given.includes("--features") ? [] : ["--features", file("f.csv")];
    const answer = await run(["radiogenomics", ...features, ...given]);
    expect(answer.stderr).toMatch(says);
    expect(answer.stdout).toBe("");
    expect(answer.status).toBe(status);
  });
});
