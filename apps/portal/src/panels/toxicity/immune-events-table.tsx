import type { Evidence } from "@nadir/api/evidence";
import { type DayStyle, dayText, withDays } from "../../ui/figures.ts";
import Link from "../../ui/link.tsx";
import { Scroll } from "../../ui/scroll.tsx";

type Event = Evidence["immuneEvents"][number] & { readonly subject?: string };
const ACTIONS = { none: "not changed", reduced: "dose reduced", interrupted: "held", withdrawn: "withdrawn" } as const;
const unsaid = <span className="text-faint">not recorded</span>;

/** Immune-related events one by one; with `trial` each with its patient. */
export function ImmuneEventsTable({
  events,
  days,
  trial,
}: {
  events: readonly Event[];
  days: DayStyle;
  trial?: string;
}) {
  return (
    <Scroll label="Immune-related events">
      <table className="sheet">
        <thead>
          <tr>
            {trial === undefined ? null : <th scope="col">Patient</th>}
            <th scope="col">Organ</th>
            <th scope="col">Event</th>
            <th scope="col">Grade</th>
            <th scope="col" className="number">
              Onset, days
            </th>
            <th scope="col">From, to</th>
            <th scope="col">Under</th>
            <th scope="col">Steroids</th>
            <th scope="col">Treatment</th>
          </tr>
        </thead>
        <tbody>
          {events.map((e) => (
            <tr key={`${e.subject ?? ""} ${e.id}`} className="align-top">
              {trial === undefined ? null : (
                <td>
                  <Link href={`/trials/${trial}/patients/${e.subject}`} className="underline underline-offset-2">
                    {e.subject}
                  </Link>
                </td>
              )}
              <td>{e.organName}</td>
              <th scope="row" className="min-w-40 whitespace-normal! font-normal! wrap-anywhere">
                {e.term}
                {e.serious ? <span className="text-faint"> serious</span> : null}
              </th>
              <td className={e.grade >= 3 ? "font-semibold text-bad" : ""}>{e.grade}</td>
              <td className="number computed">{e.onsetDays === null ? "–" : String(e.onsetDays).replace("-", "−")}</td>
              <td className="whitespace-nowrap">
                {dayText(e.start, days)} to {e.end ? dayText(e.end, days) : "ongoing"}
              </td>
              <td className="min-w-40 whitespace-normal!">
                {e.under.join(", ") || <span className="text-faint">none</span>}
              </td>
              <td className="min-w-36 whitespace-normal!">
                {e.steroids === null ? unsaid : e.steroids ? "given" : "not given"}
                {e.steroidCourse ? (
                  <span className="block text-xs text-faint">{withDays(e.steroidCourse, days)}</span>
                ) : null}
              </td>
              <td>{e.action === null ? unsaid : ACTIONS[e.action]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
