import { LESION_PARTS, labelsOfParts, lesionPartsOf, type Problem } from "@nadir/domain";
import { grouped } from "./grouped.ts";
import { atRow, type ReadTables } from "./trial-tables.ts";
import type { ReadRow } from "./typed-rows.ts";

type MaskRow = ReadRow<"masks">;

/** The labels that the file of a mask holds, 0 apart. */
export type FoundLabels = ReadonlyMap<MaskRow, ReadonlySet<number>>;

const listed = (labels: Iterable<number>): string => [...labels].sort((a, b) => a - b).join(", ");

/**
 * What a mask's statement of its parts says against what the files hold: the lesion's own label is a part; a label of the
 * file is named, or is another lesion's; a label that is named is in some mask of that statement; no voxel is a part of two
 * lesions. `found` has the files that could be read.
 */
export function checkPartLabels(masks: ReadTables["masks"], found: FoundLabels): Problem[] {
  const problems: Problem[] = [];
  const tell = (row: MaskRow, code: string, sentence: string, wrong: number): void => {
    problems.push(atRow(row, code, "partLabels", sentence, { found: String(wrong) }));
  };
  const stated = masks.filter(({ value, unread }) => value.partLabels !== undefined && !unread.has("partLabels"));
  /** What a row lays claim to in its file. */
  const claims = (row: MaskRow): number[] => [
    ...(row.value.label === undefined ? [] : [row.value.label]),
    ...(stated.includes(row) ? labelsOfParts(lesionPartsOf(row.value.partLabels!)) : []),
  ];
  for (const row of stated) {
    const { file, label, lesion } = row.value;
    const named = labelsOfParts(lesionPartsOf(row.value.partLabels!));
    if (label !== undefined && !named.includes(label))
      tell(
        row,
        "PART_UNNAMED",
        `the lesion's own label ${label} is no part; write which part of ${LESION_PARTS.join(", ")} it is.`,
        label,
      );
    const others = masks.filter((other) => other !== row && other.value.file === file);
    const elsewhere = new Set(others.flatMap(claims));
    for (const at of found.get(row) ?? [])
      if (at !== label && !named.includes(at) && !elsewhere.has(at))
        tell(
          row,
          "PART_UNNAMED",
          `the mask '${file}' holds the label ${at}, which is named neither here (${listed(named)}) nor as another lesion; say which part it is.`,
          at,
        );
    for (const other of others) {
      const shared = named.find((at) => claims(other).includes(at));
      if (shared !== undefined && other.value.lesion !== lesion)
        tell(
          row,
          "PART_SHARED",
          `the label ${shared} of '${file}' belongs to lesion ${lesion} here and to lesion ${other.value.lesion} in row ${other.row}; give each lesion labels of its own.`,
          shared,
        );
    }
  }
  for (const group of grouped(stated, ({ value }) => value.partLabels!.join("|")).values()) {
    if (!group.every((row) => found.has(row))) continue;
    const holds = new Set(group.flatMap((row) => [...found.get(row)!]));
    for (const at of labelsOfParts(lesionPartsOf(group[0]!.value.partLabels!)))
      if (!holds.has(at))
        tell(
          group[0]!,
          "PART_LABEL_NOWHERE",
          `the label ${at} is in none of the masks with this statement (they hold ${listed(holds)}); a part that was looked for and is not there is written none=part.`,
          at,
        );
  }
  return problems;
}
