import { ALL_SIGNATURES } from "@nadir/api/read";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { addressOf, auditAddress, queryOfAddress } from "../../../panels/audit/audit-address.ts";
import { AuditTable } from "../../../panels/audit/audit-table.tsx";
import { ChainVerdict } from "../../../panels/audit/chain-verdict.tsx";
import { attempt } from "../../../server/attempt.ts";
import { caller, me } from "../../../server/request-context.ts";
import { Button, buttonLook } from "../../../ui/button.tsx";
import { Empty } from "../../../ui/empty.tsx";
import { count } from "../../../ui/figures.ts";
import Link from "../../../ui/link.tsx";
import { NotForYou } from "../../../ui/not-for-you.tsx";
import { PageHead } from "../../../ui/page-head.tsx";
import { Pager } from "../../../ui/pager.tsx";
import { Panel } from "../../../ui/panel.tsx";
import { RefusedPage } from "../../../ui/refused-page.tsx";

export const metadata: Metadata = { title: "Audit" };

const field = "rounded-md border border-line-strong bg-surface px-2 py-1.5 text-sm text-ink";

/** A verdict older than this is not shown: the chain is recomputed. */
const MOST_MINUTES = 10;

export default async function AuditPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { permissions, trials } = await me();
  if (!permissions.includes("see-audit")) return <NotForYou what="The log" permission="see-audit" />;
  const given = auditAddress.parse(await searchParams);
  const { audit } = await caller();
  const query = { ...queryOfAddress(given), pageSize: 25, payloadUpTo: 2000 };
  const asked = await attempt(Promise.all([audit.search(query), audit.lastHeld({ atMostMinutesOld: MOST_MINUTES })]));
  if ("problems" in asked) return <RefusedPage what="The log" problems={asked.problems} />;
  const [found, known] = asked.value;
  const lastPage = Math.max(1, Math.ceil(found.total / found.pageSize));
  if (given.page > lastPage) redirect(addressOf("/audit", given, lastPage));
  // Later pages count from the event that was the newest on the first.
  const upTo = given.upTo ?? (given.page === 1 ? found.rows[0]?.seq : undefined);
  const href = (page: number) => addressOf("/audit", { ...given, upTo }, page);
  const looked = trials.filter((t) => t.permissions.includes("see-audit"));
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <PageHead
        title="Audit"
        lead="Who did what, when, to what. Nothing here can be changed; each event carries the hash of the one before it."
      />
      <ChainVerdict known={known} atMostMinutesOld={MOST_MINUTES} />
      <Panel
        title="Events"
        aside={
          permissions.includes("administer")
            ? "of the trials whose log is yours to see, the sign-ins of people whom you administer, and your own"
            : "of the trials whose log is yours to see, and your own"
        }
        flush
      >
        <form
          method="get"
          aria-label="Search the log"
          className="flex flex-wrap items-end gap-2.5 border-b border-line px-4 py-3"
        >
          <label className="grid gap-0.5 text-xs text-faint">
            Contains
            <input type="search" name="search" defaultValue={given.search} className={`${field} w-44`} />
          </label>
          <label className="grid gap-0.5 text-xs text-faint">
            Action
            <select name="action" defaultValue={given.action} className={field}>
              <option value="">all</option>
              <option value={ALL_SIGNATURES}>{ALL_SIGNATURES}</option>
              {found.actions.map((a) => (
                <option key={a.value} value={a.value}>
                  {a.value} ({a.events})
                </option>
              ))}
            </select>
          </label>
          <label className="grid gap-0.5 text-xs text-faint">
            Trial
            <select name="trial" defaultValue={given.trial} className={field}>
              <option value="">all</option>
              {looked.map(({ key }) => (
                <option key={key}>{key}</option>
              ))}
            </select>
          </label>
          <label className="grid gap-0.5 text-xs text-faint">
            Patient
            <input
              type="search"
              name="patient"
              maxLength={64}
              autoComplete="off"
              defaultValue={given.patient}
              className={`${field} w-32`}
            />
          </label>
          <label className="grid gap-0.5 text-xs text-faint">
            Person
            <input type="search" name="actor" defaultValue={given.actor} className={`${field} w-40`} />
          </label>
          <label className="grid gap-0.5 text-xs text-faint">
            From (UTC)
            <input type="date" name="from" defaultValue={given.from} className={field} />
          </label>
          <label className="grid gap-0.5 text-xs text-faint">
            To (UTC)
            <input type="date" name="to" defaultValue={given.to} className={field} />
          </label>
          <Button type="submit">Search</Button>
          <a href={addressOf("/api/audit", given)} className={buttonLook("plain")} download>
            As CSV
          </a>
        </form>
        {found.rows.length === 0 ? (
          <Empty
            title="No event matches"
            action={
              <Link href="/audit" className={buttonLook("plain")}>
                Show all events
              </Link>
            }
          />
        ) : (
          <AuditTable events={found.rows} />
        )}
        <div className="border-t border-line">
          {given.upTo === undefined ? null : (
            <p className="px-4 pt-2.5 text-sm text-soft">
              As the log stood with event {count(given.upTo)}.{" "}
              <Link href={addressOf("/audit", { ...given, upTo: undefined })} className="underline">
                To the newest
              </Link>
            </p>
          )}
          <Pager page={found.page} pageSize={found.pageSize} total={found.total} what="events" href={href} />
        </div>
      </Panel>
    </div>
  );
}
