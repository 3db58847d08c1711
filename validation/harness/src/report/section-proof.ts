import type { LeakageCheck, ValidationResult } from "@nadir/domain";
import type { Cell, Section, Tone } from "./blocks.ts";

const STATUS: Readonly<Record<LeakageCheck["status"], { word: string; tone: Tone }>> = {
  pass: { word: "pass", tone: "good" },
  fail: { word: "fail", tone: "bad" },
  unresolved: { word: "unresolved", tone: "caution" },
  "not-applicable": { word: "not applicable", tone: "plain" },
  noted: { word: "noted", tone: "plain" },
};

/** How many subjects a step has seen, and how many of the test set; of an attested one only as far as they are listed. */
function seenBy(a: ValidationResult["artefacts"][number]): Cell[] {
  if (a.attested !== undefined && a.subjects === 0)
    return ["not known", { text: `attested by ${a.attested}`, tone: "caution" }];
  const overlap = { text: String(a.overlapWithTest), tone: a.overlapWithTest === 0 ? "good" : "bad" } as const;
  return [a.attested === undefined ? String(a.subjects) : `${a.subjects}, attested`, overlap];
}

/** What was checked at lock and again at report: leakage, fitted steps, disjointness. */
export function proofSection(r: ValidationResult): Section {
  return {
    id: "proof",
    title: "Proof that nothing leaked",
    blocks: [
      {
        kind: "table",
        caption: "Leakage checks at lock, with their evidence",
        columns: [
          { title: "Check", share: 3 },
          { title: "Status", share: 1.3 },
          { title: "Evidence", share: 6 },
        ],
        rows: r.leakage.map((c): Cell[] => [
          c.title,
          { text: STATUS[c.status].word, tone: STATUS[c.status].tone },
          c.evidence.map((e) => `${e.what}: ${e.found}`).join("; "),
        ]),
      },
      {
        kind: "table",
        caption: "Fitted steps and whom they have seen, ancestors included",
        columns: [
          { title: "Step", share: 1 },
          { title: "Kind", share: 2 },
          { title: "Fitted on", align: "right" },
          { title: "of the test set", align: "right" },
          { title: "Outcome used" },
          { title: "From" },
          { title: "SHA-256", share: 3.4 },
        ],
        rows: r.artefacts.map((a): Cell[] => [
          a.id,
          a.kind.replaceAll("-", " "),
          ...seenBy(a),
          a.usesOutcome ? "yes" : "no",
          a.parents.join(", ") || "raw data",
          { text: a.outputHash, mono: true },
        ]),
      },
      {
        kind: "heading",
        text: r.artefacts.some((a) => a.attested !== undefined)
          ? "Disjointness: attested, as far as it is known"
          : "Disjointness, as computed from the record",
      },
      { kind: "list", items: r.disjoint.map((d) => d.sentence) },
    ],
  };
}
