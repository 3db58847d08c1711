"use client";

import { useEffect, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Empty } from "../../ui/empty.tsx";
import { familyWords } from "../../ui/feature-words.ts";
import { Panel } from "../../ui/panel.tsx";
import { Scroll } from "../../ui/scroll.tsx";
import { type CatalogueRow, matches } from "./catalogue-row.ts";
import { Formula } from "./formula.tsx";

const field = "rounded-md border border-line-strong bg-surface px-2 py-1.5 text-sm text-ink";

/** Every feature by family, found by any of its words; each row has its own address, `/features#cm_joint_max`. */
export function FeatureCatalogue({
  rows,
  search: first,
  family: firstFamily,
}: {
  rows: readonly CatalogueRow[];
  search: string;
  family: string;
}) {
  const [search, setSearch] = useState(first);
  const [family, setFamily] = useState(firstFamily);
  const addressed = useAddressedRow();
  const families = [...new Set(rows.map((row) => row.family))];
  const shown = rows.filter((row) => (family === "" || row.family === family) && matches(row, search));
  const ask = (next: { search: string; family: string }) => {
    setSearch(next.search);
    setFamily(next.family);
    const given = Object.entries(next).filter(([, value]) => value !== "");
    window.history.replaceState(null, "", given.length > 0 ? `?${new URLSearchParams(given)}` : "/features");
  };
  return (
    <>
      <form
        aria-label="Find a feature"
        className="flex flex-wrap items-end gap-2.5"
        onSubmit={(event) => event.preventDefault()}
      >
        <label className="grid gap-0.5 text-xs text-faint">
          Name, code, key or formula
          <input
            type="search"
            name="search"
            value={search}
            onChange={(e) => ask({ search: e.target.value, family })}
            className={`${field} w-64`}
          />
        </label>
        <label className="grid gap-0.5 text-xs text-faint">
          Family
          <select
            name="family"
            value={family}
            onChange={(e) => ask({ search, family: e.target.value })}
            className={`${field} max-w-full`}
          >
            <option value="">all</option>
            {families.map((name) => (
              <option key={name} value={name}>
                {familyWords(name)} ({rows.filter((row) => row.family === name).length})
              </option>
            ))}
          </select>
        </label>
        <p role="status" className="py-1.5 text-sm text-soft">
          {shown.length} of {rows.length} features
        </p>
      </form>
      {shown.length === 0 ? (
        <Empty
          title="No feature matches"
          action={<Button onClick={() => ask({ search: "", family: "" })}>Show all features</Button>}
        >
          Search for an IBSI code (QCFX), a name (sphericity), a key (morph_sphericity) or PyRadiomics' name.
        </Empty>
      ) : null}
      {families.map((name) => {
        const of = shown.filter((row) => row.family === name);
        return of.length === 0 ? null : <Family key={name} name={name} rows={of} addressed={addressed} />;
      })}
    </>
  );
}

/** The row that the address names. A page that streams in has no rows yet when the browser looks for it: it is shown here. */
function useAddressedRow(): string {
  const [addressed, setAddressed] = useState("");
  useEffect(() => {
    const look = () => setAddressed(decodeURIComponent(window.location.hash.slice(1)));
    look();
    window.addEventListener("hashchange", look);
    return () => window.removeEventListener("hashchange", look);
  }, []);
  useEffect(() => {
    if (addressed !== "") document.getElementById(addressed)?.scrollIntoView({ block: "center" });
  }, [addressed]);
  return addressed;
}

function Family({ name, rows, addressed }: { name: string; rows: readonly CatalogueRow[]; addressed: string }) {
  const [{ source, aggregated } = { source: "", aggregated: "" }] = rows;
  return (
    <Panel
      id={`family-${name}`}
      title={familyWords(name)}
      aside={`comes: ${aggregated}`}
      note={`Source: ${source}.`}
      flush
    >
      <Scroll label={familyWords(name)}>
        <table className="sheet">
          <thead>
            <tr>
              <th scope="col">Feature</th>
              <th scope="col">IBSI</th>
              <th scope="col">Unit</th>
              <th scope="col">Formula</th>
              <th scope="col">In the profile pyradiomics</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id} id={row.id} className={row.id === addressed ? "bg-accent-soft" : ""}>
                <th scope="row" className="whitespace-normal! font-normal">
                  <a href={`#${row.id}`} className="font-medium underline-offset-2 hover:underline">
                    {row.name}
                  </a>
                  <code className="block font-mono text-xs text-faint">{row.id}</code>
                </th>
                <td>
                  <code className="font-mono text-xs">{row.code ?? "none"}</code>
                  {row.code && !row.hasConsensus ? (
                    <span className="block text-xs text-faint">no consensus value</span>
                  ) : null}
                </td>
                <td className="text-faint">{row.unit === "1" ? "none" : row.unit}</td>
                <td className="min-w-64 whitespace-normal!">
                  <Formula text={row.formula} />
                </td>
                <td className="min-w-56 whitespace-normal!">
                  {row.profile.map(({ id, difference }) => (
                    <span key={id} className="block">
                      <code className="font-mono text-xs">{id}</code>
                      <span className="block text-xs text-faint">{difference ?? "the same value"}</span>
                    </span>
                  ))}
                  {row.profile.length === 0 ? <span className="text-xs text-faint">not there</span> : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Panel>
  );
}
