"use client";

import { useEffect, useState } from "react";

/**
 * The key of a patient, proposed from those of the trial. They come as one text, and as proposals once the page stands: thousands
 * of elements would take longer to write than all the rest of the page.
 */
export function SubjectField({
  subject,
  subjects,
}: {
  subject: string | null;
  /** Keys, which hold no space, parted by spaces. */
  subjects: string;
}) {
  const [proposed, setProposed] = useState<readonly string[]>([]);
  useEffect(() => setProposed(subjects === "" ? [] : subjects.split(" ")), [subjects]);
  return (
    <>
      <label className="grid gap-0.5 text-xs text-faint">
        Patient
        <input
          name="subject"
          list="subjects-of-trial"
          defaultValue={subject ?? ""}
          placeholder="a new one"
          autoComplete="off"
          className="w-48 rounded-md border border-line-strong bg-surface px-2 py-1.5 text-sm text-ink"
        />
      </label>
      <datalist id="subjects-of-trial">
        {proposed.map((key) => (
          <option key={key} value={key} />
        ))}
      </datalist>
    </>
  );
}
