import type { Command } from "commander";
import { message, result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir trajectories volumes.csv --landmark 84 --out trajectories.csv
  $ nadir trajectories volumes.csv --landmark 84 --learn-from training.csv --out trajectories.csv
  $ nadir develop trajectories-with-outcome.csv --plan plan.json

  VOLUMES has one row a value: subject, day (from the start of treatment), value. Out comes one row a subject: slope of the
  logarithm, acceleration, nadir with its day, depth and regrowth, changes, mean relative size (area under the course). Nothing
  after the landmark day is looked at. --learn-from fits a linear mixed model of the logarithm (random intercept and slope,
  REML) to the courses of training subjects, up to the landmark too, and adds each subject's own line by it (BLUP): what is
  learnt there must be learnt on training subjects alone, so give a table of theirs.`;

interface Options {
  readonly landmark: string;
  readonly subject: string;
  readonly day: string;
  readonly value: string;
  readonly learnFrom?: string;
  readonly out?: string;
}

export function addTrajectories(program: Command): void {
  program
    .command("trajectories")
    .summary("features of a course over several visits, up to a landmark day")
    .description("Turns repeated values of each subject into features of their course, as known on a landmark day.")
    .argument("<values.csv>", "one row a value")
    .requiredOption("--landmark <day>", "days from the start of treatment; later values are not looked at")
    .option("--subject <column>", "column of subjects", "subject")
    .option("--day <column>", "column of days from the start of treatment", "day")
    .option("--value <column>", "column of values", "value")
    .option("--learn-from <csv>", "courses of training subjects, for lines that borrow strength")
    .option("--out <file>", "write the table there")
    .addHelpText("after", EXAMPLE)
    .action(trajectories);
}

async function trajectories(file: string, options: Options): Promise<void> {
  const { csvText } = await import("@nadir/domain");
  const { trajectory } = await import("@nadir/risk");
  const { memberLine } = await import("@nadir/statistics");
  const { readCourses } = await import("../trajectories/read-courses.ts");
  const { learnLine, LOG_NOTE } = await import("../trajectories/learn-line.ts");
  const { WrongUsage } = await import("../usage.ts");
  const landmark = Number(options.landmark);
  if (options.landmark.trim() === "" || !Number.isFinite(landmark))
    throw new WrongUsage(`--landmark is '${options.landmark}'; give a day as a number, e.g. 84.`);
  const courses = await readCourses(file, options);
  const line =
    options.learnFrom === undefined ? null : learnLine(await readCourses(options.learnFrom, options), landmark);
  const rows = courses.map(({ subject, points }) => {
    const own = trajectory(points, landmark);
    const known = points.filter(({ day, value }) => day <= landmark && value > 0);
    const blup =
      line === null || known.length === 0
        ? null
        : memberLine(
            line,
            known.map((p) => p.day),
            known.map((p) => Math.log(p.value)),
          );
    return {
      subject,
      ...own,
      ...(line === null ? {} : { lineIntercept: blup?.intercept ?? null, lineSlopePerDay: blup?.slope ?? null }),
    };
  });
  const later = courses.reduce((n, c) => n + c.points.filter((p) => p.day > landmark).length, 0);
  await result({
    schema: "nadir.trajectories/1",
    file,
    landmarkDay: landmark,
    notLookedAt: later,
    line,
    subjects: rows,
  });
  if (options.out !== undefined) {
    const { writeFile } = await import("node:fs/promises");
    const columns = Object.keys(rows[0] ?? { subject: "" });
    const snake = (name: string) => name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);
    await writeFile(
      options.out,
      csvText(
        columns.map(snake),
        rows.map((r) => columns.map((c) => (r as Readonly<Record<string, string | number | null>>)[c] ?? null)),
      ),
    );
    message(`written to ${options.out}`);
  }
  message(`${rows.length} subjects as known on day ${landmark}; ${later} later values were not looked at.`);
  const short = rows.filter((r) => r.count < 2).length;
  if (short > 0) message(`! ${short} subjects have fewer than two values by then: no slope, no change.`);
  if (line !== null) message(LOG_NOTE(line.groups));
}
