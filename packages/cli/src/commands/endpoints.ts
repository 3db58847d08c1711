import type { Endpoints } from "@nadir/response";
import type { Command } from "commander";
import { Ended } from "../ended.ts";
import { message, result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir endpoints cases/
  $ nadir endpoints courses.csv --criteria recist-1.1,irecist --out endpoints.json
  $ nadir endpoints courses.csv --criteria irecist --out endpoints.csv

  Progression-free survival, time to progression, overall survival, duration of response, objective response, disease
  control, durable clinical benefit, response at landmarks and the named cut-offs, of every patient and of all together.
  Each time carries the rule by which it ended. Days count from treatment start. A .csv holds one row a patient.`;

interface Options {
  readonly criteria?: string;
  readonly out?: string;
}

export function addEndpoints(program: Command): void {
  program
    .command("endpoints")
    .summary("survival and response endpoints of courses under each criterion")
    .description("Derives the endpoints of a trial from courses, with the censoring rules in words.")
    .argument("<case.json|folder|table.csv>", "the courses")
    .option("--criteria <list>", "comma-separated; without it, the first that fits the disease of the first course")
    .option("--out <file>", "write there; .csv gives one row a patient and criterion, anything else JSON")
    .addHelpText("after", EXAMPLE)
    .action(endpoints);
}

async function endpoints(path: string, { criteria, out }: Options): Promise<void> {
  const { assessEach, endpointsOf } = await import("@nadir/response");
  const { isDefinition, summariseEndpoints } = await import("@nadir/risk");
  const { checkedNames, usualCriteria } = await import("../respond/judgements.ts");
  const { answerEach } = await import("../respond/answer-each.ts");
  const { WrongUsage } = await import("../usage.ts");
  let names = checkedNames(criteria);
  if (names?.some(isDefinition))
    throw new WrongUsage(
      `--criteria takes response criteria; '${criteria}' names a definition, which has no endpoints.`,
    );
  const patients: { case: string; criterion: string; endpoints: Endpoints }[] = [];
  const notApplied: Record<string, number> = {};
  const { refused } = await answerEach(path, (document) => {
    names ??= usualCriteria(document).slice(0, 1);
    for (const { criterion, outcome } of assessEach(document, names, { trace: false })) {
      if (outcome) patients.push({ case: document.id, criterion, endpoints: endpointsOf(document, outcome) });
      else notApplied[criterion] = (notApplied[criterion] ?? 0) + 1;
    }
  });
  if (out?.toLowerCase().endsWith(".csv")) await writeTable(out, patients);
  else {
    const summaries = (names ?? []).map((criterion) => ({
      ...summariseEndpoints(
        criterion,
        patients.filter((p) => p.criterion === criterion).map((p) => p.endpoints),
      ),
      notApplied: notApplied[criterion] ?? 0,
    }));
    await result({ summaries, patients, refused }, out);
  }
  if (refused > 0) throw new Ended(1);
}

async function writeTable(
  out: string,
  patients: readonly { case: string; criterion: string; endpoints: Endpoints }[],
): Promise<void> {
  const { csvText } = await import("@nadir/domain");
  const { CUT_OFFS, LANDMARK_DAYS } = await import("@nadir/response");
  const { writeFile } = await import("node:fs/promises");
  const times = ["pfs", "ttp", "os"] as const;
  const columns = [
    "case",
    "criterion",
    ...times.flatMap((t) => [`${t}_days`, `${t}_status`, `${t}_cause`, `${t}_date`, `${t}_rule`]),
    "objective_response_confirmed",
    "objective_response_unconfirmed",
    "disease_control_confirmed",
    "disease_control_unconfirmed",
    "durable_benefit",
    "durable_benefit_rule",
    "response_days",
    "response_status",
    ...LANDMARK_DAYS.map((days) => `response_at_${days}_days`),
    ...CUT_OFFS.map(({ id }) => id.replaceAll("-", "_")),
  ];
  const rows = patients.map(({ case: id, endpoints: e }) => [
    id,
    e.criterion,
    ...times.flatMap((t) => [e[t].days, e[t].status, e[t].cause, e[t].date, e[t].rule]),
    e.objectiveResponse.confirmed,
    e.objectiveResponse.unconfirmed,
    e.diseaseControl.confirmed,
    e.diseaseControl.unconfirmed,
    e.durableClinicalBenefit.state,
    e.durableClinicalBenefit.rule,
    e.durationOfResponse?.days,
    e.durationOfResponse?.status,
    ...LANDMARK_DAYS.map((days) => e.landmarks.find((l) => l.landmarkDays === days)?.state),
    ...CUT_OFFS.map(({ id: cutOff }) => e.cutOffs.find((c) => c.id === cutOff)?.state),
  ]);
  await writeFile(out, csvText(columns, rows));
  message(`written: ${out} (${rows.length} rows)`);
}
