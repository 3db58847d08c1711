import type { Metadata } from "next";
import { ChoosePair } from "../../../../../panels/responses/choose-pair.tsx";
import {
  asComparisonQuery,
  comparisonCsvHref,
  readComparisonAddress,
} from "../../../../../panels/responses/comparison-address.ts";
import { ChangesPanel, DiscordancePanel, PairsPanel } from "../../../../../panels/responses/comparison-panels.tsx";
import { isSimulatedTrial, SimulatedNotice } from "../../../../../panels/responses/simulated-notice.tsx";
import { TrialViews } from "../../../../../panels/responses/trial-views.tsx";
import { WhoIsCounted } from "../../../../../panels/responses/who-is-counted.tsx";
import { TrialRefused } from "../../../../../panels/trials/trial-refused.tsx";
import { attempt } from "../../../../../server/attempt.ts";
import { caller } from "../../../../../server/request-context.ts";
import { buttonLook } from "../../../../../ui/button.tsx";
import { dayStyle } from "../../../../../ui/day-style.ts";
import { Empty } from "../../../../../ui/empty.tsx";
import { PageHead } from "../../../../../ui/page-head.tsx";
import { trialCrumbs } from "../../../../../ui/trial-crumbs.ts";

interface Props {
  readonly params: Promise<{ trial: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Criteria compared, ${(await params).trial}` };
}

/** Two criteria on one trial's cohort: table, picture, and every patient whom they tell apart. */
export default async function CriteriaPage({ params, searchParams }: Props) {
  const { trial } = await params;
  const address = readComparisonAddress(await searchParams);
  const asked = await attempt((await caller()).responses.comparison(asComparisonQuery(trial, address)));
  if ("problems" in asked)
    return <TrialRefused trial={trial} what="The comparison of criteria" problems={asked.problems} />;
  const comparison = asked.value;
  const { chosen } = comparison;
  const shown = { first: chosen?.criteria[0], second: chosen?.criteria[1], of: comparison.of };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <PageHead
        crumbs={trialCrumbs(trial, comparison.trial.title)}
        title="Criteria compared"
        lead="The same patients under two criteria. Every progression, confirmed or waiting, counts as PD; NON-CR/NON-PD as SD."
        actions={
          chosen ? (
            <a href={comparisonCsvHref(trial, shown)} className={buttonLook("plain")} download>
              Table as CSV
            </a>
          ) : null
        }
      />
      <TrialViews trial={trial} current="criteria" />
      <SimulatedNotice trial={trial} />
      <ChoosePair comparison={comparison} />
      <WhoIsCounted
        refused={comparison.refused}
        withheld={comparison.withheld}
        without={chosen?.withoutBoth ?? 0}
        what="the tables"
      />
      {chosen ? (
        <>
          <DiscordancePanel
            trial={trial}
            chosen={chosen}
            of={comparison.of}
            isSimulated={await isSimulatedTrial(trial)}
          />
          <ChangesPanel trial={trial} chosen={chosen} days={dayStyle(comparison.trial.dates)} />
        </>
      ) : (
        <Empty title="Choose two different criteria">A criterion compared with itself agrees with itself.</Empty>
      )}
      <PairsPanel comparison={comparison} />
    </div>
  );
}
