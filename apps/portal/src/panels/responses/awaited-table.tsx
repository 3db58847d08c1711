import type { Worklist } from "@nadir/api/responses";
import { confirmationState, sayLooked } from "@nadir/response";
import { criterionName } from "../../ui/criterion-names.ts";
import { type DayStyle, dayText, withDays } from "../../ui/figures.ts";
import Link from "../../ui/link.tsx";
import { ResponseMark } from "../../ui/response-mark.tsx";
import { Scroll } from "../../ui/scroll.tsx";
import { UnbrokenDays } from "../../ui/unbroken-days.tsx";
import { StateMark } from "../worklist/marks.tsx";

type Row = Worklist["rows"][number];

/** Who awaits a confirming scan, the earliest first: window, and what the scan must show. */
export function AwaitedTable({
  trial,
  rows,
  days,
  asOf,
}: {
  trial: string;
  rows: readonly Row[];
  days: DayStyle;
  /** The ISO day as which the windows are looked at; null where there is none. */
  asOf: string | null;
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
            {asOf === null ? null : <th scope="col">State</th>}
            <th scope="col">Last visit</th>
            <th scope="col">Confirms it</th>
            <th scope="col">Resets or breaks it</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const looked = sayLooked(row);
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
                {asOf === null ? null : (
                  <td>
                    <StateMark state={confirmationState(row, asOf)} />
                  </td>
                )}
                <td className="whitespace-nowrap">
                  {row.lastVisit.id}, {dayText(row.lastVisit.date, days)}
                  {row.lastVisit.overall ? (
                    <span className="block text-xs text-faint">{row.lastVisit.overall}</span>
                  ) : null}
                </td>
                <td className="min-w-56 whitespace-normal!">
                  {looked === "" ? null : (
                    <span className="mb-1 block">
                      <UnbrokenDays text={withDays(looked, days)} />
                    </span>
                  )}
                  {row.confirms}
                </td>
                <td className="min-w-56 whitespace-normal!">{row.resets}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scroll>
  );
}
