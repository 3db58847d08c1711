import type { Metadata } from "next";
import { AgreementTable, DiscrepancyTable } from "../../../../../panels/agreement/agreement-panels.tsx";
import { BlandAltmanPanel } from "../../../../../panels/agreement/bland-altman-panel.tsx";
import { SeniorityTable } from "../../../../../panels/agreement/seniority-table.tsx";
import { seniorityWords } from "../../../../../panels/reads/seniority-words.ts";
import { isSimulatedTrial } from "../../../../../panels/responses/simulated-notice.tsx";
import { TrialViews } from "../../../../../panels/responses/trial-views.tsx";
import { TrialRefused } from "../../../../../panels/trials/trial-refused.tsx";
import { attempt } from "../../../../../server/attempt.ts";
import { caller } from "../../../../../server/request-context.ts";
import { Button } from "../../../../../ui/button.tsx";
import { criterionName } from "../../../../../ui/criterion-names.ts";
import { dayStyle } from "../../../../../ui/day-style.ts";
import { Empty } from "../../../../../ui/empty.tsx";
import { PageHead } from "../../../../../ui/page-head.tsx";
import { Panel } from "../../../../../ui/panel.tsx";
import { trialCrumbs } from "../../../../../ui/trial-crumbs.ts";

interface Props {
  readonly params: Promise<{ trial: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Pick<Props, "params">): Promise<Metadata> {
  return { title: `Readers' agreement, ${(await params).trial}` };
}

const unitOf = (unit: "mm" | "mm2" | "mm3" | null): string => (unit ?? "mm").replace("2", "²").replace("3", "³");

/** How two readers of the trial agree, and where their readings differ. */
export default async function AgreementPage({ params, searchParams }: Props) {
  const [{ trial }, given] = await Promise.all([params, searchParams]);
  const named = (name: string) => {
    const value = given[name];
    return typeof value === "string" && value !== "" ? { [name]: value } : {};
  };
  const asked = await attempt((await caller()).agreement.read({ trial, ...named("first"), ...named("second") }));
  if ("problems" in asked)
    return <TrialRefused trial={trial} what="The agreement of readers" problems={asked.problems} />;
  const isSimulated = await isSimulatedTrial(trial);
  const { trial: about, criterion, readers, pair, bySeniority } = asked.value;
  const nameOf = (id: string) => readers.find((reader) => reader.id === id)?.name ?? id;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <PageHead
        crumbs={trialCrumbs(trial, about.title)}
        title="Readers' agreement"
        lead={`Two readers' measurements of the same lesions, and what ${criterionName(criterion)} makes of each reader's own figures, without clinical data.`}
      />
      <TrialViews trial={trial} current="agreement" />
      {readers.length < 2 ? (
        <Panel title="No second reader">
          <Empty title="Fewer than two readers have measured in this trial">
            They do by signing reads here, or are brought in: a table of measurements names its reader in the column
            “reader”.
          </Empty>
        </Panel>
      ) : (
        <form method="get" aria-label="Choose two readers" className="flex flex-wrap items-end gap-2.5">
          {(["first", "second"] as const).map((which) => (
            <label key={which} className="grid gap-0.5 text-xs text-faint">
              {which === "first" ? "First reader" : "Second reader"}
              <select
                name={which}
                defaultValue={pair?.[which] ?? (typeof given[which] === "string" ? given[which] : "")}
                className="rounded-md border border-line-strong bg-surface px-2 py-1.5 text-sm text-ink"
              >
                {readers.map(({ id, name, measurements, seniority }) => (
                  <option key={id} value={id}>
                    {name} ({measurements}
                    {seniority ? `; ${seniorityWords(seniority)}` : ""})
                  </option>
                ))}
              </select>
            </label>
          ))}
          <Button type="submit">Compare</Button>
        </form>
      )}
      {pair ? (
        <>
          <p className="text-sm text-soft">
            {pair.subjects} {pair.subjects === 1 ? "patient" : "patients"} of whom both have measured something.
          </p>
          <AgreementTable figures={pair.figures} unit={unitOf(pair.sumUnit)} />
          <BlandAltmanPanel
            trial={trial}
            pair={pair}
            names={[nameOf(pair.first), nameOf(pair.second)]}
            unit={unitOf(pair.sumUnit)}
            isSimulated={isSimulated}
          />
          <SeniorityTable pairs={bySeniority} readers={readers} />
          <DiscrepancyTable
            trial={trial}
            rows={pair.discrepancies}
            names={[nameOf(pair.first), nameOf(pair.second)]}
            days={dayStyle(about.dates)}
            unit={unitOf(pair.sumUnit)}
          />
        </>
      ) : readers.length > 1 ? (
        <Panel title="Choose two">
          <Empty title="That is one and the same reader">Choose two different readers.</Empty>
        </Panel>
      ) : null}
    </div>
  );
}
