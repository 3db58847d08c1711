import { type ReadLesion, withTypedSizes, withWhy } from "@nadir/domain";
import type { Measured } from "./measured.ts";

const tenth = (mm: number): number => Math.round(mm * 10) / 10;

/**
 * A lesion with what was measured of it in the viewer, rounded to 0.1 mm, in the place of a finding. Its lines go with it; a
 * diameter that was measured otherwise (by a mask) takes the lines of before away.
 */
export function takenOver(lesion: ReadLesion, { longestDiameterMm, perpendicularMm, volumeMm3, ...drawn }: Measured) {
  const sized = withTypedSizes(
    { ...withWhy(lesion, null), status: null },
    {
      ...(longestDiameterMm === undefined ? {} : { longestMm: tenth(longestDiameterMm) }),
      ...(perpendicularMm === undefined ? {} : { shortMm: tenth(perpendicularMm) }),
      ...(volumeMm3 === undefined ? {} : { volumeMm3: tenth(volumeMm3) }),
    },
  );
  const { lines: kept, ...rest } = sized;
  const lines = longestDiameterMm === undefined ? kept : drawn.lines;
  const { centreMm } = drawn;
  return {
    ...rest,
    ...(lines ? { lines } : {}),
    ...(centreMm
      ? { centreMm: [tenth(centreMm[0]), tenth(centreMm[1]), tenth(centreMm[2])] as [number, number, number] }
      : {}),
  };
}
