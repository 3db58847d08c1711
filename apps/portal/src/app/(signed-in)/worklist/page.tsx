import type { Metadata } from "next";
import { DataLocked } from "../../../panels/trials/data-locked.tsx";
import { readWorklistAddress, worklistHref } from "../../../panels/worklist/worklist-address.ts";
import { WorklistFilter } from "../../../panels/worklist/worklist-filter.tsx";
import { WorklistKinds } from "../../../panels/worklist/worklist-kinds.tsx";
import { WorklistTable } from "../../../panels/worklist/worklist-table.tsx";
import { attempt } from "../../../server/attempt.ts";
import { caller, me } from "../../../server/request-context.ts";
import { dayStyle } from "../../../ui/day-style.ts";
import { Empty } from "../../../ui/empty.tsx";
import { count, dayText } from "../../../ui/figures.ts";
import Link from "../../../ui/link.tsx";
import { NotForYou } from "../../../ui/not-for-you.tsx";
import { PageHead } from "../../../ui/page-head.tsx";
import { Pager } from "../../../ui/pager.tsx";
import { Panel } from "../../../ui/panel.tsx";
import { RefusedPage } from "../../../ui/refused-page.tsx";

export const metadata: Metadata = { title: "Worklist" };

const MOST_PRESSING = 10;
const PAGE_SIZE = 50;

/** What is to be done, across the person's trials and sites; done is zero. */
export default async function WorklistPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const [person, given] = await Promise.all([me(), searchParams]);
  if (!person.permissions.includes("read-record")) return <NotForYou what="The worklist" permission="read-record" />;
  const address = readWorklistAddress(given);
  const today = new Date().toISOString().slice(0, 10);
  const { worklist } = await caller();
  // Of several trials the most pressing of each; of one trial everything, page by page.
  const [page, pageSize] = address.trial === "" ? [1, MOST_PRESSING] : [address.page ?? 1, PAGE_SIZE];
  const asked = await attempt(
    worklist.read({
      asOf: address.asOf ?? today,
      ...(address.day === undefined ? {} : { studyDay: address.day }),
      ...(address.site === "" ? {} : { site: address.site }),
      ...(address.kind === "" ? {} : { kind: address.kind }),
      ...(address.move === "" ? {} : { move: address.move }),
      coming: address.coming === "yes",
      page,
      pageSize,
    }),
  );
  if ("problems" in asked) return <RefusedPage what="The worklist" problems={asked.problems} />;
  const all = asked.value;
  const shown = all.filter(({ trial }) => address.trial === "" || trial.key === address.trial);
  const withWork = shown.filter(({ total }) => total > 0);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <PageHead
        title="Worklist"
        lead="What is to be done in your trials and at your sites, the most pressing first. A trial with real dates is looked at as of today, one that counts study days as of the last day on its record, unless you choose another."
      />
      <WorklistFilter
        address={address}
        trials={all.map(({ trial }) => trial)}
        sites={[...new Set(shown.flatMap(({ sites }) => sites))].sort()}
        today={today}
      />
      <WorklistKinds work={shown} address={address} />
      {withWork.length === 0 ? (
        <Panel title="Nothing to be done">
          <Empty title={all.length === 0 ? "You belong to no trial yet" : "Nothing is to be done"}>
            {all.length === 0
              ? "An administrator makes you a member of a trial; then its work stands here."
              : "No visit, scan, read or query waits in what you have chosen."}
          </Empty>
        </Panel>
      ) : null}
      {withWork.map((work) => {
        const days = dayStyle(work.trial.dates);
        return (
          <Panel
            key={work.trial.key}
            id={work.trial.key}
            title={work.trial.title}
            aside={`${count(work.total)} ${work.total === 1 ? "thing" : "things"}, as of ${dayText(work.asOf, days)}`}
            {...(work.hasSchedule
              ? {}
              : {
                  note: "This trial plans no visits, so that none is told as due or late.",
                })}
            flush
          >
            {work.locked ? (
              <div className="border-b border-line p-4">
                <DataLocked lock={work.locked} />
              </div>
            ) : null}
            <WorklistTable work={work} days={days} />
            {address.trial !== "" ? (
              <Pager
                page={page}
                pageSize={pageSize}
                total={work.total}
                what="things"
                href={(to) => worklistHref(address, { page: to })}
              />
            ) : work.total > work.items.length ? (
              <p className="border-t border-line px-4 py-2 text-sm text-soft">
                The {count(work.items.length)} most pressing are shown.{" "}
                <Link href={worklistHref(address, { trial: work.trial.key })} className="underline underline-offset-2">
                  See all {count(work.total)}
                </Link>
              </p>
            ) : null}
          </Panel>
        );
      })}
    </div>
  );
}
