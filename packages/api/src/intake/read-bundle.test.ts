import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readTrialBundle } from "./read-bundle.ts";
import { altered, filesOf, inLesion, nifti, smallTrial, type TrialText } from "./testing/small-trial.ts";

const problemsOf = async (trial: TrialText) => (await readTrialBundle(filesOf(trial))).problems;

describe("a sound trial", () => {
  it("is read into rows of the record", async () => {
    const { bundle, problems, warnings } = await readTrialBundle(filesOf(smallTrial()));
    expect(problems).toEqual([]);
    expect(warnings).toEqual([]);
    expect(bundle!.tables.measurements.map((r) => r.value)).toContainEqual({
      subject: "S1",
      visit: "wk8",
      lesion: "T1",
      reader: "r1",
      method: "entered",
      status: "absent",
      sourceValue: "GONE",
    });
    expect(bundle!.tables.visits[1]!.value.note).toBe('seen late, "by a week"');
    expect(bundle!.tables.treatments[0]!.value.lesionsInField).toEqual(["T1", "N1"]);
    expect(bundle!.ruleCounts).toEqual({ gone: 1 });
    expect(bundle!.sealed.map(({ subject, indexDay }) => [subject, indexDay])).toEqual([["S3", "2024-04-30"]]);
    expect(bundle!.facts.get("scans/s1.nii")!.geometry.dims).toEqual([12, 10, 6]);
  });

  it("may come as JSON, with a byte-order mark, Windows line ends and packed images", async () => {
    const trial = smallTrial();
    const crlf = Object.fromEntries(
      Object.entries(trial).map(([name, content]) => [
        name,
        typeof content === "string" && name.endsWith(".csv") ? `\ufeff${content.replaceAll("\n", "\r\n")}` : content,
      ]),
    );
    const packed = altered(
      { ...crlf, "scans/s1.nii.gz": gzipSync(trial["scans/s1.nii"] as Uint8Array) },
      "images.csv",
      "s1.nii",
      "s1.nii.gz",
    );
    const read = await readTrialBundle(filesOf(packed));
    expect(read.problems).toEqual([]);
    const plain = (await readTrialBundle(filesOf(trial))).bundle!;
    expect(read.bundle!.tables.visits.map((r) => r.value)).toEqual(plain.tables.visits.map((r) => r.value));
  });
});

describe("whom a sealed set seals", () => {
  const sealedBy = async (rule: string) =>
    (await readTrialBundle(filesOf(altered(smallTrial(), "trial.yaml", "arms: [B]", rule)))).bundle!.sealed.map(
      (member) => member.subject,
    );

  it.each([
    // Index days: S1 2024-03-06, S2 2024-03-27, S3 2024-04-30; the day itself belongs to the set.
    ["from: 2024-04-30", ["S3"]],
    ["from: 2024-05-01", []],
    ["everyone: true", ["S1", "S2", "S3"]],
    ["sites: [north]", ["S1", "S3"]],
  ])("%s", async (rule, subjects) => {
    expect(await sealedBy(rule)).toEqual(subjects);
  });

  it("a draw takes its share within the values of an outcome", async () => {
    const drawn = await sealedBy("drawn: { share: 0.34, seed: 4, outcome: response }");
    expect(drawn).toHaveLength(1);
    expect(await sealedBy("drawn: { share: 0.34, seed: 4, outcome: response }")).toEqual(drawn);
    const seeds = new Set<string>();
    for (let seed = 0; seed < 12; seed++) seeds.add((await sealedBy(`drawn: { share: 0.34, seed: ${seed} }`)).join());
    expect(seeds.size).toBeGreaterThan(1);
  });
});

