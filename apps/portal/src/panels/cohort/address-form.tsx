import type { ReactNode } from "react";
import { Button } from "../../ui/button.tsx";
import { type CohortAddress, spelled } from "./cohort-address.ts";
import { SelectionField } from "./selection.tsx";

export interface Choice {
  readonly name: keyof CohortAddress;
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

/** A plain form over a part of the page's address: works from the address and without script; all else stays as it is. */
export function AddressForm({
  trial,
  address,
  label,
  choices,
  at,
  children,
}: {
  trial: string;
  address: CohortAddress;
  label: string;
  choices: readonly Choice[];
  /** The part of the page to come back to. */
  at?: string;
  children?: ReactNode;
}) {
  const own = new Set<string>([...choices.map(({ name }) => name), "sel", "page"]);
  return (
    <form
      method="get"
      action={`/trials/${trial}/cohort${at ? `#${at}` : ""}`}
      aria-label={label}
      className="flex flex-wrap items-end gap-2.5"
    >
      {spelled(address)
        .filter(([name]) => !own.has(name))
        .map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
      <SelectionField />
      {choices
        .filter(({ options }) => options.length > 1)
        .map(({ name, label: said, value, options }) => (
          <label key={name} className="grid gap-0.5 text-xs text-faint">
            {said}
            <select
              name={name}
              defaultValue={value}
              key={value}
              className="max-w-64 rounded-md border border-line-strong bg-surface px-2 py-1.5 text-sm text-ink"
            >
              {options.map((option) => (
                <option key={option.value} value={option.value}>
                  {option.label}
                </option>
              ))}
            </select>
          </label>
        ))}
      {children}
      <Button type="submit">Show</Button>
    </form>
  );
}

/** Options of plain words; the empty one means all. */
export const optionsOf = (values: readonly string[], all?: string) => [
  ...(all === undefined ? [] : [{ value: "", label: all }]),
  ...values.map((value) => ({ value, label: value })),
];
