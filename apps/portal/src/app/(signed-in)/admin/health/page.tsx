import type { Metadata } from "next";
import { BackupsPanel } from "../../../../panels/health/backups-panel.tsx";
import { CheckObjects } from "../../../../panels/health/check-objects.tsx";
import { HealthTable } from "../../../../panels/health/health-table.tsx";
import { attempt } from "../../../../server/attempt.ts";
import { caller, me } from "../../../../server/request-context.ts";
import { NotForYou } from "../../../../ui/not-for-you.tsx";
import { PageHead } from "../../../../ui/page-head.tsx";
import { RefusedPage } from "../../../../ui/refused-page.tsx";

export const metadata: Metadata = { title: "System health" };

export default async function HealthPage() {
  const { permissions } = await me();
  if (!permissions.includes("administer"))
    return (
      <NotForYou what="System health" permission="administer" crumbs={[{ label: "Administration", href: "/admin" }]} />
    );
  const { health } = await caller();
  const asked = await attempt(Promise.all([health.read(), health.backups()]));
  if ("problems" in asked)
    return (
      <RefusedPage
        what="The health of the installation"
        problems={asked.problems}
        crumbs={[{ label: "Administration", href: "/admin" }]}
        back={{ href: "/admin", label: "Back to administration" }}
      />
    );
  const [findings, backups] = asked.value;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <PageHead
        crumbs={[{ label: "Administration", href: "/admin" }]}
        title="System health"
        lead="Of the whole installation, as it is now. At its own machine, nadir doctor looks at more: programs, portal, and the log anew."
      />
      <HealthTable findings={findings} />
      <BackupsPanel {...backups} />
      <CheckObjects />
    </div>
  );
}