/** One fault each: file, what is put in the place of what, the code, and words that the sentence must have. */
const FAULTS: readonly [name: string, file: string, from: string, to: string, code: string, words: RegExp][] = [
  ["a manifest that is no YAML", "trial.yaml", "criteria:", "criteria: [", "MANIFEST_SYNTAX", /trial\.yaml, line \d+/],
  [
    "a field that does not exist",
    "trial.yaml",
    "disease: solid",
    "desease: solid",
    "UNKNOWN_FIELD",
    /'desease'.*Did you mean 'disease'/,
  ],
  [
    "an unknown criterion",
    "trial.yaml",
    "id: irecist",
    "id: irecst",
    "BAD_VALUE",
    /line 9.*'irecst'.*one of recist-1\.1/,
  ],
  ["no primary criterion", "trial.yaml", "primary: true", "primary: false", "ONE_PRIMARY_CRITERION", /exactly one/],
  [
    "a criterion for another disease",
    "trial.yaml",
    "id: irecist",
    "id: rano-2.0",
    "CRITERION_FOR_OTHER_DISEASE",
    /glioma/,
  ],
  [
    "a parameter that a criterion does not have",
    "trial.yaml",
    "id: irecist",
    "id: irecist\n      parameters: { minSdDay: 42 }",
    "BAD_PARAMETER",
    /'irecist' has no parameter 'minSdDay'/,
  ],
  [
    "a parameter that cannot be",
    "trial.yaml",
    "id: irecist",
    "id: irecist\n      parameters: { minSdDays: -1 }",
    "BAD_PARAMETER",
    /at least 0/,
  ],
  ["a site said twice", "trial.yaml", "id: south", "id: north", "DUPLICATE_KEY", /'north' stands twice/],
  ["a sealed arm that does not exist", "trial.yaml", "arms: [B]", "arms: [C]", "UNKNOWN_REFERENCE", /no arm 'C'/],
  ["a sealed set without a rule", "trial.yaml", "arms: [B]", "arms: []", "EMPTY_SEALED_SET", /no other rule/],
  [
    "a sealed set with two rules",
    "trial.yaml",
    "arms: [B]",
    "arms: [B]\n    from: 2024-01-01",
    "SEALED_SET_UNCLEAR",
    /arms or sites and from/,
  ],
  ["a sealed endpoint that no row has", "trial.yaml", "[os, response]", "[os, pfs]", "UNKNOWN_ENDPOINT", /'pfs'/],
  [
    "a value rule for an unknown column",
    "trial.yaml",
    "column: longestMm",
    "column: longest",
    "UNKNOWN_COLUMN",
    /Did you mean 'longestMm'/,
  ],
  ["a table that is not there", "trial.yaml", "visits.csv", "visit.csv", "FILE_MISSING", /'visit\.csv'/],
  [
    "a table outside the folder",
    "trial.yaml",
    "visits: visits.csv",
    "visits: ../visits.csv",
    "BAD_FILE_NAME",
    /leads out/,
  ],
  [
    "a misspelt column",
    "subjects.csv",
    "treatmentStart",
    "treatmentStrat",
    "UNKNOWN_COLUMN",
    /'treatmentStrat'.*Did you mean 'treatmentStart'/,
  ],
  ["a missing column", "visits.csv", "date,role", "day,role", "MISSING_COLUMN", /'date' is missing/],
  [
    "semicolons",
    "treatments.csv",
    "subject,id,kind,name,start,end,lesionsInField",
    "subject;id;kind;name;start;end;lesionsInField",
    "WRONG_SEPARATOR",
    /semicolons/,
  ],
  [
    "a decimal comma",
    "measurements.csv",
    "42.5,31",
    '"42,5",31',
    "DECIMAL_COMMA",
    /row 2, column longestMm: '42,5'.*42\.5/,
  ],
  ["a word for a number", "measurements.csv", "26.1", "large", "NOT_A_NUMBER", /row 9.*'large'.*value rule/],
  [
    "too many cells",
    "lesions.csv",
    "S2,T1,target,lymph-node,yes",
    "S2,T1,target,lymph-node,yes,x",
    "WRONG_CELL_COUNT",
    /row 4: has 6 cells.*5/,
  ],
  ["an unclosed quote", "lesions.csv", "S2,T1,target,lymph-node", 'S2,T1,target,"lymph-node', "CSV_SYNTAX", /quotes/],
  [
    "a day that does not exist",
    "visits.csv",
    "2024-03-27",
    "2024-02-30",
    "NOT_A_DAY",
    /row 5, column date: '2024-02-30'/,
  ],
  [
    "a day of unknown order",
    "visits.csv",
    "2024-03-27",
    "03/04/2024",
    "NOT_A_DAY",
    /could be 2024-04-03 or 2024-03-04; write the one that is meant/,
  ],
  ["neither yes nor no", "lesions.csv", "lymph-node,yes", "lymph-node,maybe", "NOT_YES_OR_NO", /'maybe'/],
  [
    "a word outside the list",
    "visits.csv",
    "2024-03-27,follow-up",
    "2024-03-27,folow-up",
    "BAD_VALUE",
    /'folow-up'.*Did you mean 'follow-up'\?$/,
  ],
  ["an age out of range", "subjects.csv", "male,70", "male,170", "BAD_VALUE", /'170'.*at most 120/],
  [
    "an empty cell that must not be",
    "visits.csv",
    "S2,wk8,2024-03-27,follow-up",
    "S2,wk8,2024-03-27,",
    "MISSING_VALUE",
    /column role: is empty/,
  ],
  [
    "an unknown site",
    "subjects.csv",
    "S2,south",
    "S2,sooth",
    "UNKNOWN_REFERENCE",
    /the site 'sooth'.*Did you mean 'south'/,
  ],
  ["an unknown arm", "subjects.csv", "south,A", "south,Z", "UNKNOWN_REFERENCE", /the arm 'Z'/],
  ["an unknown subject", "visits.csv", "S2,wk8", "S9,wk8", "UNKNOWN_REFERENCE", /the subject 'S9'/],
  ["an unknown visit", "measurements.csv", "S3,wk16", "S3,wk24", "UNKNOWN_REFERENCE", /the visit 'wk24'/],
  ["an unknown lesion", "measurements.csv", "S3,wk16,T1", "S3,wk16,T2", "UNKNOWN_REFERENCE", /the lesion 'T2'/],
  ["an unknown lesion in the field", "treatments.csv", "T1|N1", "T1|T7", "UNKNOWN_REFERENCE", /the lesion 'T7'/],
  ["an unknown image", "masks.csv", "S1,base,ct", "S1,base,mr", "UNKNOWN_REFERENCE", /the image 'mr'/],
  [
    "a subject said twice",
    "subjects.csv",
    "S2,south,A,2024-02-01,male,70,2024-11-30\n",
    "S2,south,A,2024-02-01,male,70,2024-11-30\nS2,south,A,,,,\n",
    "DUPLICATE_KEY",
    /row 4: key S2 stands already in row 3/,
  ],
  [
    "a lesion measured twice by one reader",
    "measurements.csv",
    "wk8,T1,r2",
    "wk8,T1,r1",
    "DUPLICATE_KEY",
    /second read/,
  ],
  ["a figure and a status", "measurements.csv", "20,,", "20,,too-small", "FIGURE_AND_STATUS", /too-small/],
  ["neither figure nor status", "measurements.csv", "26.1,,", ",,", "NO_FIGURE_NO_STATUS", /neither/],
  ["a short axis longer than the long one", "measurements.csv", "42.5,31", "42.5,43", "SHORT_OVER_LONG", /43 mm/],
  [
    "a follow-up before the baseline",
    "visits.csv",
    "2024-03-27",
    "2024-01-27",
    "REVERSED_ORDER",
    /does not lie after the baseline/,
  ],
  [
    "a share of cells above all",
    "biomarkers.csv",
    "PD-L1,55",
    "PD-L1,155",
    "BAD_VALUE",
    /PD-L1 of 155 % is above 100 %/,
  ],
  [
    "a treatment that ends before it starts",
    "treatments.csv",
    "2024-02-05",
    "2024-01-05",
    "END_BEFORE_START",
    /2024-01-05/,
  ],
  ["a time without an event", "outcomes.csv", "412,no", "412,", "TIME_WITHOUT_EVENT", /both timeDays and event/],
  ["an image that is not there", "images.csv", "scans/s1.nii", "scans/s2.nii", "FILE_MISSING", /scans\/s2\.nii/],
  ["an image of another kind", "images.csv", "scans/s1.nii", "scans/s1.dcm", "NOT_NIFTI", /\.nii or \.nii\.gz/],
  [
    "a label that the mask does not have",
    "masks.csv",
    "mask.nii,1",
    "mask.nii,4",
    "LABEL_ABSENT",
    /label 4.*it holds 1/,
  ],
];

