import type { SubjectPage } from "@nadir/api/read";
import { criterionName } from "../../ui/criterion-names.ts";
import type { DayStyle } from "../../ui/figures.ts";
import { Scroll } from "../../ui/scroll.tsx";
import { ColumnHead } from "./column-head.tsx";
import { patientLine } from "./patient-line.ts";
import { PatientRows } from "./patient-rows.tsx";
import type { PatientSort, PatientsAddress } from "./patients-address.ts";
import { RowKeys } from "./row-keys.tsx";

interface Column {
  readonly sort: PatientSort;
  readonly label: string;
  readonly isNumber?: boolean;
  /** Not asked for, and so not shown, where the reader is blinded. */
  readonly isBlinded?: boolean;
}

export function PatientsTable({
  trial,
  page,
  address,
  days,
  primaryCriterion,
}: {
  trial: string;
  page: SubjectPage;
  address: PatientsAddress;
  days: DayStyle;
  primaryCriterion: string | null;
}) {
  const isBlinded = page.view === "reader";
  const by = primaryCriterion ? criterionName(primaryCriterion) : "primary criterion";
  const all: Column[] = [
    { sort: "key", label: "Patient" },
    { sort: "arm", label: "Arm", isBlinded: true },
    { sort: "site", label: "Site", isBlinded: true },
    { sort: "age", label: "Age", isNumber: true, isBlinded: true },
    { sort: "visits", label: "Visits", isNumber: true },
    { sort: "lastVisit", label: "Last visit", isNumber: true },
    { sort: "change", label: "Best change", isNumber: true, isBlinded: true },
    { sort: "best", label: `Best, ${by}`, isBlinded: true },
    { sort: "last", label: "Latest", isBlinded: true },
    { sort: "progression", label: "Progression", isNumber: true, isBlinded: true },
  ];
  // A column that says the same in every row says nothing.
  const has = { arm: page.choices.arms.length > 1, site: page.choices.sites.length > 1 };
  const columns = all.filter(
    ({ sort, isBlinded: isHidden }) =>
      !(isBlinded && isHidden) && !(sort === "arm" && !has.arm) && !(sort === "site" && !has.site),
  );
  return (
    <Scroll label="Patients">
      <RowKeys>
        <table className="sheet">
          <caption className="sr-only">
            Patients of the trial, sorted by {address.sort}, {address.direction}. Arrow keys move between patients.
          </caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <ColumnHead key={column.sort} trial={trial} address={address} {...column} />
              ))}
              {isBlinded ? (
                <th scope="col" className="number">
                  Images
                </th>
              ) : (
                <th scope="col">Flags</th>
              )}
            </tr>
          </thead>
          <tbody>
            <PatientRows trial={trial} lines={page.rows.map((row) => patientLine(row, { days, isBlinded, has }))} />
          </tbody>
        </table>
      </RowKeys>
    </Scroll>
  );
}
