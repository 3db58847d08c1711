"use client";

import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { count, percent } from "../../ui/figures.ts";
import Link from "../../ui/link.tsx";
import { ResponseMark } from "../../ui/response-mark.tsx";
import { Scroll } from "../../ui/scroll.tsx";
import { useSelection } from "./selection.tsx";

/** More than stands in sight. */
const AT_ONCE = 25;

/** Who is chosen, or everybody while nobody is; ticked and unticked here as in the plots. */
export function PatientList({ trial }: { trial: string }) {
  const { chosen, choose, shown: patients } = useSelection();
  const [most, setMost] = useState(AT_ONCE);
  const isChosenOnly = chosen.size > 0;
  const listed = isChosenOnly ? patients.filter(({ subject }) => chosen.has(subject)) : patients;
  return (
    <>
      <Scroll label="Patients of the cohort" className="max-h-[32rem] overflow-y-auto">
        <table className="sheet">
          <caption className="sr-only">{isChosenOnly ? "The chosen patients" : "All patients shown"}</caption>
          <thead>
            <tr>
              <th scope="col">Patient</th>
              <th scope="col">Best response</th>
              <th scope="col" className="number">
                Best change
              </th>
              <th scope="col" className="number">
                PFS
              </th>
            </tr>
          </thead>
          <tbody>
            {listed.slice(0, most).map((p) => (
              <tr key={p.subject}>
                <th scope="row">
                  <span className="inline-flex items-center gap-2">
                    <input
                      type="checkbox"
                      aria-label={`Choose ${p.subject}`}
                      checked={chosen.has(p.subject)}
                      onChange={() => choose([p.subject], "toggle")}
                      className="size-4 accent-accent"
                    />
                    <Link href={`/trials/${trial}/patients/${p.subject}`} className="underline underline-offset-2">
                      {p.subject}
                    </Link>
                    {p.simulated ? <span className="text-xs font-normal text-faint">simulated</span> : null}
                  </span>
                  <span className="block max-w-56 pl-6 text-xs font-normal whitespace-normal text-faint">{p.arm}</span>
                </th>
                <td>
                  <ResponseMark label={p.best} />
                </td>
                <td className="number computed">
                  {p.bestChange === null ? (
                    <span className="font-normal text-faint">{p.noChange}</span>
                  ) : (
                    percent(p.bestChange)
                  )}
                </td>
                <td className="number computed">
                  {p.pfs === null ? "" : `${p.pfs.days} d, ${p.pfs.event ? "event" : "censored"}`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {listed.length > most ? (
        <div className="border-t border-line px-4 py-2">
          <Button variant="quiet" onClick={() => setMost(most + 200)}>
            Show more ({count(listed.length - most)} left)
          </Button>
        </div>
      ) : null}
    </>
  );
}
