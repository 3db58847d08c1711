import type { ValidationResult } from "@nadir/domain";
import type { Cell, Section } from "./blocks.ts";
import { instant } from "./words.ts";

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
      { kind: "heading", text: "Deviations" },
      { kind: "list", items: r.deviations.length === 0 ? ["None recorded."] : r.deviations },
      { kind: "heading", text: "What would make this protocol void" },
      { kind: "list", items: r.protocol.deviations.voidIf },
      {
        kind: "terms",
        rows: [
          ["Software", `harness ${r.software.harness}, statistics ${r.software.statistics}, ${r.software.runtime}`],
          [
            "To check this report",
            "nadir validate verify derives every figure again from the record, checks the hashes above and walks the audit chain.",
          ],
        ],
      },
    ],
  };
}
