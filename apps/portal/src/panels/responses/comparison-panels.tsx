import type { Comparison } from "@nadir/api/responses";
import { categoryFlow } from "@nadir/charts";
import { flowTable } from "../../ui/chart-tables.ts";
import { criterionName } from "../../ui/criterion-names.ts";
import { Empty } from "../../ui/empty.tsx";
import { Figure } from "../../ui/figure.tsx";
import { fileName } from "../../ui/figure-table.ts";
import { count, counted, type DayStyle, dayText, withDays } from "../../ui/figures.ts";
import Link from "../../ui/link.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ResponseMark } from "../../ui/response-mark.tsx";
import { Scroll } from "../../ui/scroll.tsx";
import { simulatedNotice } from "../../ui/simulated.ts";
import { UnbrokenDays } from "../../ui/unbroken-days.tsx";
import { comparisonHref } from "./comparison-address.ts";

type Chosen = NonNullable<Comparison["chosen"]>;

/** `0.83 (0.71 to 0.95)`, or why there is none. */
export function kappaText({ kappa }: Pick<Chosen, "kappa">): string {
  if (!kappa.estimable) return "not estimable";
  const { lower, upper } = kappa.interval;
  return `${kappa.kappa.toFixed(2)} (${lower.toFixed(2)} to ${Math.min(1, upper).toFixed(2)})`;
}

