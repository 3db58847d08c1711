import type { Command } from "commander";
import { Ended } from "../ended.ts";
import { result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir landmark courses.csv scores.csv --score risk --landmark 84 --horizon 365
  $ nadir landmark cases/ scores.csv --score tmb --lower-is-worse --criteria recist-1.1,irecist \\
      --time os_days --event died --happened yes --scored-on drawn_on --out landmark.json

  A model's score beside the response as predictor of survival, on the same patients. Who is alive and followed beyond the
  landmark (days from treatment start) is counted; the response is judged from what was known at the landmark, and survival
  runs from there: a response counted from treatment start would be credited with the time its patient had to live to be
  scanned. Survival is taken from the courses (death, else last visit), or from --time and --event of the table, in days from
  treatment start. Harrell's C of both with the paired difference (bootstrap by patient, and the jackknife standard error),
  AUC at the horizon (days from the landmark), and the likelihood ratio of adding either to the other.`;

interface Options {
  readonly score: string;
  readonly subject: string;
  readonly criteria?: string;
  readonly landmark: string;
  readonly horizon?: string;
  readonly time?: string;
  readonly event?: string;
  readonly happened: string;
  readonly scoredOn?: string;
  readonly lowerIsWorse?: boolean;
  readonly resamples: string;
  readonly seed: string;
  readonly out?: string;
}

export function addLandmark(program: Command): void {
  program
    .command("landmark")
    .summary("a model's score beside the response as predictor of survival, from a landmark on")
    .description("Compares a score with response criteria as predictors of survival by the landmark method.")
    .argument("<case.json|folder|table.csv>", "the courses")
    .argument("<scores.csv>", "one row a subject")
    .requiredOption("--score <column>", "column of the score; a larger score means an earlier event")
    .option("--lower-is-worse", "a smaller score means an earlier event")
    .option("--subject <column>", "column that names the case", "subject")
    .option(
      "--scored-on <column>",
      "column with the ISO day on which the score was known; later than the landmark is left out",
    )
    .option("--criteria <list>", "comma-separated; without it, the first that fits the disease of the first course")
    .option("--landmark <days>", "days from treatment start", "84")
    .option("--horizon <days>", "days from the landmark at which the AUC is taken")
    .option("--time <column>", "survival in days from treatment start")
    .option("--event <column>", "whether the time ended with the event")
    .option("--happened <word>", "the cell of --event that means yes", "1")
    .option("--resamples <n>", "bootstrap resamples", "2000")
    .option("--seed <n>", "of the bootstrap", "20260101")
    .option("--out <file>", "write there")
    .addHelpText("after", EXAMPLE)
    .action(landmark);
}

async function landmark(path: string, table: string, options: Options): Promise<void> {
  const { landmarkCohort, LANDMARK_LEFT_OUT, modelAgainstCriterion, isDefinition } = await import("@nadir/risk");
  const { checkedNames, usualCriteria } = await import("../respond/judgements.ts");
  const { answerEach } = await import("../respond/answer-each.ts");
  const { scoredSubjects } = await import("../evaluate/scored-subjects.ts");
  const { WrongUsage } = await import("../usage.ts");
  const names = checkedNames(options.criteria);
  if (names?.some(isDefinition))
    throw new WrongUsage(`--criteria takes response criteria; '${options.criteria}' names a definition.`);
  const landmarkDays = positive("--landmark", options.landmark, WrongUsage);
  const horizon = options.horizon === undefined ? undefined : positive("--horizon", options.horizon, WrongUsage);
  const replicates = whole("--resamples", options.resamples, 1, WrongUsage);
  const seed = whole("--seed", options.seed, 0, WrongUsage);
  if ((options.time === undefined) !== (options.event === undefined))
    throw new WrongUsage("--time and --event are given together, or neither: survival then comes from the courses.");
  const scores = await scoredSubjects(table, options);
  const documents: Parameters<typeof usualCriteria>[0][] = [];
  const { refused } = await answerEach(path, (document) => void documents.push(document));
  const subjects = scores.join(documents);
  const first = documents[0];
  const comparisons = (names ?? (first ? usualCriteria(first).slice(0, 1) : [])).map((criterion) => {
    const { patients, leftOut, undatedScores } = landmarkCohort(subjects, criterion, landmarkDays);
    return {
      judgedBy: criterion,
      landmarkDays,
      leftOut,
      undatedScores,
      ...modelAgainstCriterion(patients, { seed, replicates, ...(horizon === undefined ? {} : { horizon }) }),
      patientsByLabel: patients.map(({ id, score, label, visit, time, event }) => ({
        case: id,
        score: options.lowerIsWorse ? -score : score,
        label,
        visit,
        daysFromLandmark: time,
        event,
      })),
    };
  });
  await result(
    {
      score: options.score,
      larger: options.lowerIsWorse ? "later" : "earlier",
      survival: options.time === undefined ? "from the courses: death, else last visit" : `column ${options.time}`,
      leftOutMeans: LANDMARK_LEFT_OUT,
      scoresWithoutCourse: scores.unmatched(documents),
      refused,
      comparisons,
    },
    options.out,
  );
  if (refused > 0) throw new Ended(1);
}

type UsageError = new (message: string) => Error;

function positive(option: string, text: string, Wrong: UsageError): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value <= 0)
    throw new Wrong(`${option} takes a number of days above 0; '${text}' is none.`);
  return value;
}

function whole(option: string, text: string, least: number, Wrong: UsageError): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isSafeInteger(value) || value < least)
    throw new Wrong(`${option} takes a whole number of at least ${least}; '${text}' is none.`);
  return value;
}
