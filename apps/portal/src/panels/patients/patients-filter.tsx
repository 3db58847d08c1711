"use client";

import type { SubjectPage } from "@nadir/api/read";
import { useRouter } from "next/navigation";
import { type FormEvent, useTransition } from "react";
import { Button } from "../../ui/button.tsx";
import { flagName } from "../../ui/flag-names.ts";
import { isFiltered, type PatientsAddress, patientsHref, readAddress } from "./patients-address.ts";

const field = "rounded-md border border-line-strong bg-surface px-2 py-1.5 text-sm text-ink";

/** Narrows the table. A choice applies at once, a search at Enter; without scripts the button does it. */
export function PatientsFilter({
  trial,
  address,
  choices,
}: {
  trial: string;
  address: PatientsAddress;
  choices: SubjectPage["choices"];
}) {
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  const apply = (form: HTMLFormElement) => {
    const given = readAddress(Object.fromEntries(new FormData(form)) as Record<string, string>);
    startTransition(() => router.push(patientsHref(trial, { ...given, page: 1 }, {}), { scroll: false }));
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    apply(event.currentTarget);
  };
  const clear = () => {
    const plain = readAddress({ sort: address.sort, direction: address.direction });
    startTransition(() => router.push(patientsHref(trial, plain, {}), { scroll: false }));
  };
  const option = (value: string, label: string, subjects: number) => (
    <option key={value} value={value}>
      {label} ({subjects})
    </option>
  );
  const select = (name: keyof PatientsAddress, label: string, options: React.ReactNode[]) =>
    options.length > 0 ? (
      <label className="grid gap-0.5 text-xs text-faint">
        {label}
        <select
          name={name}
          defaultValue={String(address[name])}
          onChange={(event) => event.currentTarget.form && apply(event.currentTarget.form)}
          className={`${field} max-w-56`}
        >
          <option value="">all</option>
          {options}
        </select>
      </label>
    ) : null;
  return (
    <form
      key={JSON.stringify(address)}
      onSubmit={submit}
      aria-label="Filter patients"
      aria-busy={isPending}
      className="flex flex-wrap items-end gap-2.5"
    >
      <input type="hidden" name="sort" value={address.sort} />
      <input type="hidden" name="direction" value={address.direction} />
      <label className="grid gap-0.5 text-xs text-faint">
        Key contains
        <input type="search" name="search" defaultValue={address.search} className={`${field} w-36`} />
      </label>
      {select(
        "arm",
        "Arm",
        choices.arms.length > 1 ? choices.arms.map((c) => option(c.value, c.label, c.subjects)) : [],
      )}
      {select(
        "site",
        "Site",
        choices.sites.length > 1 ? choices.sites.map((c) => option(c.value, c.label, c.subjects)) : [],
      )}
      {select(
        "best",
        "Best response",
        choices.best.map((c) => option(c.value, c.value, c.subjects)),
      )}
      {select(
        "flag",
        "Flag",
        choices.flags.map((c) => option(c.value, flagName(c.value), c.subjects)),
      )}
      {select(
        "who",
        "WHO 2021 class",
        choices.who.map((c) => option(c.value, c.value, c.subjects)),
      )}
      {choices.waiting > 0 || address.confirmation === "waiting" ? (
        <label className="inline-flex items-center gap-1.5 py-1.5 text-sm">
          <input
            type="checkbox"
            name="confirmation"
            value="waiting"
            defaultChecked={address.confirmation === "waiting"}
            onChange={(event) => event.currentTarget.form && apply(event.currentTarget.form)}
            className="size-4 accent-accent"
          />
          Progression awaits confirmation ({choices.waiting})
        </label>
      ) : null}
      <Button type="submit">Filter</Button>
      {isFiltered(address) ? (
        <Button variant="quiet" onClick={clear}>
          Clear
        </Button>
      ) : null}
    </form>
  );
}
