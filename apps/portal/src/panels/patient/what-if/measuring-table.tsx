import { type CaseLesion, measurementText, type ResponseCase, readMeasurementText } from "@nadir/domain";
import type { ReactNode } from "react";
import { classNames } from "../../../ui/class-names.ts";
import { type DayStyle, dayText } from "../../../ui/figures.ts";
import { Scroll } from "../../../ui/scroll.tsx";
import { cellKey, factsOf, type useTrialCase } from "./use-trial-case.ts";

const input = "w-24 rounded-sm border bg-surface px-1.5 py-0.5 text-right text-sm tabular-nums text-ink";
const choice = "rounded-sm border border-line bg-surface px-1 py-0.5 text-sm text-ink";

type Trial = ReturnType<typeof useTrialCase>;

/** Every lesion at every visit as an input, and below what else the criteria read. Nothing here is recorded. */
export function MeasuringTable({ document, trial, days }: { document: ResponseCase; trial: Trial; days: DayStyle }) {
  const { edits, texts, problems } = trial.tried;
  const visits = [
    ...document.visits.map((visit) => ({ ...visit, isTried: false })),
    ...edits.visits.map(({ id, date }) => ({ id, date, role: "follow-up" as const, measurements: [], isTried: true })),
  ]
    .filter((visit) => visit.role !== "pre-baseline")
    .sort((a, b) => a.date.localeCompare(b.date));
  const lesions = [...document.lesions, ...edits.lesions].filter(({ role }) => role !== "non-target");
  const isBrain = document.course.disease !== "solid-tumour";

  const cell = (lesion: CaseLesion, visit: (typeof visits)[number]) => {
    const key = cellKey(visit.id, lesion.id);
    const found = visit.measurements?.find((m) => m.lesion === lesion.id);
    const recorded = found ? measurementText(found, lesion.node === true) : "";
    const shown = texts[key] ?? recorded;
    const problem = problems[key];
    const isChanged = key in texts && texts[key]?.trim() !== recorded;
    const describedBy = problem ? `what-if-problem-${visit.id}-${lesion.id}` : undefined;
    return (
      <td key={visit.id} className="number">
        <input
          value={shown}
          onChange={(event) =>
            trial.measure(
              visit.id,
              lesion.id,
              event.target.value,
              readMeasurementText(event.target.value, lesion.node === true),
            )
          }
          aria-label={`${lesion.id} at ${visit.id}, mm`}
          aria-invalid={problem ? true : undefined}
          aria-describedby={describedBy}
          autoComplete="off"
          spellCheck={false}
          className={classNames(input, problem ? "border-bad" : isChanged ? "border-warn bg-warn-soft" : "border-line")}
        />
        {problem ? (
          <span id={describedBy} className="block max-w-48 whitespace-normal text-left text-xs text-bad">
            {problem}
          </span>
        ) : null}
      </td>
    );
  };
  const row = (name: ReactNode, of: (visit: (typeof visits)[number]) => ReactNode) => (
    <tr>
      <th scope="row">{name}</th>
      {visits.map((visit) => (
        <td key={visit.id} className="number">
          {of(visit)}
        </td>
      ))}
    </tr>
  );
  const select = (
    label: string,
    value: string | null | undefined,
    options: readonly string[],
    choose: (value: string) => void,
  ) => (
    <select aria-label={label} value={value ?? ""} onChange={(e) => choose(e.target.value)} className={choice}>
      <option value="">not said</option>
      {options.map((option) => (
        <option key={option} value={option}>
          {option.replaceAll("-", " ")}
        </option>
      ))}
    </select>
  );

  return (
    <Scroll label="Measurements to try">
      <table className="sheet">
        <thead>
          <tr>
            <th scope="col">Lesion</th>
            {visits.map((visit) => (
              <th key={visit.id} scope="col" className="number">
                {visit.id}
                <span className="block font-normal text-faint">{dayText(visit.date, days)}</span>
                <span className="block font-normal text-faint">{visit.isTried ? "not on record" : visit.role}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lesions.map((lesion) => (
            <tr key={lesion.id}>
              <th scope="row">
                {lesion.id}{" "}
                <span className="font-normal text-faint">
                  {lesion.role === "new" ? "new, " : ""}
                  {lesion.organ}
                  {lesion.node ? ", node" : ""}
                </span>
              </th>
              {visits.map((visit) => cell(lesion, visit))}
            </tr>
          ))}
          {row("Non-target disease", (visit) =>
            select(
              `Non-target disease at ${visit.id}`,
              factsOf(visit, edits).nonTarget?.status,
              ["absent", "present", "unequivocal-progression", "not-evaluable"],
              (status) => trial.say(visit.id, { nonTarget: status === "" ? null : { status: status as "present" } }),
            ),
          )}
          {isBrain ? (
            <>
              {row("Dexamethasone, mg a day", (visit) => (
                <input
                  type="number"
                  min={0}
                  step="any"
                  value={factsOf(visit, edits).dexamethasoneMgPerDay ?? ""}
                  onChange={(e) =>
                    trial.say(visit.id, {
                      dexamethasoneMgPerDay: e.target.value === "" ? null : Number(e.target.value),
                    })
                  }
                  aria-label={`Dexamethasone at ${visit.id}, mg a day`}
                  className={classNames(input, "border-line")}
                />
              ))}
              {row("Clinical state", (visit) =>
                select(
                  `Clinical state at ${visit.id}`,
                  factsOf(visit, edits).clinical,
                  ["improved", "stable", "worse"],
                  (value) => trial.say(visit.id, { clinical: value === "" ? null : (value as "stable") }),
                ),
              )}
              {row("T2/FLAIR", (visit) =>
                select(
                  `T2/FLAIR at ${visit.id}`,
                  factsOf(visit, edits).flair,
                  ["improved", "stable", "worse", "not-evaluable"],
                  (value) => trial.say(visit.id, { flair: value === "" ? null : (value as "stable") }),
                ),
              )}
            </>
          ) : null}
        </tbody>
      </table>
    </Scroll>
  );
}
