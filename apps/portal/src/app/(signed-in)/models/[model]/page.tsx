import type { Metadata } from "next";
import { CardPanels } from "../../../../panels/models/card-panels.tsx";
import { ComparePanel } from "../../../../panels/models/compare-panel.tsx";
import { DevelopmentPanels } from "../../../../panels/models/development/panels.tsx";
import { MonitoringPanel } from "../../../../panels/models/monitoring-panel.tsx";
import { StandingMark } from "../../../../panels/models/standing-mark.tsx";
import { attempt } from "../../../../server/attempt.ts";
import { caller } from "../../../../server/request-context.ts";
import Link from "../../../../ui/link.tsx";
import { Moment } from "../../../../ui/moment.tsx";
import { Notice } from "../../../../ui/notice.tsx";
import { OnThisPage } from "../../../../ui/on-this-page.tsx";
import { PageHead } from "../../../../ui/page-head.tsx";
import { Panel } from "../../../../ui/panel.tsx";
import { RefusedPage } from "../../../../ui/refused-page.tsx";

export const metadata: Metadata = { title: "Model card" };

/** One model's card: what it says of itself, how it was developed here, how it did over the trial and beside others. */
export default async function ModelPage({ params }: { params: Promise<{ model: string }> }) {
  const { models } = await caller();
  const asked = await attempt(models.read({ model: (await params).model }));
  if ("problems" in asked)
    return (
      <RefusedPage
        what="This model"
        problems={asked.problems}
        crumbs={[{ label: "Models", href: "/models" }]}
        back={{ href: "/models", label: "Back to models" }}
      />
    );
  const model = asked.value;
  const [developments, monitoring, places] = await Promise.all([
    models.developments({ formulaHash: model.formulaHash }),
    models.monitoring({ model: model.id }),
    models.comparable({ model: model.id }),
  ]);
  const [line] = developments;
  const development = line ? await models.development({ development: line.id }) : null;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <PageHead
        crumbs={[{ label: "Models", href: "/models" }]}
        title={model.title}
        lead={
          <>
            {model.key} version {model.version}; foretells {model.predicts}. Registered by {model.registeredBy},{" "}
            <Moment at={model.registeredAt} />
            {model.supersedes ? (
              <>
                ; supersedes{" "}
                <Link href={`/models/${model.supersedes.id}`} className="underline underline-offset-2">
                  version {model.supersedes.version}
                </Link>
              </>
            ) : null}
            .
          </>
        }
        actions={<StandingMark standing={model.standing} />}
      />
      {model.supersededBy ? (
        <Notice kind="warning" title="Superseded.">
          <Link href={`/models/${model.supersededBy.id}`} className="underline underline-offset-2">
            Version {model.supersededBy.version}
          </Link>{" "}
          stands in for this one.
        </Notice>
      ) : null}
      <OnThisPage
        parts={[
          { id: "use", label: "Use" },
          { id: "performance", label: "Performance" },
          { id: "inputs", label: "Formula" },
          { id: "monitoring", label: "Over the trial" },
          { id: "compare", label: "Compare" },
          { id: development ? "performance-development" : "development", label: "Development" },
          ...(development?.kind === "models" ? [{ id: "explanation", label: "Explanation" }] : []),
        ]}
      />
      <CardPanels model={model} />
      <MonitoringPanel model={model.id} choices={monitoring} />
      <ComparePanel places={places} />
      {development ? (
        <DevelopmentPanels record={development.record} />
      ) : (
        <Panel id="development" title="Development">
          <p className="text-sm text-soft">
            This model was not developed in this installation; splits, comparisons and explanations of its making are
            not known here beyond what its card says.
          </p>
        </Panel>
      )}
      <p className="text-sm">
        <Link href={`/trials/${model.trial}`} className="underline underline-offset-2">
          To the trial {model.trialTitle}
        </Link>
      </p>
    </div>
  );
}
