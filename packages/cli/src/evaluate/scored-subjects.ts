import { isoDay, type Problem, Refusal, type ResponseCase } from "@nadir/domain";
import { overallSurvival } from "@nadir/response";
import type { LandmarkSubject } from "@nadir/risk";
import { checkColumns, checkDistinct, flags, numbers, type Predictions, readPredictions } from "./predictions.ts";

export interface ScoreColumns {
  readonly score: string;
  readonly subject: string;
  readonly time?: string;
  readonly event?: string;
  readonly happened: string;
  readonly scoredOn?: string;
  readonly lowerIsWorse?: boolean;
}

type Scored = Pick<LandmarkSubject, "score" | "scoredOn" | "survival">;

export interface ScoredSubjects {
  /** Every course with its score; a course that the table does not name has none. */
  readonly join: (documents: readonly ResponseCase[]) => LandmarkSubject[];
  /** Subjects of the table that no course has. */
  readonly unmatched: (documents: readonly ResponseCase[]) => string[];
}

/** The table of scores, checked as a whole: every cell that cannot be read is named. An empty cell is unknown. */
export async function scoredSubjects(file: string, columns: ScoreColumns): Promise<ScoredSubjects> {
  const { score, subject, time, event, happened, scoredOn, lowerIsWorse } = columns;
  const table = await readPredictions(file, subject);
  checkColumns(table, [score, ...(time ? [time] : []), ...(event ? [event] : []), ...(scoredOn ? [scoredOn] : [])]);
  if (time && event) checkDistinct(table, [time, event], [score]);
  const filled = (column: string) =>
    table.rows.flatMap((row, i) => (row[column] === "" ? [] : [{ row, number: i + 2 }]));
  const byRow = <T>(column: string, read: (rows: ReturnType<typeof filled>) => readonly T[]): Map<number, T> => {
    const rows = filled(column);
    const values = read(rows);
    return new Map(rows.map(({ number }, i) => [number - 2, values[i] as T]));
  };
  const scores = byRow(score, (rows) => numbers(table, rows, score));
  const times = time ? byRow(time, (rows) => numbers(table, rows, time, 0)) : null;
  const events = event ? byRow(event, (rows) => flags(table, rows, event, happened)) : null;
  const days = scoredOn ? byRow(scoredOn, (rows) => isoDays(table, rows, scoredOn)) : null;
  const found = new Map<string, Scored>(
    table.rows.map((row, i) => {
      const value = scores.get(i) ?? null;
      const [days0, died] = [times?.get(i), events?.get(i)];
      return [
        row[subject] as string,
        {
          score: value === null ? null : lowerIsWorse ? -value : value,
          scoredOn: days?.get(i) ?? null,
          survival: days0 === undefined || died === undefined ? null : { days: days0, event: died === 1 },
        },
      ];
    }),
  );
  return {
    join: (documents) =>
      documents.map((document) => {
        const scored = found.get(document.id) ?? { score: null, scoredOn: null, survival: null };
        return { id: document.id, document, ...scored, survival: times ? scored.survival : survivalOf(document) };
      }),
    unmatched: (documents) => {
      const known = new Set(documents.map(({ id }) => id));
      return [...found.keys()].filter((id) => !known.has(id));
    },
  };
}

function survivalOf(document: ResponseCase): { days: number; event: boolean } {
  const { days, status } = overallSurvival(document);
  return { days, event: status === "event" };
}

function isoDays(
  table: Predictions,
  rows: readonly { readonly row: Readonly<Record<string, string>>; readonly number: number }[],
  column: string,
): string[] {
  const problems: Problem[] = [];
  const days = rows.map(({ row, number }) => {
    const text = row[column] ?? "";
    if (!isoDay.safeParse(text).success)
      problems.push({
        code: "NOT_A_DAY",
        message: `Row ${number}, column '${column}': '${text}' is no day; write it as 2026-03-01, or leave the cell empty.`,
        where: { file: table.file, row: number, column },
        found: text,
        expected: "an ISO day",
      });
    return text;
  });
  if (problems.length > 0) throw new Refusal(problems);
  return days;
}
