import type { ExportReport } from "@nadir/api/deidentify";
import { Facts } from "../../ui/facts.tsx";
import { count } from "../../ui/figures.ts";
import { Notice } from "../../ui/notice.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Scroll } from "../../ui/scroll.tsx";

/** What was taken out, how alike the patients are, and what to mind before it leaves. */
export function SharedReport({
  report: { counts, leftOut, replaced, agesTopCoded, kAnonymity, mind },
}: {
  report: ExportReport;
}) {
  const values = Object.entries(leftOut.values);
  const words = Object.entries(replaced.wordsByNumbers);
  return (
    <Panel id="shared" title="What is in it, and what is not">
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3 text-sm">
        <Facts
          facts={[
            { name: "Patients", value: count(counts.subjects) },
            { name: "Visits", value: count(counts.visits) },
            { name: "Images", value: count(counts.images) },
            { name: "Masks", value: count(counts.masks) },
            { name: "Left out, sealed", value: count(leftOut.patientsOfSealedTestSets) },
            { name: "Ages given as 90", value: count(agesTopCoded) },
          ]}
        />
        <p>
          Left out: {values.length === 0 ? "no value" : values.map(([where, n]) => `${where} ${count(n)}`).join(", ")}.
          By numbers: {words.length === 0 ? "no word" : words.map(([where, n]) => `${where} ${count(n)}`).join(", ")}.
        </p>
        <Scroll label="How alike the patients are">
          <table className="sheet">
            <caption className="sr-only">k-anonymity</caption>
            <thead>
              <tr>
                <th scope="col">Known of a patient</th>
                <th scope="col" className="number">
                  Smallest group (k)
                </th>
                <th scope="col" className="number">
                  Alone
                </th>
                <th scope="col" className="number">
                  In groups below 5
                </th>
              </tr>
            </thead>
            <tbody>
              {kAnonymity.map(({ quasiIdentifiers, k, alone, inClassesBelow5 }) => (
                <tr key={quasiIdentifiers.join()}>
                  <th scope="row">{quasiIdentifiers.map((name) => WORDS[name] ?? name).join(", ")}</th>
                  <td className="number">{k ?? "–"}</td>
                  <td className="number">{count(alone)}</td>
                  <td className="number">{count(inClassesBelow5)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
        <Notice kind="warning" title="Before it leaves.">
          {mind.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </Notice>
      </div>
    </Panel>
  );
}
const WORDS: Readonly<Record<string, string>> = { ageDecade: "age by ten years", ageYears: "age" };
