import type { Evidence } from "@nadir/api/evidence";
import { Scroll } from "../../../ui/scroll.tsx";

const WORDS = { yes: "present", no: "absent", unknown: "not recorded" } as const;

export function HyperprogressionTable({ factors }: { factors: Evidence["hyperprogression"] }) {
  const present = factors.filter((f) => f.present === true).length;
  const unknown = factors.filter((f) => f.present === null).length;
  return (
    <>
      <p className="px-4 pt-3 text-sm">
        <strong>{present}</strong> of {factors.length} present, {unknown} not recorded.
      </p>
      <Scroll label="Factors of hyperprogression before treatment">
        <table className="sheet">
          <thead>
            <tr>
              <th scope="col">Factor</th>
              <th scope="col">This patient</th>
              <th scope="col">Found, or to be recorded</th>
              <th scope="col">Published</th>
            </tr>
          </thead>
          <tbody>
            {factors.map((f) => {
              const word = WORDS[f.present === null ? "unknown" : f.present ? "yes" : "no"];
              return (
                <tr key={f.id} className="align-top">
                  <th scope="row" className="min-w-48 whitespace-normal! font-normal!">
                    {f.name}
                  </th>
                  <td className={f.present ? "font-semibold" : f.present === null ? "text-faint" : ""}>{word}</td>
                  <td className="min-w-52 whitespace-normal! text-soft">{f.missing ?? f.found}</td>
                  <td className="min-w-60 whitespace-normal!">
                    {f.published}
                    <span className="block text-xs text-faint">{f.citation}</span>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </Scroll>
    </>
  );
}
