import type { TrialImmuneEvents } from "@nadir/api/evidence";
import { Scroll } from "../../ui/scroll.tsx";

type Summary = TrialImmuneEvents["all"];
const GRADES = [1, 2, 3, 4, 5] as const;

/** By organ: patients by their worst grade, onset, steroids and what was done. */
export function OrgansTable({ organs, all, patients }: Pick<TrialImmuneEvents, "organs" | "all" | "patients">) {
  return (
    <Scroll label="Immune-related events by organ">
      <table className="sheet">
        <thead>
          <tr>
            <th scope="col">Organ</th>
            <th scope="col" className="number">
              Patients
            </th>
            {GRADES.map((grade) => (
              <th key={grade} scope="col" className="number">
                Grade {grade}
              </th>
            ))}
            <th scope="col" className="number">
              3 or more
            </th>
            <th scope="col" className="number">
              Onset, median days (range)
            </th>
            <th scope="col" className="number">
              Steroids
            </th>
            <th scope="col" className="number">
              Held
            </th>
            <th scope="col" className="number">
              Withdrawn
            </th>
          </tr>
        </thead>
        <tbody>
          {organs.map((row) => (
            <Row key={row.organ} name={row.name} row={row} of={patients} />
          ))}
          <Row name="Any" row={all} of={patients} strong />
        </tbody>
      </table>
    </Scroll>
  );
}

/** A dash where nobody recorded it: not the same as nobody. */
const counted = (patients: number | null) => patients ?? <span className="text-faint">not recorded</span>;

function Row({ name, row, of, strong = false }: { name: string; row: Summary; of: number; strong?: boolean }) {
  const severe = row.byGrade[2] + row.byGrade[3] + row.byGrade[4];
  return (
    <tr className={strong ? "font-semibold" : ""}>
      <th scope="row">{name}</th>
      <td className="number">
        {row.patients} <span className="text-faint">of {of}</span>
      </td>
      {GRADES.map((grade) => (
        <td key={grade} className="number">
          {row.byGrade[grade - 1] || <span className="text-faint">0</span>}
        </td>
      ))}
      <td className="number">{severe || <span className="text-faint">0</span>}</td>
      <td className="number">
        {row.onset === null ? "–" : `${row.onset.median} (${row.onset.least} to ${row.onset.greatest})`}
      </td>
      <td className="number">{counted(row.steroids)}</td>
      <td className="number">{counted(row.held)}</td>
      <td className="number">{counted(row.withdrawn)}</td>
    </tr>
  );
}
