import type { ModelsRecord } from "@nadir/api/models";
import { Facts } from "../../../ui/facts.tsx";
import { count } from "../../../ui/figures.ts";
import { Hash } from "../../../ui/hash.tsx";
import { Panel } from "../../../ui/panel.tsx";
import { Scroll } from "../../../ui/scroll.tsx";
import { CandidatesPanel } from "./candidates-panel.tsx";
import { CalibrationPanel, ExplanationPanel, UncertaintyPanel } from "./explanation-panels.tsx";
import { measuredText, share, three } from "./words.ts";

const MOST = 25;

/** The record of a development, in the order in which one asks: how good, by which splits, against what, with what, why. */
export function ModelsPanels({ record }: { record: ModelsRecord }) {
  const { plan, cohort } = record;
  const { outer } = plan;
  return (
    <>
      <Panel
        id="performance-development"
        title="Performance under nested resampling"
        aside="development, no validation"
        note="Of the whole procedure on patients that each model had not seen; outer parts judge, inner folds choose."
      >
        <p className="mb-2 text-lg font-semibold">
          {record.measure} {measuredText(record.performance)}
        </p>
        <ul className="mb-3 list-disc pl-5 text-sm">
          {record.sentences.slice(1).map((sentence) => (
            <li key={sentence}>{sentence.replace(/^! /, "")}</li>
          ))}
        </ul>
        <Facts
          facts={[
            { name: "Plan", value: plan.id },
            { name: "Plan's hash", value: <Hash value={record.planHash} /> },
            { name: "Table", value: cohort.file },
            { name: "Table's hash", value: <Hash value={cohort.sha256} /> },
            { name: "Patients", value: `${count(cohort.subjects)}, ${count(cohort.events)} with the outcome` },
            { name: "Predictors", value: count(cohort.predictors) },
            { name: "Seed", value: `${plan.seed} (${record.generator})` },
          ]}
        />
      </Panel>
      <Panel id="splits" title="Splits and search space" flush>
        <p className="px-4 py-3 text-sm">
          {outer.kind === "folds"
            ? `${outer.count} outer folds, ${outer.repeats === 1 ? "once" : `${outer.repeats} times`}`
            : outer.kind === "leave-site-out"
              ? "Each site left out whole"
              : "Each tumour type left out whole"}
          , {plan.innerFolds} inner folds; a patient is in one fold only. Chosen inside by{" "}
          {plan.chooseBy ?? (plan.survival ? "concordance" : "AUC")}.
        </p>
        <Scroll label="Outer parts">
          <table className="sheet">
            <thead>
              <tr>
                <th scope="col">Part</th>
                <th scope="col" className="number">
                  Left out
                </th>
                <th scope="col" className="number">
                  {record.measure}
                </th>
                <th scope="col">Chosen by the inner folds</th>
              </tr>
            </thead>
            <tbody>
              {record.parts.slice(0, MOST).map((p) => (
                <tr key={`${p.repeat} ${p.part}`}>
                  <th scope="row">
                    {outer.kind === "folds" && outer.repeats > 1 ? `repeat ${p.repeat}, ` : ""}
                    {p.part}
                  </th>
                  <td className="number">{p.subjects}</td>
                  <td className="number">{p.auc === null ? "none" : three(p.auc)}</td>
                  <td>{p.chosen ?? "none could be fitted"}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
        {record.parts.length > MOST ? (
          <p className="px-4 py-2 text-xs text-faint">
            The first {MOST} of {record.parts.length} parts.
          </p>
        ) : null}
      </Panel>
      <CandidatesPanel record={record} />
      <CalibrationPanel record={record} />
      <Panel
        id="selection"
        title="How often each predictor was used"
        note="Over the fits of the outer parts. What is used now and then is not stable."
        flush
      >
        <Scroll label="Selection frequency">
          <table className="sheet">
            <thead>
              <tr>
                <th scope="col">Predictor</th>
                <th scope="col" className="number">
                  Parts
                </th>
                <th scope="col" className="number">
                  Share
                </th>
                <th scope="col">In the final model</th>
              </tr>
            </thead>
            <tbody>
              {record.selected.slice(0, MOST).map((s) => (
                <tr key={s.predictor}>
                  <th scope="row">{s.predictor}</th>
                  <td className="number">
                    {s.times} of {s.of}
                  </td>
                  <td className="number">{share(s.times / s.of)}</td>
                  <td>{record.used.includes(s.predictor) ? "yes" : "no"}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
        {record.selected.length > MOST ? (
          <p className="px-4 py-2 text-xs text-faint">
            The first {MOST} of {record.selected.length} predictors.
          </p>
        ) : null}
      </Panel>
      <ExplanationPanel record={record} />
      <UncertaintyPanel record={record} />
    </>
  );
}
