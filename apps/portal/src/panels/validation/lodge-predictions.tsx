"use client";

import { useId, useState } from "react";
import { Button, buttonLook } from "../../ui/button.tsx";
import { count } from "../../ui/figures.ts";
import { Notice } from "../../ui/notice.tsx";

/** Takes the table of predictions that were made elsewhere. What is wrong with it is told line by line; nothing is kept then. */
export function LodgePredictions({
  protocol,
  testSubjects,
  disabled,
  onLodge,
}: {
  protocol: string;
  testSubjects: number;
  disabled: boolean;
  onLodge: (csv: string) => void;
}) {
  const id = useId();
  const [file, setFile] = useState<File | null>(null);
  return (
    <form
      className="grid max-w-[80ch] gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (file) void file.text().then(onLodge);
      }}
    >
      <h3 className="text-base font-semibold">Lodge the predictions</h3>
      <p id={`${id}-help`} className="text-soft">
        The model was developed elsewhere, and so are its predictions. Give a CSV file with the columns subject, value
        and reason: one line for each of the {testSubjects} test subjects, with a value, or the reason why there is
        none. Once lodged they cannot be changed.
      </p>
      <a href={`/api/protocols/${protocol}/predictions`} download className={buttonLook("plain", "justify-self-start")}>
        Table to fill in, with the test subjects
      </a>
      <label htmlFor={id} className="font-medium">
        Table of predictions
      </label>
      <input
        id={id}
        type="file"
        accept=".csv,text/csv"
        required
        aria-describedby={`${id}-help`}
        onChange={(event) => setFile(event.target.files?.[0] ?? null)}
      />
      <Button type="submit" variant="primary" disabled={disabled || file === null} className="justify-self-start">
        Lodge the predictions
      </Button>
    </form>
  );
}

export interface LodgedTable {
  readonly computed: number;
  readonly notComputable: number;
  /** SHA-256 of the file. */
  readonly fileHash: string;
}

/** What was taken of the table, so that who lodged it can compare it with their file. */
export function Lodged({ computed, notComputable, fileHash }: LodgedTable) {
  return (
    <Notice kind="done" title="The predictions are lodged." live>
      {count(computed)} with a value, {count(notComputable)} with a reason why there is none; SHA-256 of the file:{" "}
      <code className="wrap-anywhere font-mono text-xs">{fileHash}</code>
    </Notice>
  );
}
