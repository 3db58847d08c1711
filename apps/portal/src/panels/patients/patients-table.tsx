import type { SubjectPage } from "@nadir/api/read";
import { criterionName } from "../../ui/criterion-names.ts";
import { type DayStyle, dayText, percent } from "../../ui/figures.ts";
import { flagName } from "../../ui/flag-names.ts";
import Link from "../../ui/link.tsx";
import { ResponseMark } from "../../ui/response-mark.tsx";
import { Scroll } from "../../ui/scroll.tsx";
import { ColumnHead } from "./column-head.tsx";
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
  const isOneOf = { arm: page.choices.arms.length < 2, site: page.choices.sites.length < 2 };
  const columns = all.filter(
    ({ sort, isBlinded: isHidden }) =>
      !(isBlinded && isHidden) && !(sort === "arm" && isOneOf.arm) && !(sort === "site" && isOneOf.site),
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
            {page.rows.map((row) => (
              <tr key={row.key} className="hover:bg-raised">
                <th scope="row">
                  <Link
                    data-row
                    href={`/trials/${trial}/patients/${row.key}`}
                    className="font-semibold text-ink underline decoration-line-strong underline-offset-2 hover:decoration-current"
                  >
                    {row.key}
                  </Link>
                  {row.simulated ? (
                    <span className="ml-1.5 rounded-sm border border-dashed border-line-strong px-1 text-xs font-normal">
                      simulated
                    </span>
                  ) : null}
                </th>
                {isBlinded ? null : (
                  <>
                    {isOneOf.arm ? null : <Clipped text={row.arm} />}
                    {isOneOf.site ? null : <Clipped text={row.site} />}
                    <td className="number">{row.ageYears === null ? "" : Math.floor(row.ageYears)}</td>
                  </>
                )}
                <td className="number">{row.visits}</td>
                <td className="number">{row.lastVisit ? dayText(row.lastVisit, days) : ""}</td>
                {isBlinded ? (
                  <td className="number">{row.images}</td>
                ) : (
                  <>
                    <td className="number computed">{row.bestChange === null ? "" : percent(row.bestChange)}</td>
                    <td>{row.best ? <ResponseMark label={row.best} /> : null}</td>
                    <td>{row.last ? <ResponseMark label={row.last} /> : null}</td>
                    <td className="number">{row.progression ? dayText(row.progression, days) : ""}</td>
                    <td className="whitespace-nowrap">
                      {row.waiting ? (
                        <span className="mr-2 text-warn">△ {row.waiting.label} awaits confirmation</span>
                      ) : null}
                      {row.flags.map(flagName).join("; ")}
                    </td>
                  </>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </RowKeys>
    </Scroll>
  );
}

/** One line a patient: a long name is cut, and whole in its title. */
function Clipped({ text }: { text: string | null }) {
  return (
    <td title={text ?? undefined}>
      <span className="block max-w-44 truncate">{text}</span>
    </td>
  );
}
