import { assayInWords, type ValidationResult } from "@nadir/domain";
import type { Block } from "./blocks.ts";
import { setName } from "./words.ts";

/** By which assays the markers were measured, per set and site; nothing where the record names no assay. */
export function assayBlocks({ assays }: ValidationResult): Block[] {
  if (assays === undefined) return [];
  const { rows, unseen } = assays;
  const unknown = rows.filter((row) => row.set === "test" && assayInWords(row) === assayInWords({}));
  return [
    { kind: "heading", text: "Assays of the markers" },
    ...unseen.map(
      (u): Block => ({
        kind: "callout",
        tone: "caution",
        title: `${u.marker}: an assay that development never saw`,
        text: `${subjects(u.subjects)} of the test set measured with ${u.assay}; no development subject was. A difference of the assays may look like a failure, or a success, of the model.`,
      }),
    ),
    ...(unknown.length === 0
      ? []
      : [
          {
            kind: "text",
            text: `The record does not name the assay of ${subjects(unknown.reduce((n, row) => n + row.subjects, 0))} of the test set; whether development saw it cannot be told.`,
          } as const,
        ]),
    {
      kind: "table",
      caption: "Assays by which the markers among the predictors were measured: subjects whose value was used",
      columns: [
        { title: "Marker", share: 2 },
        { title: "Assay", share: 4 },
        { title: "Site", share: 1.4 },
        { title: "Set", share: 1.2 },
        { title: "n", share: 0.6, align: "right" },
      ],
      rows: rows.map((row) => [row.marker, assayInWords(row), row.site, setName(row.set), String(row.subjects)]),
    },
  ];
}

const subjects = (n: number): string => `${n} ${n === 1 ? "subject" : "subjects"}`;
