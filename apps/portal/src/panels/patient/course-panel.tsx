import type { Patient } from "@nadir/api/read";
import { patientTimeline } from "@nadir/charts";
import { Empty } from "../../ui/empty.tsx";
import { Figure } from "../../ui/figure.tsx";
import { Panel } from "../../ui/panel.tsx";
import { courseData } from "./course-data.ts";

/** The whole course on one axis of days. */
export function CoursePanel({ patient }: { patient: Patient }) {
  const data = courseData(patient);
  const notice = patient.visits.some((v) => v.simulated) ? { notice: "Simulated follow-up of a real scan" } : {};
  const options = { title: `Course of patient ${patient.subject.key}`, ...notice };
  return (
    <Panel id="course" title="Course" aside={data ? `day 0 is ${data.origin}` : null}>
      {data ? (
        <Figure
          svg={patientTimeline(data, { ...options, width: 1340 })}
          narrow={patientTimeline(data, { ...options, width: 350 })}
        />
      ) : (
        <Empty title="No dated facts yet">
          The time line fills as visits, treatments and measurements are brought in.
        </Empty>
      )}
    </Panel>
  );
}
