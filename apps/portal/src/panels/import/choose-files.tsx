"use client";

import { useId, useState } from "react";
import { Panel } from "../../ui/panel.tsx";

const label =
  "grid cursor-pointer gap-1 rounded-md border border-line-strong bg-surface px-4 py-3 text-sm hover:bg-raised focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent";

/** A folder, its files one by one, or one ZIP of it: by choosing or by dropping. */
export function ChooseFiles({ onChoose }: { onChoose: (files: readonly File[]) => void }) {
  const [isOver, setOver] = useState(false);
  const folder = useId();
  const files = useId();
  const chosen = (list: FileList | null) => {
    if (list && list.length > 0) onChoose([...list]);
  };
  return (
    <Panel title="Files of the trial">
      <section
        aria-label="Drop files here"
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          chosen(event.dataTransfer.files);
        }}
        className={`grid gap-3 rounded-md border-2 border-dashed p-4 sm:grid-cols-2 ${isOver ? "border-accent bg-accent-soft" : "border-line-strong"}`}
      >
        <label htmlFor={folder} className={label}>
          <span className="font-semibold">Choose the folder</span>
          <span className="text-faint">with trial.yaml, its CSV tables and images</span>
          <input
            id={folder}
            type="file"
            multiple
            // @ts-expect-error React does not list this attribute; every current browser knows it.
            webkitdirectory=""
            onChange={(event) => chosen(event.target.files)}
            className="sr-only"
          />
        </label>
        <label htmlFor={files} className={label}>
          <span className="font-semibold">Choose files or a ZIP archive</span>
          <span className="text-faint">the manifest and its tables, or a .zip of the folder</span>
          <input
            id={files}
            type="file"
            multiple
            accept=".yaml,.yml,.json,.csv,.nii,.gz,.zip"
            onChange={(event) => chosen(event.target.files)}
            className="sr-only"
          />
        </label>
        <p className="text-sm text-soft sm:col-span-2">
          Or drop files here. The files are checked first: you see everything that is wrong, or what would change,
          before anything is written. Importing the same files again changes nothing.
        </p>
      </section>
    </Panel>
  );
}
