import { type Associations, smallFigure, testedPairs } from "@nadir/api/radiogenomics";
import { figure } from "@nadir/charts";
import { Empty } from "../../ui/empty.tsx";
import { Scroll } from "../../ui/scroll.tsx";

const SHOWN = 100;
const TESTS = {
  spearman: "Spearman",
  pearson: "Pearson",
  wilcoxon: "Wilcoxon",
  "kruskal-wallis": "Kruskal–Wallis",
  anova: "analysis of variance",
} as const;

/** The pairs with the smallest q; the file has all. */
export function AssociationsTable({ result }: { result: Associations }) {
  const pairs = testedPairs(result);
  if (pairs.length === 0)
    return (
      <Empty title="No pair could be tested">
        A test needs four patients with both figures, two in each group, and figures that differ.
      </Empty>
    );
  return (
    <>
      <Scroll label="Table of associations">
        <table className="sheet">
          <thead>
            <tr>
              <th scope="col">Feature</th>
              <th scope="col">Marker</th>
              <th scope="col">Test</th>
              <th scope="col" className="text-right">
                Patients
              </th>
              <th scope="col" className="text-right">
                Effect
              </th>
              <th scope="col" className="text-right">
                p
              </th>
              <th scope="col" className="text-right">
                q
              </th>
              <th scope="col">q ≤ {result.level}</th>
            </tr>
          </thead>
          <tbody>
            {pairs.slice(0, SHOWN).map((r) => (
              <tr key={`${r.feature} ${r.target}`}>
                <th scope="row">{r.feature}</th>
                <td>{r.target}</td>
                <td>{TESTS[r.test as keyof typeof TESTS]}</td>
                <td className="text-right">{r.n}</td>
                <td className="text-right">{figure(r.effect, 3)}</td>
                <td className="text-right">{smallFigure(r.p)}</td>
                <td className="text-right">{smallFigure(r.q)}</td>
                <td>{r.q <= result.level ? "found" : "–"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {pairs.length > SHOWN ? (
        <p className="px-4 py-2 text-sm text-faint">
          {SHOWN} of {pairs.length} tests; the CSV file has all.
        </p>
      ) : null}
    </>
  );
}
