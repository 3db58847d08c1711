import type { Metadata } from "next";
import { InvitePanel } from "../../../panels/admin/invite-panel.tsx";
import { LockPanel } from "../../../panels/admin/lock-panel.tsx";
import { PeoplePanel } from "../../../panels/admin/people-panel.tsx";
import { RulesPanel } from "../../../panels/admin/rules-panel.tsx";
import { SitesPanel } from "../../../panels/admin/sites-panel.tsx";
import { attempt } from "../../../server/attempt.ts";
import { caller, me } from "../../../server/request-context.ts";
import { buttonLook } from "../../../ui/button.tsx";
import { Empty } from "../../../ui/empty.tsx";
import Link from "../../../ui/link.tsx";
import { NotForYou } from "../../../ui/not-for-you.tsx";
import { PageHead } from "../../../ui/page-head.tsx";
import { RefusedPage } from "../../../ui/refused-page.tsx";

export const metadata: Metadata = { title: "Administration" };

export default async function AdminPage() {
  const { permissions, id } = await me();
  if (!permissions.includes("lock-data")) return <NotForYou what="Administration" permission="lock-data" />;
  const { people, dataLock, setUp } = await caller();
  const asked = await attempt(Promise.all([people.list(), dataLock.list(), setUp.sites()]));
  if ("problems" in asked) return <RefusedPage what="Administration" problems={asked.problems} />;
  const [{ people: found, trials }, locks, sites] = asked.value;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <PageHead
        title="Administration"
        lead="Of the trials that you look after. Every act is an event of the log, under your name."
        actions={
          trials.length > 0 ? (
            <>
              <Link href="/admin/health" className={buttonLook("plain")}>
                System health
              </Link>
              <Link href="/admin/new-trial" className={buttonLook("plain")}>
                New trial
              </Link>
            </>
          ) : null
        }
      />
      {trials.length > 0 ? (
        <>
          <InvitePanel trials={trials} />
          <PeoplePanel people={found} trials={trials} self={id} />
          <RulesPanel trials={trials} />
          <SitesPanel trials={sites} />
        </>
      ) : permissions.includes("administer") ? (
        <Empty title="No trial is yours to administer as a whole">
          People are looked after by who administers all sites of a trial.
        </Empty>
      ) : null}
      <LockPanel of={locks} />
    </div>
  );
}
