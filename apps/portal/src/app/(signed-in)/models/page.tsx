import type { Metadata } from "next";
import { ModelsTable } from "../../../panels/models/models-table.tsx";
import { attempt } from "../../../server/attempt.ts";
import { caller } from "../../../server/request-context.ts";
import { Empty } from "../../../ui/empty.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { PageHead } from "../../../ui/page-head.tsx";
import { Panel } from "../../../ui/panel.tsx";
import { Problems } from "../../../ui/problems.tsx";

export const metadata: Metadata = { title: "Models" };

/** The registered models of the person's trials. */
export default async function ModelsPage() {
  const asked = await attempt((await caller()).models.list());
  if ("problems" in asked) return <Problems problems={asked.problems} />;
  const { models, hidden } = asked.value;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <PageHead
        title="Models"
        lead="Registered in your trials. A model is research only until a locked protocol that froze the very same formula was opened and reported, and its primary analysis was shown."
      />
      {hidden > 0 ? (
        <Notice title="Research-only models are not shown to the board.">
          {hidden} of your trials' models {hidden === 1 ? "has" : "have"} not passed a locked validation.
        </Notice>
      ) : null}
      <Panel id="models" title="Registered models" flush>
        {models.length === 0 ? (
          <Empty title={hidden > 0 ? "No validated model yet" : "No model is registered"}>
            Models are registered on the server with <code>nadir models register</code>.
          </Empty>
        ) : (
          <ModelsTable models={models} />
        )}
      </Panel>
    </div>
  );
}
