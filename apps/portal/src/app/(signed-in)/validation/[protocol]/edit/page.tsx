import { planSchema } from "@nadir/api/trial-validation";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PlanEditor } from "../../../../../panels/validation/plan-editor.tsx";
import type { JsonRecord, PlanNode } from "../../../../../panels/validation/plan-node.ts";
import { attempt } from "../../../../../server/attempt.ts";
import { caller, me } from "../../../../../server/request-context.ts";
import { Notice } from "../../../../../ui/notice.tsx";
import { PageHead } from "../../../../../ui/page-head.tsx";
import { RefusedPage } from "../../../../../ui/refused-page.tsx";

export const metadata: Metadata = { title: "Edit protocol" };

export default async function EditProtocolPage({ params }: { params: Promise<{ protocol: string }> }) {
  const { protocol: id } = await params;
  if (!/^[0-9a-f-]{36}$/.test(id)) notFound();
  const asked = await attempt((await caller()).protocols.read({ protocol: id }));
  if ("problems" in asked)
    return (
      <RefusedPage
        what="Editing this protocol"
        problems={asked.problems}
        crumbs={[{ label: "Validation", href: "/validation" }]}
        back={{ href: "/validation", label: "Back to validation" }}
      />
    );
  const { document, documentHash, state, version, may, family } = asked.value;
  const { frozen: _, ...plan } = document;
  const isDraft = state === "draft";
  const canAmend = state === "locked" || state === "predicted";
  const next = isDraft ? plan : { ...plan, identity: { ...plan.identity, version: version + 1 } };
  return (
    <div className="grid gap-4">
      <PageHead
        crumbs={[
          { label: "Validation", href: "/validation" },
          { label: `${family} version ${version}`, href: `/validation/${id}` },
        ]}
        title={isDraft ? "Edit the plan" : `Amend as version ${version + 1}`}
        lead={
          isDraft
            ? "A changed text is prepared and signed anew."
            : "The version before steps aside and stays to be seen; the new one is signed and locked anew."
        }
      />
      {may.writeProtocol && (isDraft || canAmend) ? (
        <PlanEditor
          schema={planSchema() as PlanNode}
          plan={JSON.parse(JSON.stringify(next)) as JsonRecord}
          aim={isDraft ? { kind: "edit", protocol: id, seen: documentHash } : { kind: "amend", protocol: id }}
          person={(await me()).id}
        />
      ) : (
        <Notice kind="refusal" title="This text can no longer be changed.">
          The protocol is {state}.{" "}
          {may.writeProtocol ? "After an opening its result stays." : "Your role does not write protocols."}
        </Notice>
      )}
    </div>
  );
}
