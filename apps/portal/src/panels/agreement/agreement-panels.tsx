import type { AgreementFigures, Discrepancy } from "@nadir/api/agreement";
import { Empty } from "../../ui/empty.tsx";
import { count, type DayStyle, significant, withDays } from "../../ui/figures.ts";
import Link from "../../ui/link.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Scroll } from "../../ui/scroll.tsx";
import { KIND_WORDS } from "../reads/read-words.ts";

const range = ({ lower, upper }: { lower: number; upper: number }) =>
  `${significant(lower, 3)} to ${significant(upper, 3)}`;

/** ICC, limits of agreement and kappa of a pair of readers. */
export function AgreementTable({ figures, unit }: { figures: AgreementFigures; unit: string }) {
  const rows = [
    { name: "Size of a lesion", of: figures.sizes, unit: "mm" },
    { name: "Sum of a visit", of: figures.sums, unit },
  ];
  const { kappa, n } = figures.responses;
  return (
    <Panel
      id="agreement"
      title="Agreement"
      note="ICC(2,1), absolute agreement, with its 95 % limits (Shrout & Fleiss 1979). Difference: first less second, mean and 95 % limits of agreement (Bland & Altman 1986). Kappa: overall response of the visits that both have read (Cohen 1960), in brackets its large-sample interval (Fleiss, Cohen & Everitt 1969), which wants 2k² visits of k categories (Cicchetti 1981)."
      flush
    >
      <Scroll label="Agreement">
        <table className="sheet">
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col" className="number">
                Pairs
              </th>
              <th scope="col">Coefficient</th>
              <th scope="col">Difference</th>
              <th scope="col">Limits of agreement</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, of, unit: in_ }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td className="number">{count(of.n)}</td>
                <td className="whitespace-normal!">
                  {of.icc.estimable ? (
                    <>
                      <span className="computed">ICC {significant(of.icc.icc, 3)}</span>{" "}
                      <span className="text-faint">({range(of.icc.interval)})</span>
                    </>
                  ) : (
                    <span className="text-faint">{of.icc.reason}</span>
                  )}
                </td>
                <td className="whitespace-nowrap">
                  {of.blandAltman.estimable ? `${significant(of.blandAltman.bias, 3)} ${in_}` : ""}
                </td>
                <td className="whitespace-normal!">
                  {of.blandAltman.estimable ? (
                    `${range(of.blandAltman.limits)} ${in_}`
                  ) : (
                    <span className="text-faint">{of.blandAltman.reason}</span>
                  )}
                </td>
              </tr>
            ))}
            <tr>
              <th scope="row">Overall response</th>
              <td className="number">{count(n)}</td>
              <td className="whitespace-normal!" colSpan={3}>
                {kappa.estimable ? (
                  <>
                    <span className="computed">kappa {significant(kappa.kappa, 3)}</span>{" "}
                    <span className="text-faint">
                      ({kappaInterval(kappa.interval, n, kappa.wanted)});{" "}
                      {significant(100 * kappa.observedAgreement, 3)} % of the visits alike
                    </span>
                  </>
                ) : (
                  <span className="text-faint">{kappa.reason}</span>
                )}
              </td>
            </tr>
          </tbody>
        </table>
      </Scroll>
    </Panel>
  );
}

/** The interval of a kappa, and what it is worth; of few visits it can come out without any width, and then says nothing. */
function kappaInterval(interval: Parameters<typeof range>[0], visits: number, wanted: number | null): string {
  if (wanted === null) return range(interval);
  const few = `${count(visits)} of the ${count(wanted)} visits that such an interval wants`;
  return interval.lower === interval.upper
    ? `no interval: ${few}`
    : `${range(interval)}; no more than an indication: ${few}`;
}

const KINDS: Readonly<Record<Discrepancy["kind"], string>> = {
  ...KIND_WORDS,
  lesion: "Target measured by one alone",
};

/** Where two readings differ in what matters, by rule. */
export function DiscrepancyTable({
  trial,
  rows,
  names,
  days,
  unit,
}: {
  trial: string;
  rows: readonly Discrepancy[];
  names: readonly [string, string];
  days: DayStyle;
  /** Of sums. */
  unit: string;
}) {
  const shown = (kind: Discrepancy["kind"], found: string) =>
    kind === "sum" ? `${found} ${unit}` : withDays(found, days);
  return (
    <Panel id="discrepancies" title="Discrepancies" aside={`by rule, ${count(rows.length)}`} flush>
      {rows.length === 0 ? (
        <Empty title="No discrepancy">
          Where both have read, they agree in every response, date and new lesion, and no sum of theirs differs by as
          much as counts. How far their figures lie apart is told above.
        </Empty>
      ) : (
        <Scroll label="Discrepancies">
          <table className="sheet">
            <thead>
              <tr>
                <th scope="col">Patient</th>
                <th scope="col">What differs</th>
                <th scope="col">Visit</th>
                <th scope="col">{names[0]}</th>
                <th scope="col">{names[1]}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ subject, kind, visit, first, second }) => (
                <tr key={`${subject} ${kind} ${visit} ${first} ${second}`}>
                  <th scope="row">
                    <Link href={`/trials/${trial}/patients/${subject}`} className="underline underline-offset-2">
                      {subject}
                    </Link>
                  </th>
                  <td>{KINDS[kind]}</td>
                  <td>{visit}</td>
                  <td>{shown(kind, first)}</td>
                  <td>{shown(kind, second)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </Panel>
  );
}
