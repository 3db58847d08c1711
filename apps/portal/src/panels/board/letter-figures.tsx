import type { Patient } from "@nadir/api/read";
import { patientTimeline, spiderPlot } from "@nadir/charts";
import { simulatedNotice } from "../../ui/simulated.ts";
import { courseData } from "../patient/course-data.ts";
import { spiderOf } from "../patient/spider-data.ts";

/** So many treatments and criteria have room on a sheet: the latest, and the first of the trial. */
const MOST_TREATMENTS = 5;
const MOST_CRITERIA = 3;

export type LetterFigure = "course" | "change";

/** What the sheet draws: the course on one time line, and the change from baseline. */
export function LetterFigures({ patient, figures }: { patient: Patient; figures: readonly LetterFigure[] }) {
  const course = figures.includes("course") ? courseData(patient) : null;
  const spider = figures.includes("change") ? spiderOf(patient) : null;
  const notice = simulatedNotice(patient.visits.some((v) => v.simulated));
  const treatments = [...(course?.treatments ?? [])].sort((a, b) => a.from - b.from);
  const shown = treatments.slice(-MOST_TREATMENTS);
  const earlier = treatments.length - shown.length;
  return (
    <>
      {course ? (
        <Drawn
          className="max-w-full"
          svg={patientTimeline(
            {
              ...{ origin: course.origin ?? "treatment start", visits: course.visits ?? [], treatments: shown },
              burden: (course.burden ?? []).slice(0, 1),
              responses: (course.responses ?? []).slice(0, MOST_CRITERIA),
              milestones: course.milestones ?? [],
            },
            { width: 700, theme: "light", title: `Course of patient ${patient.subject.key}`, ...notice },
          )}
        />
      ) : null}
      {course && earlier > 0 ? (
        <p className="text-xs text-soft">
          {earlier} earlier {earlier === 1 ? "treatment is" : "treatments are"} on the patient's page.
        </p>
      ) : null}
      {spider ? (
        <Drawn
          className="max-w-[110mm]"
          svg={spiderPlot([spider.subject], { ...spider.options, width: 560, height: 220 })}
        />
      ) : null}
    </>
  );
}

function Drawn({ svg, className }: { svg: string; className: string }) {
  return (
    <div
      className={`figure ${className}`}
      // biome-ignore lint/security/noDangerouslySetInnerHtml: SVG made on this server by @nadir/charts, which escapes its labels
      dangerouslySetInnerHTML={{ __html: svg }}
    />
  );
}
