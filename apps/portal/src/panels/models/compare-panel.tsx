"use client";

import type { Comparable } from "@nadir/api/models";
import { type ModelComparison, modelComparison } from "@nadir/domain";
import { useMutation } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useProcedures } from "../../shell/procedures.tsx";
import { Button } from "../../ui/button.tsx";
import { howOften, significant } from "../../ui/figures.ts";
import { Notice } from "../../ui/notice.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Scroll } from "../../ui/scroll.tsx";
import { three } from "./development/words.ts";
import { fieldLook } from "./form-parts.tsx";
import { ModelJob } from "./model-job.tsx";

/** Two models on the same locked set: only where both were opened and reported there. */
export function ComparePanel({ places }: { places: readonly Comparable[] }) {
  const possible = places.filter(({ others }) => others.length > 0);
  return (
    <Panel
      id="compare"
      title="Compare on the same locked set"
      note="From the predictions that each protocol committed before its opening; only patients with both are counted."
    >
      {possible.length === 0 ? (
        <p className="text-sm text-soft">
          {places.length === 0
            ? "This model has not been opened under lock: there is no set on which it could be compared."
            : "No other protocol was opened and reported on the test set of this model."}
        </p>
      ) : (
        <div className="grid gap-6">
          {possible.map((place) => (
            <OneSet key={place.own.id} place={place} />
          ))}
        </div>
      )}
    </Panel>
  );
}

function OneSet({ place: { own, testSet, openings, others, mayCompare } }: { place: Comparable }) {
  const id = useId();
  const [second, setSecond] = useState(others[0]?.id ?? "");
  const [result, setResult] = useState<ModelComparison | null>(null);
  const compare = useMutation(useProcedures().models.compare.mutationOptions());
  return (
    <div className="grid gap-3">
      <p className="text-sm">
        Test set <strong>{testSet}</strong>, {howOften("opened", openings)}; this model under {own.family} version{" "}
        {own.version}.
      </p>
      {mayCompare ? (
        <form
          className="flex flex-wrap items-end gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            setResult(null);
            compare.mutate({ first: own.id, second });
          }}
        >
          <div className="grid min-w-0 gap-1 text-sm">
            <label htmlFor={id} className="font-medium">
              With the model of
            </label>
            <select id={id} className={fieldLook} value={second} onChange={(e) => setSecond(e.target.value)}>
              {others.map((o) => (
                <option key={o.id} value={o.id}>
                  {o.family} version {o.version}: {o.title}
                </option>
              ))}
            </select>
          </div>
          <Button type="submit" variant="primary" disabled={compare.isPending}>
            Compare
          </Button>
        </form>
      ) : (
        <p className="text-sm text-soft">Whoever may open outcomes in the trial can have them compared.</p>
      )}
      {compare.error ? (
        <Notice kind="refusal" live>
          {compare.error.message}
        </Notice>
      ) : null}
      {compare.data && !result ? (
        <ModelJob
          key={compare.data.jobId}
          title="Comparing"
          jobId={compare.data.jobId}
          onDone={(job) => setResult(modelComparison.parse(job.result))}
        />
      ) : null}
      {result ? <Result result={result} /> : null}
    </div>
  );
}

function Result({ result: r }: { result: ModelComparison }) {
  const [a, b] = r.models;
  const limits = (v: { lower: number; upper: number }) => `(${three(v.lower)} to ${three(v.upper)})`;
  return (
    <div className="grid gap-3 text-sm" aria-live="polite">
      <p>
        {r.measure}{" "}
        {r.models.map((m, i) => (
          <span key={m.protocolId}>
            {i > 0 ? ", " : ""}
            {m.family} <strong>{m.value === null ? "none" : three(m.value)}</strong> (opening {m.reuse})
          </span>
        ))}
        ; {r.subjects} patients, {r.events} with the outcome, {r.leftOut} left out. The set has been opened {r.openings}{" "}
        {r.openings === 1 ? "time" : "times"}.
      </p>
      <p>
        {r.difference.estimable
          ? `Difference ${three(r.difference.difference)} ${limits(r.difference)}${r.difference.p === null ? "" : `, p ${significant(r.difference.p, 2)}`}; ${r.method}.`
          : r.difference.reason}
      </p>
      {r.netBenefit.estimable ? (
        <Scroll label="Net benefit">
          <table className="sheet">
            <thead>
              <tr>
                <th scope="col" className="number">
                  Threshold
                </th>
                <th scope="col" className="number">
                  {a.family}
                </th>
                <th scope="col" className="number">
                  {b.family}
                </th>
                <th scope="col">Difference of net benefit</th>
              </tr>
            </thead>
            <tbody>
              {r.netBenefit.points.map((p) => (
                <tr key={p.threshold}>
                  <th scope="row" className="number">
                    {(100 * p.threshold).toFixed(1)} %
                  </th>
                  <td className="number">{three(p.first)}</td>
                  <td className="number">{three(p.second)}</td>
                  <td>
                    {three(p.difference)} {limits(p)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      ) : (
        <p>Net benefit: {r.netBenefit.reason}</p>
      )}
      {r.netBenefit.estimable && r.netBenefit.thresholdsFrom === "prevalence" ? (
        <p className="text-faint">Neither plan fixed a threshold; the share of events in the set stands in for one.</p>
      ) : null}
      {r.warnings.map((w) => (
        <Notice key={w} kind="warning">
          {w}
        </Notice>
      ))}
    </div>
  );
}
