"use client";

import type { Evidence } from "@nadir/api/evidence";
import { useQuery } from "@tanstack/react-query";
import { Asked } from "../../../ui/asked.tsx";
import { Figure } from "../../../ui/figure.tsx";
import { fileName } from "../../../ui/figure-table.ts";
import { type DayStyle, dayText } from "../../../ui/figures.ts";
import Link from "../../../ui/link.tsx";
import { Moment } from "../../../ui/moment.tsx";
import { Panel } from "../../../ui/panel.tsx";
import { Scroll } from "../../../ui/scroll.tsx";

type Course = Evidence["scoreCourses"][number];
const percent = (p: number): string => `${(100 * p).toFixed(0)} %`;

/** Each model's probability over the visits, with how such scores held at such visits over the trial. */
export function ScoreCoursesPanel({
  courses,
  days,
  isSimulated,
}: {
  courses: readonly Course[];
  days: DayStyle;
  isSimulated: boolean;
}) {
  return (
    <Panel
      id="score-courses"
      title="Scores over the visits"
      note="Each with the record as it stood that day. A change of a score is no finding by itself: whether it still holds at a later visit stands beside it, as far as somebody had the model watched over the trial."
    >
      <div className="grid gap-6">
        {courses.map((course) => (
          <OneCourse key={course.id} course={course} days={days} isSimulated={isSimulated} />
        ))}
      </div>
    </Panel>
  );
}

function OneCourse({ course: c, days, isSimulated }: { course: Course; days: DayStyle; isSimulated: boolean }) {
  const named = (point: Course["points"][number]): string => point.visit ?? "start of treatment";
  return (
    <div className="grid gap-2">
      <p className="text-sm">
        <Link href={`/models/${c.id}`} className="font-medium underline underline-offset-2">
          {c.title}
        </Link>{" "}
        version {c.version}: {c.predicts}.
        {c.notScored.length > 0 ? ` Not scored for want of inputs: ${c.notScored.join(", ")}.` : ""}
      </p>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Drawn
          title={`${c.title} over the visits`}
          points={c.points.map((p) => ({ ...p, label: named(p) }))}
          isSimulated={isSimulated}
        />
        <div className="min-w-0">
          <Scroll label={`${c.title} by visit`}>
            <table className="sheet">
              <thead>
                <tr>
                  <th scope="col">Visit</th>
                  <th scope="col" className="number">
                    Probability
                  </th>
                  <th scope="col">Over the trial at that visit</th>
                </tr>
              </thead>
              <tbody>
                {c.points.map((p) => (
                  <tr key={p.order}>
                    <th scope="row">
                      {named(p)}
                      <span className="block text-xs font-normal text-faint">{dayText(p.date, days)}</span>
                    </th>
                    <td className="number">{percent(p.probability)}</td>
                    <td className="whitespace-normal!">{validityText(c.validity, p.order)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
          {c.validity ? (
            <p className="mt-2 text-xs text-faint">
              Watched <Moment at={c.validity.at} /> against {c.validity.wish.outcome.endpoint}.
            </p>
          ) : null}
        </div>
      </div>
    </div>
  );
}

type Point = Pick<Course["points"][number], "day" | "probability" | "lower" | "upper"> & { readonly label: string };

/** The chart, drawn by the server. */
function Drawn({ title, points, isSimulated }: { title: string; points: readonly Point[]; isSimulated: boolean }) {
  const body = JSON.stringify({ title, points, isSimulated });
  const svg = useQuery({
    queryKey: ["score-course", body],
    queryFn: async () => {
      const answer = await fetch("/api/charts/score-course", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
      });
      if (!answer.ok) throw new Error("The chart could not be drawn; the table beside it holds the same figures.");
      return answer.text();
    },
  });
  return (
    <Asked query={svg} doing="Drawing the scores">
      {(drawing) => (
        <Figure
          svg={drawing}
          file={{
            ...{ name: fileName(title), label: title, isSimulated },
            data: {
              columns: ["visit", "days_from_treatment_start", "probability", "lower", "upper"],
              rows: points.map((p) => [p.label, p.day, p.probability, p.lower, p.upper]),
            },
          }}
        />
      )}
    </Asked>
  );
}

function validityText(validity: Course["validity"], order: number): string {
  if (validity === null) return "not known: nobody had the model watched";
  const at = validity.visits.find((v) => v.order === order);
  if (!at || at.calibration.known === 0) return "no patient with a known outcome";
  const { observed, known, expected } = at.calibration;
  const auc = at.auc === null ? "AUC not estimable" : `AUC ${at.auc.value.toFixed(2)}`;
  return `${observed} of ${known} had the outcome, ${expected.toFixed(1)} expected; ${auc}`;
}
