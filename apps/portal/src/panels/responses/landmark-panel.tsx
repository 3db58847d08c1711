import type { Landmark } from "@nadir/api/responses";
import { Button } from "../../ui/button.tsx";
import { criterionName } from "../../ui/criterion-names.ts";
import { Empty } from "../../ui/empty.tsx";
import { count, counted } from "../../ui/figures.ts";
import { Panel } from "../../ui/panel.tsx";
import { Scroll } from "../../ui/scroll.tsx";

type Comparison = NonNullable<Landmark["comparison"]>;
type Estimated = Extract<Comparison, { estimable: true }>;

const two = (value: number) => value.toFixed(2).replace("-", "−");
const range = ({ lower, upper }: { lower: number; upper: number }) => `${two(lower)} to ${two(upper)}`;
const chance = (p: number) => (p < 0.001 ? "p < 0.001" : `p = ${p.toFixed(3)}`);
const field = "rounded-md border border-line-strong bg-surface px-2 py-1 text-sm text-ink";

/** A biomarker beside the response as predictor of survival, from a landmark on. */
export function LandmarkPanel({ trial, landmark }: { trial: string; landmark: Landmark }) {
  const { comparison, score, criterion } = landmark;
  if (score === null) return null;
  return (
    <Panel
      id="landmark"
      title="A score beside the response, as predictor of survival"
      aside="computed; research only"
      note={`Landmark method: who is alive and followed on day ${landmark.landmarkDays} of treatment, the response as it was known that day, survival from then on. A score is one biomarker, not a validated model; patients of a sealed test set are never counted.`}
      flush
    >
      <LandmarkForm trial={trial} landmark={landmark} />
      {comparison === null || !comparison.estimable ? (
        <div className="px-4 py-3">
          <Empty title="No comparison">{comparison?.reason ?? "There is nothing to compare."}</Empty>
        </div>
      ) : (
        <Figures comparison={comparison} score={score} criterion={criterionName(criterion)} landmark={landmark} />
      )}
      {landmark.leftOut.length > 0 ? (
        <p className="border-t border-line px-4 py-2 text-xs text-faint">
          Not counted: {landmark.leftOut.map(({ reason, patients }) => `${count(patients)} (${reason})`).join("; ")}.
        </p>
      ) : null}
    </Panel>
  );
}

function Figures({
  comparison,
  score,
  criterion,
  landmark,
}: {
  comparison: Estimated;
  score: string;
  criterion: string;
  landmark: Landmark;
}) {
  const { auc, likelihood } = comparison;
  return (
    <Scroll label="Score beside the response">
      <table className="sheet">
        <thead>
          <tr>
            <th scope="col">
              {counted(comparison.patients, "patient")}, {counted(comparison.events, "death")}
            </th>
            <th scope="col" className="number">
              {score}
            </th>
            <th scope="col" className="number">
              {criterion}
            </th>
            <th scope="col" className="number">
              Difference
            </th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">Harrell’s C (95 %)</th>
            <td className="number computed">
              {two(comparison.model.c)} ({range(comparison.model.interval)})
            </td>
            <td className="number computed">
              {two(comparison.criterion.c)} ({range(comparison.criterion.interval)})
            </td>
            <td className="number computed">
              {two(comparison.difference)} ({range(comparison.interval)}), {chance(comparison.p)}
            </td>
          </tr>
          <tr>
            <th scope="row">AUC at {landmark.horizonDays} days from the landmark</th>
            {auc?.estimable ? (
              <>
                <td className="number computed">{two(auc.model)}</td>
                <td className="number computed">{two(auc.criterion)}</td>
                <td className="number computed">
                  {two(auc.difference)} ({range(auc.interval)}), {chance(auc.p)}
                </td>
              </>
            ) : (
              <td colSpan={3} className="whitespace-normal! text-faint">
                {auc === null ? "Too many patients for this page; nadir landmark computes it." : auc.reason}
              </td>
            )}
          </tr>
          <tr>
            <th scope="row">Added to the other (likelihood ratio)</th>
            {likelihood.estimable ? (
              <>
                <td className="number computed">
                  χ² {two(likelihood.modelToCriterion.chiSquare)}, {likelihood.modelToCriterion.df} df,{" "}
                  {chance(likelihood.modelToCriterion.p)}
                </td>
                <td className="number computed">
                  χ² {two(likelihood.criterionToModel.chiSquare)}, {likelihood.criterionToModel.df} df,{" "}
                  {chance(likelihood.criterionToModel.p)}
                </td>
                <td />
              </>
            ) : (
              <td colSpan={3} className="whitespace-normal! text-faint">
                {likelihood.reason}
              </td>
            )}
          </tr>
        </tbody>
      </table>
      <p className="px-4 py-2 text-xs text-faint">
        Responses at the landmark:{" "}
        {Object.entries(comparison.categories)
          .map(([category, n]) => `${category} ${count(n)}`)
          .join(", ")}
        . Limits of differences: {count(comparison.replicates)} resamples of patients, seed {comparison.seed}.
      </p>
    </Scroll>
  );
}

/** A plain form: the view stands in the address and works without script. */
function LandmarkForm({ trial, landmark }: { trial: string; landmark: Landmark }) {
  const { criteria, criterion, scores, score, landmarkDays, horizonDays, lowerIsWorse } = landmark;
  return (
    <form
      method="get"
      action={`/trials/${trial}/endpoints#landmark`}
      className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-4 py-3 text-sm text-soft"
    >
      <input type="hidden" name="criterion" value={criteria.includes(criterion) ? criterion : ""} />
      <label className="inline-flex items-center gap-2">
        Score
        <select name="score" defaultValue={score ?? undefined} key={score} className={field}>
          {scores.map((code) => (
            <option key={code} value={code}>
              {code}
            </option>
          ))}
        </select>
      </label>
      <label className="inline-flex items-center gap-2">
        is worse when
        <select name="worse" defaultValue={lowerIsWorse ? "lower" : "higher"} className={field}>
          <option value="higher">higher</option>
          <option value="lower">lower</option>
        </select>
      </label>
      <label className="inline-flex items-center gap-2">
        Landmark, day
        <input
          name="landmark"
          type="number"
          min={1}
          max={3650}
          defaultValue={landmarkDays}
          className={`${field} w-24`}
        />
      </label>
      <label className="inline-flex items-center gap-2">
        Horizon, days
        <input name="horizon" type="number" min={1} max={3650} defaultValue={horizonDays} className={`${field} w-24`} />
      </label>
      <Button type="submit">Compare</Button>
    </form>
  );
}