/** Every pair of the trial's own criteria at a glance. */
export function PairsPanel({ comparison }: { comparison: Comparison }) {
  if (comparison.pairs.length < 2) return null;
  return (
    <Panel title="Every pair of the trial's criteria" aside="computed" flush>
      <Scroll label="Pairs of criteria">
        <table className="sheet">
          <thead>
            <tr>
              <th scope="col">Pair</th>
              <th scope="col" className="number">
                Patients
              </th>
              <th scope="col" className="number">
                Other category
              </th>
              <th scope="col" className="number">
                Other progression date
              </th>
              <th scope="col" className="number">
                Kappa (95 %)
              </th>
            </tr>
          </thead>
          <tbody>
            {comparison.pairs.map((pair) => (
              <tr key={pair.criteria.join()}>
                <th scope="row">
                  <Link
                    className="underline underline-offset-2"
                    href={comparisonHref(comparison.trial.key, {
                      first: pair.criteria[0],
                      second: pair.criteria[1],
                      of: comparison.of,
                    })}
                  >
                    {criterionName(pair.criteria[0])} and {criterionName(pair.criteria[1])}
                  </Link>
                </th>
                <td className="number computed">{count(pair.patients)}</td>
                <td className="number computed">{count(pair.discordant)}</td>
                <td className="number computed">{count(pair.progressionDatesDiffer)}</td>
                <td className="number computed">{kappaText(pair)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Panel>
  );
}

/** The discordance table of one pair and its picture. Categories that nobody has are left out. */
export function DiscordancePanel({
  trial,
  chosen,
  of,
  isSimulated,
}: {
  trial: string;
  chosen: Chosen;
  of: Comparison["of"];
  /** Whether the trial has simulated scans: a figure that leaves the page says so. */
  isSimulated: boolean;
}) {
  const [first, second] = chosen.criteria.map(criterionName) as [string, string];
  const used = chosen.categories
    .map((name, i) => ({ name, i }))
    .filter(({ i }) => chosen.table[i]?.some((n) => n > 0) || chosen.table.some((row) => (row[i] ?? 0) > 0));
  const flow = {
    categories: used.map(({ name }) => name),
    table: used.map(({ i }) => used.map(({ i: j }) => chosen.table[i]?.[j] ?? 0)),
    first,
    second,
  };
  const title = `Best overall response, ${of}, by ${first} and by ${second}`;
  const options = { title, ...simulatedNotice(isSimulated) };
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <Panel title="Who is where" aside={`best response, ${of}; ${counted(chosen.patients, "patient")}`} flush>
        {used.length === 0 ? (
          <Empty title="Nobody to compare">
            No patient has an answer of both criteria. Most often the record lacks a figure that one of them adds up,
            such as the second diameter.
          </Empty>
        ) : (
          <Scroll label="Discordance table">
            <table className="sheet">
              <caption className="sr-only">{title}</caption>
              <thead>
                <tr>
                  <th scope="col">
                    {first} <span className="font-normal text-faint">↓ · {second} →</span>
                  </th>
                  {used.map(({ name }) => (
                    <th key={name} scope="col" className="number">
                      {name}
                    </th>
                  ))}
                  <th scope="col" className="number">
                    All
                  </th>
                </tr>
              </thead>
              <tbody>
                {used.map(({ name, i }) => (
                  <tr key={name}>
                    <th scope="row">{name}</th>
                    {used.map(({ name: other, i: j }) => {
                      const n = chosen.table[i]?.[j] ?? 0;
                      return (
                        <td
                          key={other}
                          className={`number ${n === 0 ? "text-faint" : i === j ? "computed" : "computed bg-warn-soft"}`}
                        >
                          {count(n)}
                        </td>
                      );
                    })}
                    <td className="number computed">{count(chosen.table[i]?.reduce((a, b) => a + b, 0) ?? 0)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        )}
        <dl className="grid gap-1 border-t border-line px-4 py-3 text-sm">
          <Fact name="In another category">
            {count(chosen.discordant)} of {count(chosen.patients)}
          </Fact>
          <Fact name="Kappa, unweighted (95 %)">
            {kappaText(chosen)}
            {chosen.kappa.estimable ? null : <span className="font-normal text-faint"> {chosen.kappa.reason}</span>}
          </Fact>
          <Fact name="Left out of kappa (NE, NED)">{count(chosen.leftOutOfKappa)}</Fact>
          <Fact name="Other date of progression">{count(chosen.progressionDatesDiffer)}</Fact>
        </dl>
      </Panel>
      <Panel title="Who moves" aside="a band a pair of categories">
        <Figure
          svg={categoryFlow(flow, { ...options, width: 560, height: 320 })}
          narrow={categoryFlow(flow, { ...options, width: 320, height: 300 })}
          file={{
            ...{ name: fileName(trial, ...chosen.criteria), label: "Who moves", isSimulated },
            data: flowTable(flow),
          }}
        />
      </Panel>
    </div>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className="flex flex-wrap gap-x-2">
      <dt className="text-faint">{name}</dt>
      <dd className="computed">{children}</dd>
    </div>
  );
}

/** Each patient whom the two criteria tell apart, with the first visit at which they do and the rule on either side. */
export function ChangesPanel({ trial, chosen, days }: { trial: string; chosen: Chosen; days: DayStyle }) {
  const [first, second] = chosen.criteria.map(criterionName) as [string, string];
  const offset = days.dates.kind === "offset";
  return (
    <Panel title="Who changes category, and by which rule" aside={counted(chosen.changes.length, "patient")} flush>
      {chosen.changes.length === 0 ? (
        <Empty title="Nobody changes category">
          The two criteria put every patient into the same category. Dates of progression may differ all the same.
        </Empty>
      ) : (
        <Scroll label="Patients who change category">
          <table className="sheet">
            <thead>
              <tr>
                <th scope="col">Patient</th>
                <th scope="col">{first}</th>
                <th scope="col">{second}</th>
                <th scope="col">First apart at</th>
                <th scope="col">Rule of {first}</th>
                <th scope="col">Rule of {second}</th>
              </tr>
            </thead>
            <tbody>
              {chosen.changes.map((change) => (
                <tr key={change.patient} className="align-top">
                  <th scope="row">
                    <Link
                      href={`/trials/${trial}/patients/${change.patient}#response`}
                      className="underline underline-offset-2"
                    >
                      {change.patient}
                    </Link>
                  </th>
                  <td>
                    <ResponseMark label={change.from} />
                  </td>
                  <td>
                    <ResponseMark label={change.to} />
                  </td>
                  <td className="whitespace-nowrap">
                    {change.visit === null ? (
                      "no visit"
                    ) : (
                      <>
                        {change.visit}
                        {change.date ? (
                          <span className="block text-xs text-faint">
                            {offset ? dayText(change.date, days) : change.date}
                          </span>
                        ) : null}
                        <span className="block text-xs">
                          {change.fromLabel} / {change.toLabel}
                        </span>
                      </>
                    )}
                  </td>
                  {[change.fromRule, change.toRule].map((rule, side) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: the two sides never change places
                    <td key={side} className="min-w-64 whitespace-normal!">
                      <UnbrokenDays text={withDays(rule.text, days)} />
                      <code className="block font-mono text-xs text-faint">{rule.id}</code>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </Panel>
  );
}
