import { planSchema } from "@nadir/api/trial-validation";
import type { Metadata } from "next";
import { PlanEditor } from "../../../../panels/validation/plan-editor.tsx";
import type { PlanNode } from "../../../../panels/validation/plan-node.ts";
import { caller } from "../../../../server/request-context.ts";
import { PageHead } from "../../../../ui/page-head.tsx";

export const metadata: Metadata = { title: "New protocol" };

export default async function NewProtocolPage() {
  await caller();
  return (
    <div className="grid gap-4">
      <PageHead
        crumbs={[{ label: "Validation", href: "/validation" }]}
        title="A new protocol"
        lead="Write down what will be analysed before anybody sees an outcome. Every block says what it is for; saving marks what is missing or contradicts itself."
      />
      <PlanEditor schema={planSchema() as PlanNode} plan={null} aim={{ kind: "new" }} />
    </div>
  );
}
