import type { TrialAgreement } from "@nadir/api/agreement";
import { count, significant } from "../../ui/figures.ts";
import { Panel } from "../../ui/panel.tsx";
import { Scroll } from "../../ui/scroll.tsx";
import { seniorityWords } from "../reads/seniority-words.ts";

/** Every two readers of whom a seniority is recorded, and how they agree. Nothing where fewer than two are. */
export function SeniorityTable({
  pairs,
  readers,
}: {
  pairs: TrialAgreement["bySeniority"];
  readers: TrialAgreement["readers"];
}) {
  if (pairs.length === 0) return null;
  const of = (id: string) => readers.find((reader) => reader.id === id);
  const words = (id: string) => `${of(id)?.name ?? id}: ${seniorityWords(of(id)?.seniority ?? null)}`;
  return (
    <Panel id="by-seniority" title="By the readers' seniority" flush>
      <Scroll label="By the readers' seniority">
        <table className="sheet">
          <thead>
            <tr>
              <th scope="col">First reader</th>
              <th scope="col">Second reader</th>
              <th scope="col" className="number">
                Patients
              </th>
              <th scope="col">Size of a lesion</th>
              <th scope="col">Overall response</th>
            </tr>
          </thead>
          <tbody>
            {pairs.map(({ first, second, subjects, figures: { sizes, responses } }) => (
              <tr key={`${first} ${second}`}>
                <th scope="row">{words(first)}</th>
                <td>{words(second)}</td>
                <td className="number">{count(subjects)}</td>
                <td className="whitespace-normal!">
                  {sizes.icc.estimable ? `ICC ${significant(sizes.icc.icc, 3)}` : sizes.icc.reason}
                </td>
                <td className="whitespace-normal!">
                  {responses.kappa.estimable
                    ? `kappa ${significant(responses.kappa.kappa, 3)}`
                    : responses.kappa.reason}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Panel>
  );
}