describe("one fault", () => {
  it.each(FAULTS)("%s", async (_, file, from, to, code, words) => {
    const problems = await problemsOf(altered(smallTrial(), file, from, to));
    const told = problems.find((problem) => problem.code === code);
    expect(told, JSON.stringify(problems, null, 1)).toBeDefined();
    expect(told!.message).toMatch(words);
  });

  it("in the manifest hides none of the others, and brings no false ones", async () => {
    let trial = altered(smallTrial(), "trial.yaml", "id: small-trial", "id: small trial");
    trial = altered(trial, "trial.yaml", "    - id: irecist", "    - id: irecist-9");
    trial = altered(
      trial,
      "trial.yaml",
      "    - id: south\n      name: Site South",
      "    - id: so uth\n      name: Site South",
    );
    trial = altered(trial, "trial.yaml", "  outcomes: outcomes.csv", "  outcomes: elsewhere.csv");
    trial = altered(trial, "subjects.csv", "male,70", "male,seventy");
    trial = altered(trial, "images.csv", "scans/s1.nii", "scans/s2.nii");
    const problems = await problemsOf(trial);
    expect(problems.map((p) => p.where?.path ?? p.where?.column)).toEqual([
      "tables.outcomes",
      "trial.id",
      "trial.criteria[1].id",
      "trial.sites[1].id",
      "ageYears",
      "file",
    ]);
  });

  it("is told once, though other rows name the thing", async () => {
    const problems = await problemsOf(altered(smallTrial(), "subjects.csv", "male,70", "male,seventy"));
    expect(problems.map((problem) => problem.code)).toEqual(["NOT_A_NUMBER"]);
  });

  it("in one cell of a row hides none of the row's other faults", async () => {
    let trial = smallTrial();
    const add = (file: string, ...rows: string[]) => {
      trial = { ...trial, [file]: `${String(trial[file]).trimEnd()}\n${rows.join("\n")}\n` };
    };
    // Each added row has a cell that cannot be read, and a second fault that another row or table shows.
    add("subjects.csv", "S4,west,A,2024-01-10,femal,61,", "S1,north,A,2024-01-10,female,old,");
    add("visits.csv", "S1,base,2024-01-05,baseline,seven,", "S1,wk0,2024-01-02,follow-up,seven,");
    add("measurements.csv", "S1,wk99,T1,r1,1O,,", "S1,base,T1,r1,4O,,", "S1,base,N1,r1,12,x,", "S1,wk8,T1,r9,5,8,oops");
    add("treatments.csv", "S1,rt2,radiotherapie,SBRT,2024-02-05,2024-02-01,T1|T9");
    add("images.csv", "S1,base,pet,scans/none.nii,XY,PET,SUV");
    const problems = await problemsOf(trial);
    const told = problems.map((p) => `${p.where?.file}:${p.where?.row}:${p.where?.column ?? ""} ${p.code}`);
    for (const expected of [
      "subjects.csv:5:site UNKNOWN_REFERENCE",
      "subjects.csv:5:sex BAD_VALUE",
      "subjects.csv:6: DUPLICATE_KEY",
      "subjects.csv:6:ageYears NOT_A_NUMBER",
      "visits.csv:9: DUPLICATE_KEY",
      "visits.csv:10:date REVERSED_ORDER",
      "measurements.csv:11:visit UNKNOWN_REFERENCE",
      "measurements.csv:11:longestMm NOT_A_NUMBER",
      "measurements.csv:12: DUPLICATE_KEY",
      "measurements.csv:12:longestMm NOT_A_NUMBER",
      "measurements.csv:14:status BAD_VALUE",
      "measurements.csv:14:shortMm SHORT_OVER_LONG",
      "treatments.csv:3:kind BAD_VALUE",
      "treatments.csv:3:end END_BEFORE_START",
      "treatments.csv:3:lesionsInField UNKNOWN_REFERENCE",
      "images.csv:3:modality BAD_VALUE",
      "images.csv:3:file FILE_MISSING",
    ])
      expect(told, expected).toContain(expected);
    // And nothing is concluded from what could not be read: no NO_FIGURE for the figure that is no number.
    expect(told.filter((t) => /NO_FIGURE|MISSING_VALUE/.test(t))).toEqual([]);
  });

  it.each([
    ["subjects.csv", "male,70", "male,70,extra"],
    ["visits.csv", "S1,base,", "S1,base,,"],
    ["visits.csv", "S1,base,", ",S1,base,"],
    ["lesions.csv", "S1,T1,", "S1,T1,,"],
    ["images.csv", "scans/s1.nii", "scans/s1.nii,"],
  ])("in the number of cells of a row is told once: %s, '%s' as '%s'", async (file, from, to) => {
    const { problems, warnings } = await readTrialBundle(filesOf(altered(smallTrial(), file, from, to)));
    expect([...problems, ...warnings].map((p) => [p.code, p.where?.file])).toEqual([["WRONG_CELL_COUNT", file]]);
  });

  it("in the voxels: another grid, with both geometries told", async () => {
    const trial = { ...smallTrial(), "scans/s1-mask.nii": nifti((at) => (inLesion(at) ? 1 : 0), 2.5) };
    const [problem, ...rest] = await problemsOf(trial);
    expect(rest).toEqual([]);
    expect(problem!.code).toBe("GEOMETRY_MISMATCH");
    expect(problem!.message).toMatch(/Image: .*spacing 1, 1, 2 mm.* Mask: .*spacing 1, 1, 2\.5 mm/);
  });

  it("in the voxels: NaN in the lesion", async () => {
    const trial = { ...smallTrial(), "scans/s1.nii": nifti((at) => (at === 4 + 12 * (3 + 10 * 2) ? Number.NaN : 1)) };
    expect((await problemsOf(trial)).map((p) => p.message)).toEqual([
      expect.stringMatching(/1 of 40 voxels of the lesion are NaN/),
    ]);
  });

  it("in the file: no NIfTI at all", async () => {
    const trial = { ...smallTrial(), "scans/s1.nii": new TextEncoder().encode("hello") };
    expect((await problemsOf(trial)).map((p) => p.code)).toEqual(["UNREADABLE_IMAGE"]);
  });

  it("a baseline after the start of treatment is told, and not in the way", async () => {
    const trial = altered(smallTrial(), "visits.csv", "S2,base,2024-01-30", "S2,base,2024-02-03");
    const { bundle, warnings } = await readTrialBundle(filesOf(trial));
    expect(bundle).toBeDefined();
    expect(warnings.map((w) => w.code)).toEqual(["BASELINE_AFTER_START"]);
  });
});

