import { expect, test } from "vitest";
import { readNrrd } from "./nrrd-read.ts";
import { wipeNrrd } from "./wipe-nrrd.ts";

const header = [
  "NRRD0005",
  "# exported for DOE^JANE on 2024-03-06",
  "type: uint8",
  "dimension: 3",
  "content: DOE^JANE, visit 2",
  "sizes: 2 2 1",
  "encoding: raw",
  "space: left-posterior-superior",
  "space directions: (1,0,0) (0,1,0) (0,0,2)",
  "space origin: (-4,5,6)",
  'labels: "DOE" "JANE" "x"',
  "DICOM_0008_0020_StudyDate:=20240306",
];
// A byte of the data that looks like the end of a line is none.
const data = [7, 10, 10, 35];
const file = (ending: string) =>
  Uint8Array.from([...[...header, "", ""].join(ending)].map((c) => c.charCodeAt(0)).concat(data));

test.each(["\n", "\r\n"])(
  "nothing in words is left; geometry and voxels are what they were (line ends %j)",
  (ending) => {
    const wiped = wipeNrrd(file(ending));
    const text = Buffer.from(wiped).toString("latin1");
    expect(text).not.toMatch(/DOE|JANE|2024|StudyDate|#\s/);
    expect(text.startsWith("NRRD0005")).toBe(true);
    expect(readNrrd(wiped)).toEqual(readNrrd(file(ending)));
    expect(Array.from(readNrrd(wiped).data)).toEqual(data);
  },
);

test("a header that does not end is refused", () => {
  expect(() => wipeNrrd(file("\n").subarray(0, 60))).toThrow(/cut short/);
});
