import { studyFlow } from "@nadir/charts";
import type { EvidenceTable } from "@nadir/domain";
import { studyFlowTable } from "../../ui/chart-tables.ts";
import { Figure } from "../../ui/figure.tsx";
import { fileName } from "../../ui/figure-table.ts";
import { Panel } from "../../ui/panel.tsx";

/** How a review found its studies (PRISMA), for a table that says so. */
export function FlowPanel({ table }: { table: EvidenceTable }) {
  const { flow, id, title } = table;
  if (!flow) return null;
  return (
    <Panel id={`flow-${id}`} title={`Flow of studies: ${title}`} note={table.citation}>
      <Figure
        svg={studyFlow(flow, { title: `Flow of studies, ${id}` })}
        narrow={studyFlow(flow, { title: `Flow of studies, ${id}`, width: 320 })}
        file={{ name: fileName("flow", id), label: `Flow of studies, ${id}`, data: studyFlowTable(flow) }}
        caption={`Source: ${flow.source}.`}
      />
    </Panel>
  );
}
