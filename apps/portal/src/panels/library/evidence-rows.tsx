"use client";

import { EVIDENCE_LEVELS, tumourTypeName } from "@nadir/domain";
import { classNames } from "../../ui/class-names.ts";
import { Scroll } from "../../ui/scroll.tsx";
import { countOf, type LibraryOrder, type LibraryRow, type LibrarySort } from "./library-rows.ts";
import { designWords, ENDPOINTS, LEVEL_LOOKS, MODALITIES, VALIDATIONS } from "./library-words.ts";

/** The rows of an evidence table; a column's name sorts by it, and turns the order when it already does. */
export function EvidenceRows({
  label,
  rows,
  order,
  onOrder,
}: {
  label: string;
  rows: readonly LibraryRow[];
  order: LibraryOrder;
  onOrder: (order: LibraryOrder) => void;
}) {
  const head = { order, onOrder };
  return (
    <Scroll label={label}>
      <table className="sheet">
        <thead>
          <tr>
            <Head {...head} by="study" label="Study" />
            <th scope="col">Tumour and images</th>
            <th scope="col">Predicted or compared</th>
            <th scope="col">From what, with which result</th>
            <Head {...head} by="n" label="n" isNumber />
            <th scope="col">Validation</th>
            <Head {...head} by="level" label="Evidence" />
            <th scope="col">Recipe</th>
            <th scope="col">Source</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={`${row.review}/${row.study}/${row.source.table}/${row.analysis ?? ""}`} row={row} />
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

const cell = "whitespace-normal! align-top";

function Row({ row }: { row: LibraryRow }) {
  const { n } = row;
  const parts = [
    ...(n.development === null ? [] : [`${n.development} developed on`]),
    ...(n.validation === null ? [] : [`${n.validation} tested on`]),
  ];
  return (
    <tr>
      <th scope="row" className={`${cell} min-w-36 font-normal`}>
        <span className="font-medium">{row.authors}</span> {row.year ?? ""}
        {row.analysis ? <span className="block text-xs text-faint">{row.analysis}</span> : null}
        <span className="block text-xs text-faint">{designWords(row.design)}</span>
      </th>
      <td className={`${cell} min-w-40`}>
        {row.tumours.map(tumourTypeName).join(", ")}
        {row.species === "mouse" ? " (mice)" : ""}
        <span className="block text-xs text-faint">{row.modalities.map((m) => MODALITIES[m]).join(", ")}</span>
      </td>
      <td className={`${cell} min-w-32`}>
        {row.endpoints.map((e) => ENDPOINTS[e]).join(", ")}
        {row.biomarker ? <span className="block text-xs text-faint">{row.biomarker.join(", ")} biomarker</span> : null}
      </td>
      <td className={`${cell} min-w-72`}>
        <span className="block text-xs text-faint">{row.inputs}</span>
        {row.result}
        {row.note ? <span className="mt-0.5 block text-xs text-faint">{row.note}</span> : null}
      </td>
      <td className={`${cell} number`}>
        {countOf(row) ?? "not printed"}
        {parts.length > 0 ? <span className="block text-xs text-faint">{parts.join(", ")}</span> : null}
      </td>
      <td className={`${cell} min-w-32`}>
        {VALIDATIONS[row.validation]}
        <span className="block text-xs text-faint">
          {row.tripod === null ? "no TRIPOD type" : `TRIPOD type ${row.tripod}`}
        </span>
      </td>
      <td className={cell}>
        <span className={classNames("inline-block rounded-md border px-1.5 py-0.5 text-xs", LEVEL_LOOKS[row.level])}>
          {EVIDENCE_LEVELS.find(({ id }) => id === row.level)!.title}
        </span>
      </td>
      <td className={cell}>
        {row.recipes.map((id) => (
          <code key={id} className="block font-mono text-xs">
            {id}
          </code>
        ))}
        {row.recipes.length === 0 ? <span className="text-xs text-faint">none</span> : null}
      </td>
      <td className={`${cell} min-w-32 text-xs text-faint`}>
        {row.review} {row.source.table}: {row.source.row.replace(/<\/?i>/g, "")}
      </td>
    </tr>
  );
}

function Head({
  by,
  label,
  order,
  onOrder,
  isNumber = false,
}: {
  by: LibrarySort;
  label: string;
  order: LibraryOrder;
  onOrder: (order: LibraryOrder) => void;
  isNumber?: boolean;
}) {
  const isSorted = order.by === by;
  const next = isSorted && order.direction === "ascending" ? "descending" : "ascending";
  return (
    <th scope="col" aria-sort={isSorted ? order.direction : undefined} className={classNames(isNumber && "number")}>
      <button
        type="button"
        onClick={() => onOrder({ by, direction: next })}
        className={classNames(
          "inline-flex items-center gap-1 hover:text-ink",
          isNumber && "flex-row-reverse",
          isSorted && "text-ink",
        )}
      >
        {label}
        <span aria-hidden className={classNames("w-2 text-[0.625rem]", !isSorted && "opacity-0")}>
          {isSorted && order.direction === "descending" ? "▼" : "▲"}
        </span>
      </button>
    </th>
  );
}
