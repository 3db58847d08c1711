import { classNames } from "../../ui/class-names.ts";
import Link from "../../ui/link.tsx";
import { type PatientSort, type PatientsAddress, patientsHref } from "./patients-address.ts";

/** A column's name as a link that sorts by it, and turns the order when it already does. */
export function ColumnHead({
  trial,
  address,
  sort,
  label,
  isNumber = false,
}: {
  trial: string;
  address: PatientsAddress;
  sort: PatientSort;
  label: string;
  isNumber?: boolean;
}) {
  const isSorted = address.sort === sort;
  const next = isSorted && address.direction === "ascending" ? "descending" : "ascending";
  return (
    <th scope="col" aria-sort={isSorted ? address.direction : undefined} className={classNames(isNumber && "number")}>
      <Link
        href={patientsHref(trial, address, { sort, direction: next, page: 1 })}
        scroll={false}
        className={classNames(
          "inline-flex items-center gap-1 hover:text-ink",
          isNumber && "flex-row-reverse",
          isSorted && "text-ink",
        )}
      >
        {label}
        <span aria-hidden className={classNames("w-2 text-[0.625rem]", !isSorted && "opacity-0")}>
          {address.direction === "ascending" ? "▲" : "▼"}
        </span>
      </Link>
    </th>
  );
}
