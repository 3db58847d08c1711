import { type CriterionId, type CriterionOutcome, daysBetween as days, type ResponseCase } from "@nadir/domain";
import type { Command } from "commander";
import { Ended } from "../ended.ts";
import { message, result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir cohort cases/ --out cohort.json
  $ nadir cohort courses.csv --criterion irecist --figure spider --out spider.svg
  $ nadir cohort courses.csv --best unconfirmed --out waterfall.csv

  Best responses with exact limits (Clopper and Pearson), each patient's best change from baseline up to the day of
  progression, and the plots that the portal's Cohort page draws. Who has nothing measured in that time is named, never
  dropped.`;

interface Options {
  readonly criterion?: string;
  readonly best: string;
  readonly figure: string;
  readonly out?: string;
}

const FIGURES = ["waterfall", "spider", "swimmer"] as const;
const BEST = ["confirmed", "unconfirmed"] as const;

export function addCohort(program: Command): void {
  program
    .command("cohort")
    .summary("best responses and the plots of a cohort: waterfall, spider, swimmer")
    .description("Sets the courses of a cohort side by side under one criterion.")
    .argument("<case.json|folder|table.csv>", "the courses")
    .option("--criterion <id>", "without it, the first that fits the disease of the first course")
    .option("--best <which>", BEST.join(" or "), "confirmed")
    .option("--figure <name>", FIGURES.join(", "), "waterfall")
    .option("--out <file>", "write there; .svg gives the figure, .csv one row a patient, anything else JSON")
    .addHelpText("after", EXAMPLE)
    .action(cohort);
}

interface Judged {
  readonly document: ResponseCase;
  readonly outcome: CriterionOutcome;
}

async function cohort(path: string, { criterion, best, figure, out }: Options): Promise<void> {
  const { assessEach } = await import("@nadir/response");
  const { checkedNames, usualCriteria } = await import("../respond/judgements.ts");
  const { answerEach } = await import("../respond/answer-each.ts");
  const { WrongUsage } = await import("../usage.ts");
  if (!FIGURES.some((f) => f === figure))
    throw new WrongUsage(`There is no figure '${figure}'; there are ${FIGURES.join(", ")}.`);
  const which = BEST.find((b) => b === best);
  if (which === undefined) throw new WrongUsage(`--best takes ${BEST.join(" or ")}, not '${best}'.`);
  let name = checkedNames(criterion)?.[0];
  const judged: Judged[] = [];
  const changeOf = await loadChangeOf();
  let notApplied = 0;
  const { refused } = await answerEach(path, (document) => {
    name ??= usualCriteria(document)[0]!;
    for (const { outcome } of assessEach(document, [name], { trace: false })) {
      if (outcome) judged.push({ document, outcome });
      else notApplied++;
    }
  });
  if (out?.toLowerCase().endsWith(".svg")) await writeFigure(out, figure as (typeof FIGURES)[number], judged, which);
  else if (out?.toLowerCase().endsWith(".csv")) await writeTable(out, judged, which);
  else
    await result(
      {
        schema: "nadir.cohort/1",
        criterion: judged[0]?.outcome.name ?? name ?? null,
        best: which,
        ...(await responsesOf(judged, which)),
        notApplied,
        refused,
        patients: judged.map((j) => ({ case: j.document.id, best: j.outcome.bestOverall[which], ...changeOf(j) })),
      },
      out,
    );
  if (refused > 0) throw new Ended(1);
}

type BestChange = { readonly bestChangePercent: number | null; readonly day: number | null };
type ChangeOf = (judged: Judged) => BestChange;

/** The deepest change of the burden up to progression, per cent, and the days from the baseline scan to it; null without one. */
async function loadChangeOf(): Promise<ChangeOf> {
  const { bestChangeOf } = await import("@nadir/response");
  return (judged) => {
    const best = bestChangeOf(
      pointsOf(judged).map(({ changePercent, ...point }) => ({ ...point, percent: changePercent })),
      judged.outcome.progressionDate,
    );
    return { bestChangePercent: best?.percent ?? null, day: best?.day ?? null };
  };
}

function pointsOf({ document, outcome }: Judged): { date: string; day: number; changePercent: number | null }[] {
  const baseline =
    document.visits.find(({ id }) => id === outcome.baselineVisit)?.date ?? document.course.treatmentStart;
  return outcome.visitOrder.flatMap((id) => {
    const visit = outcome.visits[id];
    if (!visit) return [];
    return [{ date: visit.date, day: days(baseline, visit.date), changePercent: visit.size.percentFromBaseline }];
  });
}

async function responsesOf(judged: readonly Judged[], which: (typeof BEST)[number]) {
  const { isDiseaseControl, isResponse } = await import("@nadir/response");
  const { proportion } = await import("@nadir/statistics");
  const labels = judged.map(({ outcome }) => outcome.bestOverall[which]);
  const categories: Record<string, number> = {};
  for (const label of labels) categories[label] = (categories[label] ?? 0) + 1;
  const share = (holds: (label: string) => boolean) => {
    const found = proportion(labels.filter(holds).length, labels.length);
    if (!found.estimable) return found;
    const { successes, total, estimate, clopperPearson } = found;
    return { estimable: true, count: successes, of: total, estimate, interval: clopperPearson };
  };
  return { categories, objectiveResponse: share(isResponse), diseaseControl: share(isDiseaseControl) };
}

async function writeFigure(
  out: string,
  figure: (typeof FIGURES)[number],
  judged: readonly Judged[],
  which: (typeof BEST)[number],
): Promise<void> {
  const { spiderPlot, swimmerPlot, waterfallPlot } = await import("@nadir/charts");
  const { BURDEN_NAMES, changeThresholds, overallSurvival, unitOf } = await import("@nadir/response");
  const { writeFile } = await import("node:fs/promises");
  const changeOf = await loadChangeOf();
  const [first] = judged;
  const unit = first ? unitOf(first.outcome) : "mm";
  const { response, progression } = first
    ? changeThresholds(first.outcome.criterion as CriterionId, { parameters: first.outcome.parameters, unit })
    : { response: null, progression: null };
  const line = (percent: number | null, label: string) => (percent === null ? [] : [{ percent, label }]);
  const options = {
    background: true,
    title: `${judged[0]?.outcome.name ?? "No criterion"}, ${judged.length} patients`,
    showTitle: true,
    measure: BURDEN_NAMES[unit],
    progressionPercent: progression,
    references: [...line(response, "response"), ...line(progression, "progression")],
  };
  const changes = judged.map((j) => ({ key: j.document.id, category: j.outcome.bestOverall[which], ...changeOf(j) }));
  const svg =
    figure === "waterfall"
      ? waterfallPlot(
          changes.flatMap(({ key, category, bestChangePercent: changePercent }) =>
            changePercent === null ? [] : [{ key, category, changePercent }],
          ),
          { ...options, without: changes.flatMap((c) => (c.bestChangePercent === null ? [c.key] : [])) },
        )
      : figure === "spider"
        ? spiderPlot(
            judged.map((j) => ({ key: j.document.id, points: [{ day: 0, changePercent: 0 }, ...pointsOf(j)] })),
            { ...options, unit: "weeks" },
          )
        : swimmerPlot(
            judged.map(({ document, outcome }) => {
              const { treatmentStart } = document.course;
              const os = overallSurvival(document);
              return {
                key: document.id,
                end: Math.max(0, os.days),
                died: os.status === "event",
                ongoing: os.status === "censored",
                responses: outcome.visitOrder.flatMap((id) => {
                  const visit = outcome.visits[id];
                  return visit ? [{ day: Math.max(0, days(treatmentStart, visit.date)), category: visit.overall }] : [];
                }),
              };
            }),
            options,
          );
  await writeFile(out, svg);
  message(`written: ${out} (${figure}, ${judged.length} patients)`);
}

async function writeTable(out: string, judged: readonly Judged[], which: (typeof BEST)[number]): Promise<void> {
  const { csvText } = await import("@nadir/domain");
  const { writeFile } = await import("node:fs/promises");
  const changeOf = await loadChangeOf();
  const rows = judged.map((j) => {
    const { bestChangePercent, day } = changeOf(j);
    return [j.document.id, j.outcome.name, which, j.outcome.bestOverall[which], bestChangePercent, day];
  });
  await writeFile(
    out,
    csvText(
      ["case", "criterion", "best", "best_response", "best_change_until_progression_percent", "days_from_baseline"],
      rows,
    ),
  );
  message(`written: ${out} (${rows.length} rows)`);
}
