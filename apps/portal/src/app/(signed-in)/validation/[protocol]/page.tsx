import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AddendaPanel } from "../../../../panels/validation/addenda-panel.tsx";
import { AppraisalPanel } from "../../../../panels/validation/appraisal-panel.tsx";
import { LifePanel } from "../../../../panels/validation/life-panel.tsx";
import { NextStep } from "../../../../panels/validation/next-step.tsx";
import { PlanPanel } from "../../../../panels/validation/plan-panel.tsx";
import { HashesPanel, OpeningsPanel, SignaturesPanel } from "../../../../panels/validation/proof-panels.tsx";
import { ReportPanel } from "../../../../panels/validation/report-panel.tsx";
import { attempt } from "../../../../server/attempt.ts";
import { caller } from "../../../../server/request-context.ts";
import { buttonLook } from "../../../../ui/button.tsx";
import Link from "../../../../ui/link.tsx";
import { PageHead } from "../../../../ui/page-head.tsx";
import { RefusedPage } from "../../../../ui/refused-page.tsx";

export const metadata: Metadata = { title: "Protocol" };

export default async function ProtocolPage({ params }: { params: Promise<{ protocol: string }> }) {
  const { protocol: id } = await params;
  if (!/^[0-9a-f-]{36}$/.test(id)) notFound();
  const { protocols } = await caller();
  const asked = await attempt(protocols.read({ protocol: id }));
  if ("problems" in asked)
    return (
      <RefusedPage
        what="This protocol"
        problems={asked.problems}
        crumbs={[{ label: "Validation", href: "/validation" }]}
        back={{ href: "/validation", label: "Back to validation" }}
      />
    );
  const protocol = asked.value;
  const summary = protocol.report && protocol.may.readReport ? await protocols.report({ protocol: id }) : null;
  const addenda = summary ? await protocols.addenda({ protocol: id }) : [];
  const appraisal = protocol.may.readReport ? await protocols.appraisal({ protocol: id }) : null;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <PageHead
        crumbs={[{ label: "Validation", href: "/validation" }]}
        title={protocol.document.identity.title}
        actions={
          <Link href={`/trials/${protocol.trial}/cohort`} className={buttonLook("plain")}>
            Its cohort
          </Link>
        }
        lead={`${protocol.trialTitle}. ${protocol.document.intendedUse.clinicalQuestion}`}
      />
      <LifePanel protocol={protocol} />
      <NextStep protocol={protocol} />
      <ReportPanel protocol={protocol} summary={summary} />
      {summary ? <AddendaPanel protocol={protocol} addenda={addenda} /> : null}
      {appraisal ? <AppraisalPanel protocolId={id} appraisal={appraisal} /> : null}
      <OpeningsPanel protocol={protocol} />
      <SignaturesPanel protocol={protocol} />
      <PlanPanel id={protocol.id} document={protocol.document} />
      <HashesPanel protocol={protocol} />
    </div>
  );
}
