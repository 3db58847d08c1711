import type { StrataSubject } from "@nadir/api/strata";
import { type DayStyle, dayText, withDays } from "../../ui/figures.ts";
import Link from "../../ui/link.tsx";
import { Scroll } from "../../ui/scroll.tsx";

/** A patient a row: each input with its level, or why there is none. */
export function StrataTable({
  subjects,
  trial,
  days,
}: {
  subjects: readonly StrataSubject[];
  trial: string;
  days: DayStyle;
}) {
  const labels = subjects[0]?.inputs.map(({ factor, label }) => ({ factor, label })) ?? [];
  return (
    <Scroll label="Patients and their strata">
      <table className="sheet">
        <thead>
          <tr>
            <th scope="col">Patient</th>
            <th scope="col">Site</th>
            <th scope="col">Record until</th>
            {labels.map(({ factor, label }) => (
              <th key={factor} scope="col">
                {label}
              </th>
            ))}
            <th scope="col">Stratum</th>
            <th scope="col">Drawn</th>
          </tr>
        </thead>
        <tbody>
          {subjects.map((s) => (
            <tr key={s.id}>
              <th scope="row">
                <Link href={`/trials/${trial}/patients/${s.subject}`} className="underline-offset-2 hover:underline">
                  {s.subject}
                </Link>
              </th>
              <td>{s.site}</td>
              <td>{s.day === null ? <span className="text-faint">no day</span> : dayText(s.day, days)}</td>
              {s.inputs.map(({ factor, level, value, why }) => (
                <td key={factor}>
                  {level === null ? (
                    <span className="text-warn">missing: {withDays(why ?? "", days)}</span>
                  ) : (
                    <>
                      {level} {typeof value === "number" ? <span className="text-faint">({shown(value)})</span> : null}
                    </>
                  )}
                </td>
              ))}
              <td>{s.stratum ?? <span className="text-faint">no stratum</span>}</td>
              <td>
                {s.draw ? (
                  `no. ${s.draw.number}${s.draw.arm ? `, ${s.draw.arm}` : ""}`
                ) : (
                  <span className="text-faint">not yet</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

const shown = (value: number): string => String(Number(value.toPrecision(4)));
