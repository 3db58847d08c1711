import type { Patient } from "@nadir/api/read";
import { patientTimeline } from "@nadir/charts";
import { keptDrawing } from "../../server/kept-drawing.ts";
import { Empty } from "../../ui/empty.tsx";
import { Figure } from "../../ui/figure.tsx";
import { fileName } from "../../ui/figure-table.ts";
import { Panel } from "../../ui/panel.tsx";
import { simulatedNotice } from "../../ui/simulated.ts";
import { courseData, originWords } from "./course-data.ts";
import { courseTable } from "./course-table.ts";

const PAGE_PX = 1300;

/** The whole course on one axis of days; `width` is what it is drawn for, px: the page's, or a column's. */
export function CoursePanel({ patient, width = PAGE_PX }: { patient: Patient; width?: number }) {
  const data = courseData(patient);
  const isSimulated = patient.visits.some((v) => v.simulated);
  const { key } = patient.subject;
  const options = { title: `Course of patient ${key}`, ...simulatedNotice(isSimulated) };
  return (
    <Panel id="course" title="Course" aside={originWords(patient)}>
      {data ? (
        <Figure
          svg={drawn(data, { ...options, width })}
          {...(width === PAGE_PX ? { middle: drawn(data, { ...options, width: 680 }) } : {})}
          narrow={drawn(data, { ...options, width: 320 })}
          file={{ name: fileName(key, "course"), label: "Course", data: courseTable(data), isSimulated }}
        />
      ) : (
        <Empty title="No dated facts yet">
          The time line fills as visits, treatments and measurements are brought in.
        </Empty>
      )}
    </Panel>
  );
}

const drawn: typeof patientTimeline = (data, options) =>
  keptDrawing("course", { data, options }, () => patientTimeline(data, options));
