import type { Evidence } from "@nadir/api/evidence";
import { type DayStyle, dayText, percent, significant } from "../../../ui/figures.ts";
import { ResponseMark } from "../../../ui/response-mark.tsx";
import { Scroll } from "../../../ui/scroll.tsx";

type Visit = Evidence["lesions"][number];
type Row = Visit["lesions"][number];
const FIELDS = { "in-field": "in field", "near-field": "near the field", "out-of-field": "not" } as const;

/** Each lesion at each visit, the last first: its figures, and what the literature names of it. */
export function LesionsTable({ visits, days }: { visits: Evidence["lesions"]; days: DayStyle }) {
  return (
    <div className="divide-y divide-line">
      {[...visits].reverse().map((visit, n) => (
        <details key={visit.visit} open={n === 0} className="py-3">
          <summary className="cursor-pointer px-4 text-sm">
            <h3 className="inline font-semibold">
              {visit.visit}, {dayText(visit.date, days)}
            </h3>
            <span className="text-soft">: {differ(visit)}</span>
          </summary>
          <Scroll label={`Lesions at ${visit.visit}`}>
            <table className="sheet mt-2">
              <thead>
                <tr>
                  <th scope="col">Lesion</th>
                  <th scope="col">Site</th>
                  <th scope="col" className="number">
                    mm
                  </th>
                  <th scope="col" className="number">
                    From baseline
                  </th>
                  <th scope="col" className="number">
                    From its least
                  </th>
                  <th scope="col">By itself</th>
                  <th scope="col">Irradiated</th>
                  <th scope="col" className="number">
                    Entropy
                  </th>
                  <th scope="col" className="number">
                    Coarseness
                  </th>
                  <th scope="col">Named in the literature</th>
                </tr>
              </thead>
              <tbody>
                {visit.lesions.map((row) => (
                  <LesionLine key={row.lesion} row={row} />
                ))}
              </tbody>
            </table>
          </Scroll>
        </details>
      ))}
    </div>
  );
}

function LesionLine({ row }: { row: Row }) {
  const unknown = [...new Set(row.properties.flatMap((p) => p.missing ?? []))];
  return (
    <tr className="align-top">
      <th scope="row">{row.lesion}</th>
      <td>{row.organ}</td>
      <td className="number">{row.mm ?? ""}</td>
      <td className="number computed">{row.percentFromBaseline === null ? "" : percent(row.percentFromBaseline)}</td>
      <td className="number computed">{row.percentFromNadir === null ? "" : percent(row.percentFromNadir)}</td>
      <td>{row.isNew ? "new" : <ResponseMark label={row.category} />}</td>
      <td>{FIELDS[row.field]}</td>
      <Texture of={row.entropy} />
      <Texture of={row.coarseness} />
      <td className="min-w-64 whitespace-normal!">
        <ul className="grid gap-0.5">
          {row.properties
            .filter((p) => p.present)
            .map((p) => (
              <li key={p.id} title={`${p.found}. ${p.citation}`}>
                {p.name} <span className="text-faint">({p.speaksFor})</span>
              </li>
            ))}
        </ul>
        {unknown.length > 0 ? <p className="text-xs text-faint">Not known: {unknown.join("; ")}.</p> : null}
      </td>
    </tr>
  );
}

function Texture({ of }: { of: Row["entropy"] }) {
  return (
    <td className="number computed" title={of ? `since ${of.since}` : undefined}>
      {of === null ? "" : significant(of.value, 3)}
      {of?.change == null ? null : <span className="block text-xs text-faint">{percent(100 * of.change)}</span>}
    </td>
  );
}

function differ({ between, lesions }: Visit): string {
  const size = between.find((b) => b.figure === "change of size");
  const entropy = between.find((b) => b.figure === "entropy");
  return [
    `${lesions.length} ${lesions.length === 1 ? "lesion" : "lesions"}`,
    ...(size ? [`change from ${percent(size.least)} to ${percent(size.greatest)}`] : []),
    ...(entropy ? [`entropy ${significant(entropy.least, 3)} to ${significant(entropy.greatest, 3)}`] : []),
  ].join("; ");
}
