import type { Patient } from "@nadir/api/read";
import { codeWords, responseClassWords } from "@nadir/domain";
import type { ReactNode } from "react";
import { dayStyle } from "../../ui/day-style.ts";
import { dayText, significant } from "../../ui/figures.ts";
import { Panel } from "../../ui/panel.tsx";
import { Scroll } from "../../ui/scroll.tsx";

/** Markers, outcomes and toxicity as they were entered. */
export function MarkersPanel({ patient }: { patient: Patient }) {
  const days = dayStyle(patient.trial.dates);
  const { biomarkers, outcomes, adverseEvents } = patient;
  if (biomarkers.length + outcomes.length + adverseEvents.length === 0) return null;
  const value = (v: number | undefined, text: string | undefined, unit: string | undefined): ReactNode => (
    <span className="entered">
      {text ?? (v === undefined ? "" : significant(v))} {unit === "1" ? "" : (unit ?? "")}
    </span>
  );
  return (
    <Panel id="markers" title="Markers, outcomes and toxicity" aside="entered" flush>
      <div className="grid items-start divide-line md:grid-cols-3 md:divide-x">
        {biomarkers.length > 0 ? (
          <List title="Tissue and blood markers">
            {biomarkers.map((b, n) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two values of one marker on one day differ only by order
              <tr key={n}>
                <th scope="row" className="min-w-40 whitespace-normal! font-normal!">
                  <Code code={b.code} />
                  {b.assay ? <span className="block text-faint">{b.assay}</span> : null}
                </th>
                <td className="number whitespace-normal!">{value(b.value, b.text, b.unit)}</td>
                <td className="number text-faint">{b.date ? dayText(b.date, days) : ""}</td>
              </tr>
            ))}
          </List>
        ) : null}
        {outcomes.length > 0 ? (
          <List title="Outcomes">
            {outcomes.map((o) => (
              <tr key={o.endpoint}>
                <th scope="row" className="min-w-36 whitespace-normal! font-normal!">
                  <Code code={o.endpoint} />
                  {o.endpoint.toLowerCase() === "pfs" && patient.assessments.length > 0 ? (
                    <span className="block text-xs text-faint">
                      by the source; computed under{" "}
                      <a href="#endpoints" className="underline underline-offset-2">
                        Endpoints
                      </a>
                    </span>
                  ) : null}
                </th>
                <td className="number whitespace-normal!">
                  <span className="entered">
                    {o.value ?? ""}
                    {o.timeDays === undefined ? "" : `${significant(o.timeDays, 6)} days`}
                  </span>
                  {o.value && responseClassWords(o.value) ? (
                    <span className="block text-xs text-faint">{responseClassWords(o.value)}</span>
                  ) : null}
                </td>
                <td className="text-faint">{o.event === undefined ? "" : o.event ? "event" : "censored"}</td>
              </tr>
            ))}
          </List>
        ) : null}
        {adverseEvents.length > 0 ? (
          <List title="Adverse events (CTCAE)">
            {adverseEvents.map((e) => (
              <tr key={e.id}>
                <th scope="row" className="min-w-36 whitespace-normal! font-normal! wrap-anywhere">
                  {e.term}
                  {e.immuneRelated ? <span className="text-faint"> immune-related</span> : null}
                </th>
                <td className="number">
                  <span className="entered">grade {e.grade}</span>
                </td>
                <td className="number text-faint">
                  {dayText(e.start, days)} to {e.end ? dayText(e.end, days) : "ongoing"}
                </td>
              </tr>
            ))}
          </List>
        ) : null}
      </div>
    </Panel>
  );
}

/** The source's code, and what it stands for where the field shares it. */
function Code({ code }: { code: string }) {
  const words = codeWords(code);
  return (
    <>
      {code}
      {words ? <span className="block text-xs text-faint">{words}</span> : null}
    </>
  );
}

function List({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <h3 className="px-2.5 pt-2.5 text-sm font-semibold text-soft">{title}</h3>
      <Scroll label={title}>
        <table className="sheet">
          <tbody>{children}</tbody>
        </table>
      </Scroll>
    </div>
  );
}
