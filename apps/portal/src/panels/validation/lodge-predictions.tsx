"use client";

import { useId, useState } from "react";
import { Button } from "../../ui/button.tsx";

/** Takes the table of predictions that were made elsewhere. What is wrong with it is told line by line; nothing is kept then. */
export function LodgePredictions({
  testSubjects,
  disabled,
  onLodge,
}: {
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
