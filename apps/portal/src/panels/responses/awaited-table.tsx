import type { Worklist } from "@nadir/api/responses";
import { criterionName } from "../../ui/criterion-names.ts";
import { type DayStyle, dayText } from "../../ui/figures.ts";
import Link from "../../ui/link.tsx";
import { ResponseMark } from "../../ui/response-mark.tsx";
import { Scroll } from "../../ui/scroll.tsx";

type Row = Worklist["rows"][number];

/** Where today lies in the window of a scan; null where the trial's days are no dates. */
function stateOf({ earliest, latest }: Row, today: string | null): { word: string; look: string } | null {
  if (today === null) return null;
  if (today < earliest) return { word: "not yet", look: "text-faint" };
  if (latest !== null && today > latest) return { word: "overdue", look: "font-semibold text-bad" };
  return { word: "due now", look: "font-semibold text-warn" };
}

/** Who awaits a confirming scan, the earliest first: window, and what the scan must show. */
export function AwaitedTable({
  trial,
  rows,
  days,
  today,
}: {
  trial: string;
  rows: readonly Row[];
  days: DayStyle;
  /** ISO day; null where the trial's days are no dates. */
  today: string | null;
}) {
  return (
    <Scroll label="Awaited scans">
      <table className="sheet">
        <thead>
          <tr>
            <th scope="col">Patient</th>
            <th scope="col">Criterion</th>
            <th scope="col">Waits</th>
            <th scope="col" className="number">
              Earliest
            </th>
            <th scope="col" className="number">
              Latest
            </th>
            {today === null ? null : <th scope="col">Today</th>}
            <th scope="col">Last visit</th>
            <th scope="col">Confirms it</th>
            <th scope="col">Resets or breaks it</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const state = stateOf(row, today);
            return (
              <tr key={`${row.subject} ${row.criterion} ${row.of}`} className="align-top">
                <th scope="row" className="whitespace-nowrap">
                  <Link href={`/trials/${trial}/patients/${row.subject}`} className="underline underline-offset-2">
                    {row.subject}
                  </Link>
                  <span className="block text-xs font-normal text-faint">{row.site}</span>
                </th>
                <td title={row.name}>
                  {criterionName(row.criterion)}
                  {row.name === row.criterion ? null : <span className="block text-xs text-faint">modified</span>}
                </td>
                <td className="whitespace-nowrap">
                  <ResponseMark label={row.label} />
                  <span className="block text-xs text-faint">
                    {row.visit}, {dayText(row.date, days)}
                  </span>
                </td>
                <td className="number computed whitespace-nowrap">{dayText(row.earliest, days)}</td>
                <td className="number computed whitespace-nowrap">
                  {row.latest === null ? (
                    <span className="font-normal text-faint">open</span>
                  ) : (
                    dayText(row.latest, days)
                  )}
                </td>
                {today === null ? null : <td className={`whitespace-nowrap ${state?.look ?? ""}`}>{state?.word}</td>}
                <td className="whitespace-nowrap">
                  {row.lastVisit.id}, {dayText(row.lastVisit.date, days)}
                  {row.lastVisit.overall ? (
                    <span className="block text-xs text-faint">{row.lastVisit.overall}</span>
                  ) : null}
                </td>
                <td className="min-w-56 whitespace-normal!">{row.confirms}</td>
                <td className="min-w-56 whitespace-normal!">{row.resets}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scroll>
  );
}
