import { type LineMm, lengthMm, type Problem, type ReadDocument } from "@nadir/domain";

/**
 * By how much a size may differ from the length of its line, in mm: sizes are rounded to a tenth (0.05 mm), ends of lines to a
 * hundredth in each direction (below 0.02 mm together).
 */
const ROUNDING_MM = 0.1;

/** Lines that are not those of the sizes beside them, or lie on no image of this visit (`images`). */
export function linesProblems(read: ReadDocument, images: readonly string[] | undefined): Problem[] {
  return read.lesions.flatMap(({ id, lines, longestMm, shortMm }): Problem[] => {
    if (!lines) return [];
    const problem = (code: string, words: string): Problem => ({
      code,
      message: `Lesion ${id} ${words}`,
      where: { path: `lesions/${id}` },
    });
    return [
      ...(images && !images.includes(lines.image)
        ? [
            problem(
              "LINE_ON_OTHER_IMAGE",
              "was measured on an image that is none of this scan; measure it again on this one.",
            ),
          ]
        : []),
      ...[
        { name: "longest diameter", line: lines.longest, mm: longestMm },
        { name: "perpendicular", line: lines.perpendicular, mm: shortMm },
      ].flatMap(({ name, line, mm }) =>
        line && !isLengthOf(line, mm)
          ? [
              problem(
                "LINE_OF_OTHER_LENGTH",
                `has a ${name} of ${mm ?? "no"} mm, and its line is ${lengthMm(line).toFixed(1)} mm long; measure it again, or type the size.`,
              ),
            ]
          : [],
      ),
    ];
  });
}

const isLengthOf = (line: LineMm, mm: number | null): boolean =>
  mm !== null && Math.abs(lengthMm(line) - mm) <= ROUNDING_MM;
