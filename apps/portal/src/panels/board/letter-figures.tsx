import type { Patient } from "@nadir/api/read";
import { patientTimeline, spiderPlot } from "@nadir/charts";
import { simulatedNotice } from "../../ui/simulated.ts";
import { courseData } from "../patient/course-data.ts";
import { spiderOf } from "../patient/spider-data.ts";

/** So many treatments and criteria have room on a sheet: the latest, and the first of the trial. */
const MOST_TREATMENTS = 5;
const MOST_CRITERIA = 3;
/** Widths on paper, px: the whole sheet, and 110 mm. */
const WIDE_PX = 688;
const NARROW_PX = 416;

export interface LetterFigure {
  readonly name: "course" | "change";
  readonly svg: string;
  readonly className: string;
  /** What is said under it; empty where nothing is. */
  readonly words: string;
  /** On paper, with what is said under it. */
  readonly heightPx: number;
}

/** What the sheet may draw: the course on one time line, and the change from baseline. */
export function letterFigures(patient: Patient): readonly LetterFigure[] {
  const course = courseData(patient);
  const spider = spiderOf(patient);
  const notice = simulatedNotice(patient.visits.some((v) => v.simulated));
  const treatments = [...(course?.treatments ?? [])].sort((a, b) => a.from - b.from);
  const shown = treatments.slice(-MOST_TREATMENTS);
  const earlier = treatments.length - shown.length;
  const figures: LetterFigure[] = [];
  if (course) {
    const svg = patientTimeline(
      {
        ...{ origin: course.origin ?? "treatment start", visits: course.visits ?? [], treatments: shown },
        ...(course.studyDays ? { studyDays: course.studyDays } : {}),
        burden: (course.burden ?? []).slice(0, 1),
        responses: (course.responses ?? []).slice(0, MOST_CRITERIA),
        milestones: course.milestones ?? [],
      },
      { width: 700, theme: "light", title: `Course of patient ${patient.subject.key}`, ...notice },
    );
    const words =
      earlier > 0
        ? `${earlier} earlier ${earlier === 1 ? "treatment is" : "treatments are"} on the patient's page.`
        : "";
    const heightPx = heightAt(svg, WIDE_PX) + (words === "" ? 0 : 28);
    figures.push({ name: "course", svg, className: "max-w-full", words, heightPx });
  }
  if (spider) {
    const svg = spiderPlot([spider.subject], { ...spider.options, width: 560, height: 220 });
    figures.push({ name: "change", svg, className: "max-w-[110mm]", words: "", heightPx: heightAt(svg, NARROW_PX) });
  }
  return figures;
}

/** How tall a drawing is where it is at most so wide. */
function heightAt(svg: string, mostPx: number): number {
  const [, width = "1", height = "0"] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? [];
  return Number(height) * Math.min(1, mostPx / Number(width));
}

export function LetterFigures({
  figures,
  isCourseNarrow,
}: {
  figures: readonly LetterFigure[];
  isCourseNarrow: boolean;
}) {
  return figures.map(({ name, svg, className, words }) => (
    <div key={name} className="contents">
      <div
        className={`figure ${isCourseNarrow && name === "course" ? "max-w-[150mm]" : className}`}
        // biome-ignore lint/security/noDangerouslySetInnerHtml: SVG made on this server by @nadir/charts, which escapes its labels
        dangerouslySetInnerHTML={{ __html: svg }}
      />
      {words === "" ? null : <p className="text-xs text-soft">{words}</p>}
    </div>
  ));
}
