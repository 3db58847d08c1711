import type { Comparison } from "@nadir/api/responses";
import { Button } from "../../ui/button.tsx";
import { criterionName } from "../../ui/criterion-names.ts";

const field = "rounded-md border border-line-strong bg-surface px-2 py-1 text-sm text-ink";

/** Which two criteria to compare: a plain form, so that it works from the address and without script. */
export function ChoosePair({ comparison }: { comparison: Comparison }) {
  const [first, second] = comparison.chosen?.criteria ?? [comparison.criteria[0], comparison.criteria[1]];
  const choice = (name: string, label: string, value: string | undefined) => (
    <label className="inline-flex flex-wrap items-center gap-2 text-sm text-soft">
      {label}
      <select name={name} defaultValue={value} key={value} className={field}>
        {comparison.criteria.map((id) => (
          <option key={id} value={id}>
            {criterionName(id)}
            {comparison.own.includes(id) ? "" : " (not the trial's)"}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <form
      method="get"
      action={`/trials/${comparison.trial.key}/criteria`}
      className="flex flex-wrap items-center gap-x-4 gap-y-2"
    >
      {choice("first", "Compare", first)}
      {choice("second", "with", second)}
      <label className="inline-flex items-center gap-2 text-sm text-soft">
        by best response
        <select name="of" defaultValue={comparison.of} key={comparison.of} className={field}>
          <option value="confirmed">confirmed</option>
          <option value="unconfirmed">unconfirmed</option>
        </select>
      </label>
      <Button type="submit" variant="primary">
        Compare
      </Button>
    </form>
  );
}
