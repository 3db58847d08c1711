"use client";

import { type EvidenceTable, evidenceCells, spreadsheetCsv, studyCount, tumourTypeName } from "@nadir/domain";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Empty } from "../../ui/empty.tsx";
import { Panel } from "../../ui/panel.tsx";
import { EvidenceRows } from "./evidence-rows.tsx";
import { FILTERS, filtered, type LibraryFilter, type LibraryOrder, libraryRows, sorted } from "./library-rows.ts";
import { ENDPOINTS, MODALITIES, VALIDATIONS } from "./library-words.ts";

const field = "max-w-full rounded-md border border-line-strong bg-surface px-2 py-1.5 text-sm text-ink";
const NOTHING: LibraryFilter = { search: "", tumour: "", modality: "", endpoint: "", validation: "" };

/** Evidence tables as one sheet: found by words and closed values, sorted, and taken away as CSV. */
export function EvidenceView({
  id,
  title,
  tables,
  filter: first = NOTHING,
  inAddress = false,
}: {
  id: string;
  title: string;
  tables: readonly EvidenceTable[];
  filter?: LibraryFilter;
  /** Keeps the filter in the page's address. */
  inAddress?: boolean;
}) {
  const [filter, setFilter] = useState(first);
  const [order, setOrder] = useState<LibraryOrder>({ by: "level", direction: "descending" });
  const rows = libraryRows(tables);
  const shown = sorted(filtered(rows, filter), order);
  const ask = (changed: Partial<LibraryFilter>) => {
    const next = { ...filter, ...changed };
    setFilter(next);
    if (!inAddress) return;
    const given = FILTERS.filter((name) => next[name] !== "").map((name) => [name, next[name]] as [string, string]);
    window.history.replaceState(null, "", given.length > 0 ? `?${new URLSearchParams(given)}` : "/library");
  };
  const choose = (
    name: (typeof FILTERS)[number],
    label: string,
    values: readonly string[],
    say: (v: string) => string,
  ) => (
    <label className="grid gap-0.5 text-xs text-faint">
      {label}
      <select name={name} value={filter[name]} onChange={(e) => ask({ [name]: e.target.value })} className={field}>
        <option value="">all</option>
        {[...new Set(values)]
          .map((value) => [value, say(value)] as const)
          .sort((a, b) => a[1].localeCompare(b[1], "en"))
          .map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
      </select>
    </label>
  );
  const download = () => {
    const keys = new Set(shown.map((row) => `${row.review}/${row.study}/${row.source.table}/${row.analysis ?? ""}`));
    const { columns, rows: cells } = evidenceCells(
      tables.map((t) => ({
        ...t,
        studies: t.studies.filter((s) => keys.has(`${t.id}/${s.study}/${s.source.table}/${s.analysis ?? ""}`)),
      })),
    );
    const address = URL.createObjectURL(new Blob([spreadsheetCsv(columns, cells)], { type: "text/csv;charset=utf-8" }));
    Object.assign(document.createElement("a"), { href: address, download: `${id}.csv` }).click();
    URL.revokeObjectURL(address);
  };
  return (
    <Panel
      id={id}
      title={title}
      flush
      aside={
        <Button onClick={download} disabled={shown.length === 0}>
          CSV of what is shown
        </Button>
      }
    >
      <form
        aria-label={`Find in: ${title}`}
        className="flex flex-wrap items-end gap-2.5 border-b border-line px-4 py-3"
        onSubmit={(event) => event.preventDefault()}
      >
        <label className="grid gap-0.5 text-xs text-faint">
          Words
          <input
            type="search"
            name="search"
            value={filter.search}
            onChange={(e) => ask({ search: e.target.value })}
            className={`${field} w-48`}
          />
        </label>
        {choose(
          "tumour",
          "Tumour",
          rows.flatMap((r) => r.tumours),
          (v) => tumourTypeName(v as never),
        )}
        {choose(
          "modality",
          "Images",
          rows.flatMap((r) => r.modalities),
          (v) => MODALITIES[v as never],
        )}
        {choose(
          "endpoint",
          "Endpoint",
          rows.flatMap((r) => r.endpoints),
          (v) => ENDPOINTS[v as never],
        )}
        {choose(
          "validation",
          "Validation",
          rows.map((r) => r.validation),
          (v) => VALIDATIONS[v as never],
        )}
        <p role="status" className="py-1.5 text-sm text-soft">
          {shown.length} of {rows.length} analyses, {studyCount(shown)} studies
        </p>
      </form>
      {shown.length === 0 ? (
        <Empty
          title={rows.length === 0 ? "No study yet" : "No study matches"}
          action={rows.length === 0 ? null : <Button onClick={() => ask(NOTHING)}>Show all studies</Button>}
        >
          {rows.length === 0
            ? "The table has no rows."
            : "Widen the filter, or search for an author, a feature or a recipe."}
        </Empty>
      ) : (
        <EvidenceRows label={`${title}: rows`} rows={shown} order={order} onOrder={setOrder} />
      )}
    </Panel>
  );
}
