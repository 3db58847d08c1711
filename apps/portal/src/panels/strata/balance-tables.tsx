import type { TrialStrata } from "@nadir/api/strata";
import { Scroll } from "../../ui/scroll.tsx";

type Tally = TrialStrata["balance"][number] | TrialStrata["counts"][number];

const Arms = ({ row, arms }: { row: Pick<Tally, "byArm">; arms: readonly string[] }) =>
  arms.map((arm) => (
    <td key={arm} className="number">
      {row.byArm[arm] ?? 0}
    </td>
  ));
const ArmHeads = ({ arms }: { arms: readonly string[] }) =>
  arms.map((arm) => (
    <th key={arm} scope="col" className="number">
      {arm}
    </th>
  ));
const armsOf = (rows: readonly Tally[]): string[] => Object.keys(rows[0]?.byArm ?? {});

export function CountsTable({ counts }: Pick<TrialStrata, "counts">) {
  const arms = armsOf(counts);
  return (
    <Scroll label="Counts by stratum">
      <table className="sheet">
        <thead>
          <tr>
            <th scope="col">Stratum</th>
            <th scope="col" className="number">
              Patients
            </th>
            <th scope="col" className="number">
              Drawn
            </th>
            <ArmHeads arms={arms} />
          </tr>
        </thead>
        <tbody>
          {counts.map((row) => (
            <tr key={row.stratum}>
              <th scope="row">{row.stratum}</th>
              <td className="number">{row.subjects}</td>
              <td className="number">{row.drawn}</td>
              <Arms row={row} arms={arms} />
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

export function BalanceTable({ balance }: Pick<TrialStrata, "balance">) {
  const arms = armsOf(balance);
  return (
    <Scroll label="Balance by level">
      <table className="sheet">
        <thead>
          <tr>
            <th scope="col">Factor</th>
            <th scope="col">Level</th>
            <th scope="col" className="number">
              Drawn
            </th>
            <ArmHeads arms={arms} />
          </tr>
        </thead>
        <tbody>
          {balance.map((row) => (
            <tr key={`${row.factor} ${row.level}`}>
              <th scope="row">{row.factor}</th>
              <td>{row.level}</td>
              <td className="number">{row.drawn}</td>
              <Arms row={row} arms={arms} />
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
