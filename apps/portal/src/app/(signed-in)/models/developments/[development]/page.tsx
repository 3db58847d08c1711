import type { Metadata } from "next";
import { DevelopmentPanels } from "../../../../../panels/models/development/panels.tsx";
import { attempt } from "../../../../../server/attempt.ts";
import { caller, me } from "../../../../../server/request-context.ts";
import { buttonLook } from "../../../../../ui/button.tsx";
import Link from "../../../../../ui/link.tsx";
import { Moment } from "../../../../../ui/moment.tsx";
import { PageHead } from "../../../../../ui/page-head.tsx";
import { RefusedPage } from "../../../../../ui/refused-page.tsx";

export const metadata: Metadata = { title: "Development" };

/** The record of one development. */
export default async function DevelopmentPage({ params }: { params: Promise<{ development: string }> }) {
  const asked = await attempt((await caller()).models.development({ development: (await params).development }));
  if ("problems" in asked)
    return (
      <RefusedPage
        what="This development"
        problems={asked.problems}
        crumbs={[{ label: "Models", href: "/models" }]}
        back={{ href: "/models", label: "Back to models" }}
      />
    );
  const { id, trial, plan, at, by, record } = asked.value;
  const mayRegister = (await me()).trials.some((t) => t.key === trial && t.permissions.includes("write-protocol"));
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <PageHead
        crumbs={[{ label: "Models", href: "/models" }]}
        title={`Development: ${plan}`}
        lead={
          <>
            In {trial}, by {by}, <Moment at={at} />.{" "}
            {record.kind === "models" && record.signature === null
              ? "The chosen model has no formula that a file can hold; it cannot be registered."
              : null}
          </>
        }
        actions={
          record.signature && mayRegister ? (
            <Link href={`/models/register?development=${id}`} className={buttonLook("primary")}>
              Register its model
            </Link>
          ) : null
        }
      />
      <DevelopmentPanels record={record} />
    </div>
  );
}
