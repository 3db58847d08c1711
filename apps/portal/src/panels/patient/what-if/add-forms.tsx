import type { TrialDates } from "@nadir/domain";
import { addDays, dayOfStudyDay, studyDay } from "@nadir/domain";
import { type FormEvent, useState } from "react";
import { Button } from "../../../ui/button.tsx";

const field = "rounded-md border border-line-strong bg-surface px-2 py-1 text-sm text-ink";

/** A follow-up that is not on record: by its date, or by its study day where the trial has only those. */
export function AddVisit({
  dates,
  after,
  add,
}: {
  dates: TrialDates;
  /** ISO day of the last visit. */
  after: string;
  add: (date: string) => void;
}) {
  const suggested = addDays(after, 28);
  const [day, setDay] = useState(() => String(studyDay(dates, suggested) ?? suggested));
  const [problem, setProblem] = useState<string | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    try {
      add(dates.kind === "offset" ? dayOfStudyDay(dates, Number(day)) : day);
      setProblem(null);
    } catch (error) {
      setProblem((error as Error).message);
    }
  };
  return (
    <form onSubmit={submit} className="flex flex-wrap items-center gap-2">
      <label className="inline-flex items-center gap-2 text-sm text-soft">
        {dates.kind === "offset" ? "A visit on study day" : "A visit on"}
        <input
          type={dates.kind === "offset" ? "number" : "date"}
          required
          value={day}
          onChange={(e) => setDay(e.target.value)}
          className={`${field} w-36`}
        />
      </label>
      <Button type="submit">Add visit</Button>
      {problem ? <span className="text-sm text-bad">{problem}</span> : null}
    </form>
  );
}

/** A new lesion that is not on record. */
export function AddLesion({ add }: { add: (organ: string, node: boolean) => void }) {
  const [organ, setOrgan] = useState("liver");
  const [node, setNode] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (organ.trim() !== "") add(organ.trim(), node);
  };
  return (
    <form onSubmit={submit} className="flex flex-wrap items-center gap-2">
      <label className="inline-flex items-center gap-2 text-sm text-soft">
        A new lesion in
        <input required value={organ} onChange={(e) => setOrgan(e.target.value)} className={`${field} w-32`} />
      </label>
      <label className="inline-flex items-center gap-1.5 text-sm text-soft">
        <input type="checkbox" checked={node} onChange={(e) => setNode(e.target.checked)} />
        lymph node
      </label>
      <Button type="submit">Add lesion</Button>
    </form>
  );
}