describe("a very large table", () => {
  it("of 130,000 faulty rows is told row by row", async () => {
    const header = "subject,date,code,value";
    const rows = Array.from({ length: 130_000 }, () => "S1,2024-03-01,LDH,high");
    const problems = await problemsOf({ ...smallTrial(), "observations.csv": [header, ...rows].join("\n") });
    expect(problems.length).toBe(130_000);
    expect(problems.at(-1)!.where).toMatchObject({ row: 130_001, column: "value" });
  });
});

describe("ten faults at once", () => {
  it("are all told, each with file, row, column, what was found and what would be right", async () => {
    const faults: readonly [string, string, string][] = [
      ["trial.yaml", "primary: true", "primary: false"],
      ["subjects.csv", "S2,south", "S2,sooth"],
      ["visits.csv", "2024-03-27", "2024-02-30"],
      ["lesions.csv", "lymph-node,yes", "lymph-node,maybe"],
      ["measurements.csv", "42.5,31", '"42,5",31'],
      ["measurements.csv", "S3,wk16", "S3,wk24"],
      ["treatments.csv", "2024-02-05", "2024-01-05"],
      ["adverse-events.csv", "Colitis,3", "Colitis,7"],
      ["outcomes.csv", "412,no", "412,"],
      ["masks.csv", "mask.nii,1", "mask.nii,4"],
    ];
    let trial = smallTrial();
    for (const [file, from, to] of faults) trial = altered(trial, file, from, to);
    const problems = await problemsOf(trial);
    expect(problems.map((p) => [p.where?.file, p.where?.row, p.where?.column ?? p.where?.path, p.code])).toEqual([
      ["trial.yaml", 7, "trial.criteria", "ONE_PRIMARY_CRITERION"],
      ["subjects.csv", 3, "site", "UNKNOWN_REFERENCE"],
      ["visits.csv", 5, "date", "NOT_A_DAY"],
      ["lesions.csv", 4, "node", "NOT_YES_OR_NO"],
      ["measurements.csv", 2, "longestMm", "DECIMAL_COMMA"],
      ["measurements.csv", 10, "visit", "UNKNOWN_REFERENCE"],
      ["treatments.csv", 2, "end", "END_BEFORE_START"],
      ["adverse-events.csv", 2, "grade", "BAD_VALUE"],
      ["outcomes.csv", 2, "event", "TIME_WITHOUT_EVENT"],
      ["masks.csv", 2, "label", "LABEL_ABSENT"],
    ]);
  });
});

describe("a trial that seals outcomes", () => {
  it("never repeats an outcome in a sentence", async () => {
    const trial = altered(smallTrial(), "outcomes.csv", "271.828", '"271,828"');
    const problems = await problemsOf(trial);
    expect(problems.map((p) => p.code)).toEqual(["DECIMAL_COMMA"]);
    expect(JSON.stringify(problems)).not.toMatch(/271|SEALEDWORD/);
  });
});
