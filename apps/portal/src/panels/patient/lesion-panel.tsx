import type { Patient } from "@nadir/api/read";
import { classNames } from "../../ui/class-names.ts";
import { dayStyle } from "../../ui/day-style.ts";
import { Empty } from "../../ui/empty.tsx";
import { dayText } from "../../ui/figures.ts";
import { Panel } from "../../ui/panel.tsx";
import { Scroll } from "../../ui/scroll.tsx";
import { isOfReading, lesionCell } from "./lesion-cells.ts";
import { LesionSums } from "./lesion-sums.tsx";

const roles = [
  { role: "target", title: "Target lesions" },
  { role: "non-target", title: "Non-target lesions" },
  { role: "new", title: "New lesions" },
] as const;

/** Every lesion at every visit in mm, and below what is computed from them. Entered figures are slanted, computed ones bold. */
export function LesionPanel({ patient }: { patient: Patient }) {
  const days = dayStyle(patient.trial.dates);
  const groups = roles
    .map(({ role, title }) => ({ title, lesions: patient.lesions.filter((l) => l.role === role) }))
    .filter((group) => group.lesions.length > 0);
  const cells = new Map<string, Patient["measurements"]>();
  for (const m of patient.measurements) {
    const at = `${m.lesion}\n${m.visit}`;
    cells.set(at, [...(cells.get(at) ?? []), m]);
  }
  const isReadTwice = [...cells.values()].some((of) => of.length > 1);
  return (
    <Panel
      id="lesions"
      title="Lesions"
      flush
      aside={
        <>
          mm{isReadTwice ? ", of the reading that the responses are judged from, ⁺ⁿ further ones" : ""};{" "}
          <span className="entered">slanted: entered</span>, <span className="computed">bold: computed</span>
        </>
      }
    >
      {groups.length === 0 ? (
        <Empty title="No lesions recorded" />
      ) : (
        <Scroll label="Lesions by visit">
          <table className="sheet lesion-sheet">
            <thead>
              <tr>
                <th scope="col">Lesion</th>
                {patient.visits.map((v) => (
                  <th key={v.id} scope="col" className="number">
                    {v.id}
                    <span className="block font-normal text-faint">{dayText(v.date, days)}</span>
                    <span className="block font-normal text-faint">{v.simulated ? "simulated" : v.role}</span>
                  </th>
                ))}
              </tr>
            </thead>
            {groups.map(({ title, lesions }) => (
              <tbody key={title}>
                <tr>
                  <th scope="rowgroup" colSpan={patient.visits.length + 1} className="bg-raised text-xs">
                    {title}
                  </th>
                </tr>
                {lesions.map((lesion) => (
                  <tr key={lesion.id}>
                    <th scope="row">
                      {lesion.id} <span className="font-normal text-faint">{whereIs(lesion, patient.readBy)}</span>
                    </th>
                    {patient.visits.map((v) => {
                      const cell = lesionCell(cells.get(`${lesion.id}\n${v.id}`) ?? [], {
                        isNode: lesion.node,
                        readBy: patient.readBy,
                      });
                      return (
                        <td key={v.id} className="number" title={cell?.hint}>
                          {cell ? (
                            <span
                              className={classNames(
                                cell.isComputed ? "computed" : "entered",
                                cell.isStanding ? "" : "text-faint",
                              )}
                            >
                              {cell.text}
                              {cell.others > 0 ? <sup title={`${cell.others} more reads`}>+{cell.others}</sup> : null}
                            </span>
                          ) : null}
                        </td>
                      );
                    })}
                  </tr>
                ))}
              </tbody>
            ))}
            <LesionSums patient={patient} />
          </table>
        </Scroll>
      )}
    </Panel>
  );
}

function whereIs(lesion: Patient["lesions"][number], readBy: string | null): string {
  const marks = [
    lesion.node ? "node" : "",
    lesion.irradiated ? "irradiated" : "",
    lesion.injected ? "injected" : "",
    lesion.component ?? "",
    isOfReading(lesion, readBy) ? "" : "not of the reading that stands",
  ].filter(Boolean);
  return [lesion.location ? `${lesion.organ}, ${lesion.location}` : lesion.organ, ...marks].join(" · ");
}
