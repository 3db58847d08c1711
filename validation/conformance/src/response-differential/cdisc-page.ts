import { assess } from "@nadir/response";
import type { CdiscCase } from "./cdisc-cases.ts";

/** Why the engine and the source may differ. Each difference names one; a difference without a name fails the test. */
export const EXPLANATIONS = {
  "carried-on":
    "The source labels a visit after progression (iCPD) anew; here progression is final and carried on (A17).",
  "disease-after-cr":
    "Target disease is there again after CR: progression whatever its size (Eisenhauer 2009 Table 3 note a). The source goes back to a response or to SD, which no sum over a nadir of 0 can be.",
  "label-of-the-other-part":
    "The source gives as overall response the words for a patient without targets (NON-iCR/NON-iUPD), and the target's word as the non-target's: the two are interchanged in the generated row. The overall response follows the target.",
  "new-lesion":
    "A new lesion is seen and the source does not call it progression; any new lesion is iUPD (Seymour 2017 Table 2), also where the target is not evaluable.",
  "non-target-progression":
    "Non-target disease has progressed unequivocally; that is iUPD whatever the target (Seymour 2017 Table 2), also where the target is not evaluable or CR.",
  "too-early": "The scan comes earlier than 26 days after the iUPD and is read as not done (A25); the source reads it.",
} as const;
type Explanation = keyof typeof EXPLANATIONS;

const EXPLAINED: Readonly<Record<string, Explanation>> = {
  "recist-1.1 | 01-701-1028 RADIOLOGIST 2 | WEEK 9": "carried-on",
  "recist-1.1 | 01-701-1028 INVESTIGATOR | WEEK 9": "carried-on",
  "recist-1.1 | 01-701-1133 RADIOLOGIST 2 | WEEK 9": "disease-after-cr",
  "irecist | 01-701-1028 | WEEK 18": "carried-on",
  "irecist | 01-701-1034 | WEEK 18": "label-of-the-other-part",
  "irecist | 01-701-1097 | WEEK 6": "new-lesion",
  "irecist | 01-701-1148 | WEEK 18 (T)": "label-of-the-other-part",
  "irecist | 01-701-1153 | UNSCHEDULED 9.3": "non-target-progression",
  "irecist | 01-701-1153 | UNSCHEDULED 9.2": "too-early",
  "irecist | 01-701-1153 | WEEK 24": "disease-after-cr",
  "irecist | 01-701-1302 | WEEK 6": "new-lesion",
  "irecist | 01-701-1345 | WEEK 18 (T)": "disease-after-cr",
  "irecist | 01-701-1345 | WEEK 24": "disease-after-cr",
  "irecist | 01-701-1415 | WEEK 24": "disease-after-cr",
  "irecist | 01-703-1076 | WEEK 12": "too-early",
  "irecist | 01-703-1119 | WEEK 12": "non-target-progression",
};

export interface Difference {
  readonly key: string;
  readonly theirs: string;
  readonly ours: string;
  readonly parts: string;
  readonly rule: string;
  readonly why: Explanation | null;
}

export function differencesOf(
  criterion: string,
  cases: readonly CdiscCase[],
): { compared: number; differences: Difference[] } {
  const differences: Difference[] = [];
  let compared = 0;
  for (const { document, theirs } of cases) {
    const outcome = assess(document, criterion);
    for (const [visit, label] of Object.entries(theirs)) {
      compared++;
      const mine = outcome.visits[visit];
      if (mine?.overall === label) continue;
      const key = `${criterion} | ${document.id} | ${visit}`;
      differences.push({
        key,
        theirs: label,
        ours: mine?.overall ?? "no such visit",
        parts: mine ? `${mine.target}, ${mine.nonTarget}${mine.newLesions ? ", new lesion" : ""}` : "",
        rule: mine?.trace.findLast(({ id }) => !id.endsWith(".overall"))?.text ?? "",
        why: EXPLAINED[key] ?? null,
      });
    }
  }
  return { compared, differences };
}

/** Explanations for differences that no longer are. */
export const staleExplanations = (differences: readonly Difference[]): string[] =>
  Object.keys(EXPLAINED).filter((key) => !differences.some((difference) => difference.key === key));

export function cdiscPage(results: readonly { criterion: string; cases: readonly CdiscCase[] }[]): string {
  const judged = results.map(({ criterion, cases }) => ({ criterion, cases, ...differencesOf(criterion, cases) }));
  const summary = judged.map(
    ({ criterion, cases, compared, differences }) =>
      `| ${criterion} | ${cases.length} | ${compared} | ${compared - differences.length} | ${differences.length} |`,
  );
  const rows = judged.flatMap(({ differences }) =>
    differences.map(
      (d) => `| ${d.key} | ${d.theirs} | ${d.ours} | ${d.parts} | ${d.why ?? "**not explained**"} | ${d.rule} |`,
    ),
  );
  const notes = [
    ...new Set(
      judged.flatMap(({ cases }) =>
        cases.flatMap(({ document, notes: n }) => n.map((note) => `${document.id}: ${note}`)),
      ),
    ),
  ];
  return `# Against the CDISC oncology tables

Source: pharmaverse/pharmaversesdtm (Apache-2.0), generated data, not patients; a copy with its licence stands in
\`validation/conformance/reference/response-cdisc\`. This page is written by
\`validation/conformance/src/response-differential/cdisc.test.ts\` (\`vitest -u\`) and compared at every run; a difference
without an explanation fails it.

RECIST 1.1 is computed from the measurements of each reader. For iRECIST the source has responses by target, non-target and new
lesion without the measurements that gave them: one target is given sizes that mean the source's target responses, and the
question is whether the overall response, with its memory of earlier iUPD, follows.

| Criterion | Courses | Visits compared | Equal | Different, each explained |
| --- | --- | --- | --- | --- |
${summary.join("\n")}

## The differences

| Criterion, course, visit | Source | Nadir | Parts (target, non-target) | Why | The rule in words |
| --- | --- | --- | --- | --- | --- |
${rows.join("\n")}

${Object.entries(EXPLANATIONS)
  .map(([name, text]) => `- **${name}**: ${text}`)
  .join("\n")}

## What was done to the rows

${[
  ...notes,
  "everywhere: where the perpendicular is given longer than the longest diameter, the longer is taken as the longest",
]
  .map((note) => `- ${note}`)
  .join("\n")}
`;
}
