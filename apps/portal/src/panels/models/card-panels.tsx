import type { ModelDetail } from "@nadir/api/models";
import { Facts } from "../../ui/facts.tsx";
import { significant } from "../../ui/figures.ts";
import { Hash } from "../../ui/hash.tsx";
import Link from "../../ui/link.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Scroll } from "../../ui/scroll.tsx";
import { SPEAKS } from "./models-table.tsx";

const LEVELS = {
  apparent: "on its training data",
  internal: "resampled",
  temporal: "later patients",
  external: "elsewhere",
} as const;
const VERDICTS = {
  shown: "shown",
  "not-shown": "not shown",
  "too-small-to-conclude": "too small to conclude",
} as const;

/** What the card of a model says, in the order in which one asks: for what, on whom, how good, what it does not know. */
export function CardPanels({ model }: { model: ModelDetail }) {
  const { card } = model;
  const { signature } = card;
  const { origin, form } = signature;
  return (
    <>
      <Panel id="use" title="Intended use and limits">
        <p>{signature.intendedUse}</p>
        <ul className="mt-2 list-disc pl-5 text-sm">
          {[...signature.limits, ...card.limits].map((limit) => (
            <li key={limit}>{limit}</li>
          ))}
        </ul>
      </Panel>
      <Panel id="data" title="Data and identity">
        <p className="mb-2 text-sm">{card.trainingData}</p>
        <Facts
          facts={[
            { name: "Speaks", value: SPEAKS[card.speaks] },
            { name: "Higher means", value: signature.higherMeans },
            ...(card.immuneEvent
              ? [
                  {
                    name: "Immune-related event",
                    value: `${card.immuneEvent.organ}, grade ${card.immuneEvent.leastGrade} or above, within ${card.immuneEvent.withinDays} days of immunotherapy`,
                  },
                ]
              : []),
            ...(origin.kind === "fitted"
              ? [
                  { name: "Training subjects", value: origin.subjects },
                  { name: "Their hash", value: <Hash value={origin.trainingSubjectsHash} /> },
                ]
              : []),
            { name: "Card", value: <Hash value={model.documentHash} /> },
            { name: "Signature", value: <Hash value={model.signatureHash} /> },
            ...model.configHashes.map((hash) => ({ name: "Feature configuration", value: <Hash value={hash} /> })),
          ]}
        />
        {origin.kind === "published" ? (
          <ul className="mt-2 text-sm text-soft">
            {origin.printed.map((p) => (
              <li key={`${p.citation} ${p.place}`}>
                {p.citation}: {p.place}
              </li>
            ))}
          </ul>
        ) : null}
      </Panel>
      <Panel
        id="performance"
        title="Performance at each level of validation"
        note="As its makers report it. What this installation's locked protocols found stands below."
        flush
      >
        {card.performance.length === 0 ? (
          <p className="p-4 text-sm text-faint">The card gives no figure.</p>
        ) : (
          <Scroll label="Performance">
            <table className="sheet">
              <thead>
                <tr>
                  <th scope="col">Level</th>
                  <th scope="col">Patients</th>
                  <th scope="col" className="number">
                    n
                  </th>
                  <th scope="col">Measure</th>
                  <th scope="col" className="number">
                    Value (interval)
                  </th>
                  <th scope="col">Source</th>
                </tr>
              </thead>
              <tbody>
                {card.performance.map((p) => (
                  <tr key={`${p.level} ${p.on} ${p.measure}`}>
                    <th scope="row">{LEVELS[p.level]}</th>
                    <td className="whitespace-normal!">{p.on}</td>
                    <td className="number">{p.subjects}</td>
                    <td>{p.measure}</td>
                    <td className="number entered">
                      {significant(p.value, 3)}
                      {p.lower === undefined || p.upper === undefined
                        ? ""
                        : ` (${significant(p.lower, 3)} to ${significant(p.upper, 3)})`}
                    </td>
                    <td className="whitespace-normal!">{p.source}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        )}
        <p className="border-t border-line p-4 text-sm">
          {card.calibration
            ? `Calibration on ${card.calibration.on} (${card.calibration.subjects} patients): intercept ${significant(card.calibration.intercept, 3)}, slope ${significant(card.calibration.slope, 3)} (${card.calibration.source}).`
            : "Its calibration is not known."}
        </p>
      </Panel>
      <Panel id="protocols" title="Locked protocols of this installation">
        {model.standing.protocols.length === 0 ? (
          <p className="text-sm text-soft">No reported protocol that you may read froze this signature.</p>
        ) : (
          <ul className="text-sm">
            {model.standing.protocols.map((p) => (
              <li key={p.id}>
                <Link href={`/validation/${p.id}`} className="underline underline-offset-2">
                  {p.family} version {p.version}
                </Link>{" "}
                in {p.trial}: {VERDICTS[p.verdict]}
              </li>
            ))}
          </ul>
        )}
      </Panel>
      <Panel id="inputs" title="Inputs and formula" flush>
        <Scroll label="Inputs">
          <table className="sheet">
            <thead>
              <tr>
                <th scope="col">Input</th>
                <th scope="col">From</th>
                <th scope="col">Unit</th>
                <th scope="col" className="number">
                  {form.kind === "points" ? "Points" : "Coefficient"}
                </th>
              </tr>
            </thead>
            <tbody>
              {signature.inputs.map((input) => (
                <tr key={input.name}>
                  <th scope="row" className="min-w-40 whitespace-normal! font-normal!">
                    {input.label}
                  </th>
                  <td>{input.from === "feature" ? `${input.key}, ${input.region}` : input.from}</td>
                  <td>{"unit" in input && input.unit !== "1" ? input.unit : ""}</td>
                  <td className="number">{weightOf(form, input.name)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
        {form.kind === "linear" ? (
          <p className="border-t border-line p-4 text-sm text-soft">
            Intercept {significant(form.intercept)}
            {form.link === "logit" ? "; the sum is the logit of the probability" : ""}.
          </p>
        ) : null}
        {form.kind === "expression" ? (
          <p className="border-t border-line p-4 text-sm text-soft">
            {significant(form.intercept)} + {significant(form.slope)} × {form.text}
            {form.link === "logit" ? "; the sum is the logit of the probability" : ""}.
          </p>
        ) : null}
        {form.kind === "machine" ? (
          <p className="border-t border-line p-4 text-sm text-soft">
            {MACHINES[form.model.kind]}: no coefficients. The score is{" "}
            {form.model.kind === "survival-forest" ? "a risk" : "a probability"}; all that it is computed from stands in
            the signature.
          </p>
        ) : null}
      </Panel>
    </>
  );
}

const MACHINES = {
  "random-forest": "A random forest",
  "gradient-boosting": "Boosted trees",
  "support-vectors": "A support vector machine",
  "naive-bayes": "Naive Bayes",
  "nearest-neighbours": "Nearest neighbours",
  perceptron: "A perceptron",
  "survival-forest": "A survival forest",
} as const;

function weightOf(form: ModelDetail["card"]["signature"]["form"], name: string): string {
  if (form.kind === "points") {
    const item = form.items.find((i) => i.input === name);
    return item ? [item.otherwise, ...item.rules.map((r) => r.points)].map((p) => significant(p)).join(", ") : "";
  }
  if (!("terms" in form)) return "";
  const term = form.terms.find((t) => t.input === name);
  return term ? significant(term.coefficient) : "";
}
