import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AppraisalForm } from "../../../../../panels/validation/appraisal-form.tsx";
import { AppraisalVersions } from "../../../../../panels/validation/appraisal-panel.tsx";
import { attempt } from "../../../../../server/attempt.ts";
import { caller } from "../../../../../server/request-context.ts";
import { PageHead } from "../../../../../ui/page-head.tsx";
import { Panel } from "../../../../../ui/panel.tsx";
import { RefusedPage } from "../../../../../ui/refused-page.tsx";

export const metadata: Metadata = { title: "QUADAS-2" };

export default async function AppraisalPage({ params }: { params: Promise<{ protocol: string }> }) {
  const { protocol: id } = await params;
  if (!/^[0-9a-f-]{36}$/.test(id)) notFound();
  const { protocols } = await caller();
  const asked = await attempt(Promise.all([protocols.read({ protocol: id }), protocols.appraisal({ protocol: id })]));
  if ("problems" in asked)
    return (
      <RefusedPage
        what="Appraising this protocol"
        problems={asked.problems}
        crumbs={[{ label: "Validation", href: "/validation" }]}
        back={{ href: "/validation", label: "Back to validation" }}
      />
    );
  const [protocol, appraisal] = asked.value;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <PageHead
        crumbs={[
          { label: "Validation", href: "/validation" },
          { label: `${protocol.family} version ${protocol.version}`, href: `/validation/${id}` },
        ]}
        title="QUADAS-2"
        lead={
          protocol.report
            ? "Self-assessment of risk of bias and applicability. The report is filed: what is saved now stands here, beside it, and not in it."
            : "Self-assessment of risk of bias and applicability. A final form is printed in the report of this protocol."
        }
      />
      <AppraisalForm
        key={appraisal.own?.version ?? 0}
        protocolId={id}
        own={appraisal.own}
        evidence={appraisal.evidence}
      />
      <Panel id="versions" title="Versions" aside="none is changed" flush>
        <AppraisalVersions lines={appraisal.lines} />
      </Panel>
    </div>
  );
}
