import { expect, it } from "vitest";
import { assess } from "../assess.ts";
import { confirmationsDue } from "../confirmation-due.ts";
import { courseTable } from "../testing/course-table.ts";

const days = [0, 35, 49, 90];
const glioma = { disease: "glioma", setting: "recurrent" } as const;
const ids = (table: Parameters<typeof courseTable>[0], visit: string) =>
  assess(courseTable({ ...table, course: glioma }), "mrano").visits[visit]?.trace.map((rule) => rule.id);

it("calls a response that was not seen for four weeks before progression a pseudoresponse, and no other", () => {
  const sizes = (second: readonly [number, number]) => ({ T1: [[20, 20], [10, 10], second, [30, 20]] as const });
  expect(ids({ days, targets: sizes([20, 20]) }, "V2")).toContain("mrano.pseudoresponse");
  expect(ids({ days: [0, 35, 63, 90], targets: sizes([10, 10]) }, "V3")).not.toContain("mrano.pseudoresponse");
});

it("awaits the scan that settles a preliminary progression from four weeks on, with no last day", () => {
  const outcome = assess(
    courseTable({
      days,
      targets: {
        T1: [
          [20, 20],
          [30, 20],
        ],
      },
      course: glioma,
    }),
    "mrano",
  );
  expect(confirmationsDue(outcome)).toMatchObject([
    { of: "progression", label: "pPD", date: "2024-02-05", earliest: "2024-03-04", latest: null },
  ]);
});
