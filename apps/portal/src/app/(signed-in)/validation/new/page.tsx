import { planSchema } from "@nadir/api/trial-validation";
import type { Metadata } from "next";
import { PlanEditor } from "../../../../panels/validation/plan-editor.tsx";
import type { PlanNode } from "../../../../panels/validation/plan-node.ts";
import { me } from "../../../../server/request-context.ts";
import Link from "../../../../ui/link.tsx";
import { Notice } from "../../../../ui/notice.tsx";
import { PageHead } from "../../../../ui/page-head.tsx";

export const metadata: Metadata = { title: "New protocol" };

export default async function NewProtocolPage() {
  const { id, permissions } = await me();
  const mayWrite = permissions.includes("write-protocol");
  return (
    <div className="grid gap-4">
      <PageHead
        crumbs={[{ label: "Validation", href: "/validation" }]}
        title="A new protocol"
        lead="Write down what will be analysed before anybody sees an outcome. Every block says what it is for; saving marks what is missing or contradicts itself."
      />
      {mayWrite ? (
        <PlanEditor schema={planSchema() as PlanNode} plan={null} aim={{ kind: "new" }} person={id} />
      ) : (
        <Notice kind="info">
          Protocols are written by the statistician of a trial; you hold that role in none.{" "}
          <Link href="/validation" className="underline">
            Read those that there are
          </Link>
          .
        </Notice>
      )}
    </div>
  );
}
