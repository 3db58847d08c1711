import { type Problem, Refusal, refuse } from "@nadir/domain";
import { type CoursePoint, checkColumns, tableOf } from "@nadir/risk";
import { parse } from "csv-parse/sync";
import { readText } from "../read-input.ts";

export interface Course {
  readonly subject: string;
  readonly points: readonly CoursePoint[];
}

/**
 * Courses from a table of one row a value, subjects in the order of the file. An empty value is no value. Refusal, all together: a
 * row without subject or day, a day or a value that is no number, a value below 0.
 */
export async function readCourses(
  file: string,
  columns: { readonly subject: string; readonly day: string; readonly value: string },
): Promise<Course[]> {
  let cells: string[][];
  try {
    cells = parse(await readText(file), { bom: true, skip_empty_lines: true, trim: true });
  } catch (error) {
    if (error instanceof Refusal) throw error;
    refuse("NOT_CSV", `The file '${file}' is not a comma-separated table: ${(error as Error).message}.`, {
      where: { file },
    });
  }
  const table = tableOf(cells, file, "a value");
  checkColumns(table, [columns.subject, columns.day, columns.value]);
  const problems: Problem[] = [];
  const courses = new Map<string, CoursePoint[]>();
  for (const [i, row] of table.rows.entries()) {
    const say = (column: string, code: string, message: string): void => {
      problems.push({ code, message: `Row ${i + 2}: ${message}`, where: { file, row: i + 2, column } });
    };
    const [subject, day, value] = [row[columns.subject], row[columns.day], row[columns.value]] as string[];
    if (!subject) say(columns.subject, "NO_SUBJECT", "it names no subject.");
    else if (day === "" || !Number.isFinite(Number(day)))
      say(columns.day, "NOT_A_NUMBER", `the day is '${day}'; give days from the start of treatment, e.g. 42.`);
    else if (value !== "" && !(Number(value) >= 0))
      say(columns.value, "NOT_A_NUMBER", `the value is '${value}'; give a number from 0, or leave it empty.`);
    else
      courses.set(subject, [
        ...(courses.get(subject) ?? []),
        ...(value === "" ? [] : [{ day: Number(day), value: Number(value) }]),
      ]);
  }
  if (problems.length > 0) throw new Refusal(problems.slice(0, 20));
  return [...courses].map(([subject, points]) => ({ subject, points }));
}
