import { type Problem, Refusal, refuse } from "@nadir/domain";
import { readPredictions } from "../evaluate/predictions.ts";

/**
 * Which of `subjects` are of the discovery and which of the replication set, by a table with the columns subject and `set`.
 * Without a table all are of the discovery set. Refusal: another word, a subject that the table does not name.
 */
export async function readSplit(
  file: string | undefined,
  subject: string,
  subjects: readonly string[],
): Promise<{ discoveryRows: number[]; replicationRows: number[] }> {
  const all = subjects.map((_, i) => i);
  if (file === undefined) return { discoveryRows: all, replicationRows: [] };
  const table = await readPredictions(file, subject);
  if (!table.columns.includes("set"))
    refuse(
      "NO_COLUMN",
      `The split '${file}' has no column 'set'; give each subject 'discovery' or 'replication' there.`,
      { where: { file, row: 1 } },
    );
  const problems: Problem[] = table.rows.flatMap((row, i) =>
    row["set"] === "discovery" || row["set"] === "replication"
      ? []
      : [
          {
            code: "NO_SUCH_SET",
            message: `Subject '${row[subject]}' is in set '${row["set"]}'; write 'discovery' or 'replication'.`,
            where: { file, row: i + 2, column: "set" },
          },
        ],
  );
  if (problems.length > 0) throw new Refusal(problems.slice(0, 20));
  const setOf = new Map(table.rows.map((row) => [row[subject]!, row["set"]!]));
  const unnamed = subjects.filter((s) => !setOf.has(s));
  if (unnamed.length > 0)
    refuse(
      "SUBJECT_IN_NO_SET",
      `The split '${file}' does not name ${unnamed.length} of the subjects, the first of them '${unnamed[0]}'; give every subject its set.`,
      { where: { file } },
    );
  return {
    discoveryRows: all.filter((i) => setOf.get(subjects[i]!) === "discovery"),
    replicationRows: all.filter((i) => setOf.get(subjects[i]!) === "replication"),
  };
}
