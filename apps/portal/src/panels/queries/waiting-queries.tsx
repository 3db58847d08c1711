import type { WaitingQuery } from "@nadir/api/queries";
import Link from "../../ui/link.tsx";
import { Moment } from "../../ui/moment.tsx";
import { Panel } from "../../ui/panel.tsx";

const SAID = { raised: "asked of you", answered: "answered; close it or ask on" } as const;

/** Questions in which the next step is the person's own, each leading to its place on the patient's page. */
export function WaitingQueries({ trial, queries }: { trial: string; queries: readonly WaitingQuery[] }) {
  return (
    <Panel id="queries" title="Queries that wait for you" aside={String(queries.length)}>
      <ul className="grid grid-cols-[minmax(0,1fr)] gap-2 text-sm">
        {queries.map(({ id, subject, state, text, at }) => (
          <li key={id}>
            <Link
              href={`/trials/${trial}/patients/${encodeURIComponent(subject)}#queries`}
              className="font-semibold underline underline-offset-2"
            >
              {subject}
            </Link>
            <span className="text-faint">
              , {SAID[state]}, <Moment at={at} />:
            </span>{" "}
            <span className="whitespace-pre-wrap wrap-anywhere">{text}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
