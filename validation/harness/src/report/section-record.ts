import type { ValidationResult } from "@nadir/domain";
import type { Cell, Section } from "./blocks.ts";
import { instant } from "./words.ts";

const unblindedInWords = ({ life }: ValidationResult): string[] => {
  if (life.unblinded === undefined) return ["Not looked up when this report was filed."];
  if (life.unblinded.length === 0)
    return ["None: no signatory looked at the course of a sealed test subject before the opening, by the log."];
  return life.unblinded.map(
    ({ person, subjects, first, last }) =>
      `${person} looked at the course of ${subjects} sealed test ${subjects === 1 ? "subject" : "subjects"} in a clinical role before the opening (${instant(first)}${first === last ? "" : ` to ${instant(last)}`}): unblinded.`,
  );
};

const times = (k: number): string => (k === 1 ? "once" : k === 2 ? "twice" : `${k} times`);

/** Signatures, hashes, the opening, deviations, software. */
export function recordSection(r: ValidationResult): Section {
  const { life } = r;
  const hash = (text: string): Cell => ({ text, mono: true });
  return {
    id: "record",
    title: "Record",
    blocks: [
      {
        kind: "callout",
        tone: life.opened === 1 ? "plain" : "caution",
        title: `This test set has been opened ${times(life.opened)}`,
        text: life.openings.map((o, i) => `Opening ${i + 1}: ${instant(o.at)}, protocol ${o.protocolHash}.`).join(" "),
      },
      {
        kind: "table",
        caption: "Signatures",
        columns: [
          { title: "Person", share: 2 },
          { title: "Role", share: 1.4 },
          { title: "Meaning", share: 1.6 },
          { title: "Time", share: 1.8 },
          { title: "Text signed (SHA-256)", share: 4 },
        ],
        rows: life.signatures.map((s): Cell[] => [s.person, s.role, s.meaning, instant(s.at), hash(s.documentHash)]),
      },
      {
        kind: "table",
        caption: "Hashes and anchors",
        columns: [
          { title: "What", share: 2.4 },
          { title: "When", share: 1.8 },
          { title: "SHA-256", share: 4 },
        ],
        rows: [
          ["Plan, as written by people", "", hash(r.planHash)],
          ["Protocol, as locked and signed", instant(life.lockedAt), hash(r.protocolHash)],
          ["Split", instant(life.lockedAt), hash(r.protocol.frozen?.assignmentHash ?? "")],
          ["Training data", instant(life.lockedAt), hash(r.protocol.frozen?.trainingDataHash ?? "")],
          ["Predictions", instant(life.predictedAt), hash(life.predictionsHash)],
          [
            `Audit chain, head at the opening (event ${life.auditHead.seq})`,
            instant(life.openedAt),
            hash(life.auditHead.hash),
          ],
        ],
      },
      { kind: "heading", text: "Signatories who saw more than a modelling role" },
      { kind: "list", items: unblindedInWords(r) },
      { kind: "heading", text: "Planned and post hoc" },
      {
        kind: "list",
        items: [
          "Every analysis of this report stood in the plan that was locked before the opening; none is post hoc. What is analysed on these outcomes afterwards is post hoc, and no later version of the protocol changes the primary result.",
          ...(life.opened > 1
            ? [
                "This test set had been opened before the plan was locked for it: by the rule for test sets, the result is that of a previously seen test set.",
              ]
            : []),
        ],
      },
      { kind: "heading", text: "Limits" },
      {
        kind: "list",
        items: [
          "For research only. The model and this report are not a medical device and have not been assessed as one; no figure here is a reason to start, continue or stop a treatment.",
          "A test on one set says how the model did there. It does not show that patients do better where the model is used.",
        ],
      },
      { kind: "heading", text: "Deviations" },
      { kind: "list", items: r.deviations.length === 0 ? ["None recorded."] : r.deviations },
      { kind: "heading", text: "What would make this protocol void" },
      { kind: "list", items: r.protocol.deviations.voidIf },
      {
        kind: "terms",
        rows: [
          ["Software", `harness ${r.software.harness}, statistics ${r.software.statistics}, ${r.software.runtime}`],
          [
            "Source",
            r.software.commit === undefined ? "commit not known to this build" : `commit ${r.software.commit}`,
          ],
          ["Configuration", `the protocol itself, SHA-256 ${r.protocolHash}`],
          [
            "To check this report",
            `nadir validate verify ${r.protocol.identity.family}: derives every figure again from the record, checks the hashes above and walks the audit chain.`,
          ],
          [
            "To run it again from the files",
            `nadir import trial.yaml; nadir validate lock plan.json --author A --approver B; nadir validate open plan.json --as A; nadir validate report plan.json --as A --out report. plan.json is the protocol without its frozen block, as nadir validate export ${r.protocol.identity.family} writes it.`,
          ],
        ],
      },
    ],
  };
}
