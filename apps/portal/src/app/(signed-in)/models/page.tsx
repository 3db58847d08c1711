import type { Metadata } from "next";
import { DevelopmentsTable } from "../../../panels/models/development/list.tsx";
import { ModelsTable } from "../../../panels/models/models-table.tsx";
import { attempt } from "../../../server/attempt.ts";
import { caller, me } from "../../../server/request-context.ts";
import { buttonLook } from "../../../ui/button.tsx";
import { Empty } from "../../../ui/empty.tsx";
import Link from "../../../ui/link.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { PageHead } from "../../../ui/page-head.tsx";
import { Panel } from "../../../ui/panel.tsx";
import { RefusedPage } from "../../../ui/refused-page.tsx";

export const metadata: Metadata = { title: "Models" };

/** The registered models of the person's trials. */
export default async function ModelsPage() {
  const { models: procedures } = await caller();
  const asked = await attempt(procedures.list());
  if ("problems" in asked) return <RefusedPage what="The list of models" problems={asked.problems} />;
  const { models, hidden } = asked.value;
  const developments = await procedures.developments({ formulaHash: null });
  const isModeller = (await me()).permissions.includes("write-protocol");
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <PageHead
        title="Models"
        lead="Registered in your trials. A model is research only until a locked protocol that froze the very same formula was opened and reported, and its primary analysis was shown."
        actions={
          isModeller ? (
            <>
              <Link href="/models/develop" className={buttonLook("plain")}>
                Develop
              </Link>
              <Link href="/models/register" className={buttonLook("primary")}>
                Register
              </Link>
            </>
          ) : null
        }
      />
      {hidden > 0 ? (
        <Notice title="Research-only models are not shown to the board.">
          {hidden} of your trials' models {hidden === 1 ? "has" : "have"} not passed a locked validation.
        </Notice>
      ) : null}
      <Panel id="models" title="Registered models" flush>
        {models.length === 0 ? (
          <Empty title={hidden > 0 ? "No validated model yet" : "No model is registered"}>
            The statistician of a trial registers them here, or the administrator on the server with{" "}
            <code>nadir models register</code>.
          </Empty>
        ) : (
          <ModelsTable models={models} />
        )}
      </Panel>
      {isModeller || developments.length > 0 ? (
        <Panel id="developments" title="Developments" note="Under nested resampling; no validation." flush>
          {developments.length === 0 ? (
            <Empty title="Nothing was developed yet">
              A plan and a table give a record: splits, candidates side by side, calibration, explanation.
            </Empty>
          ) : (
            <DevelopmentsTable developments={developments} />
          )}
        </Panel>
      ) : null}
    </div>
  );
}
