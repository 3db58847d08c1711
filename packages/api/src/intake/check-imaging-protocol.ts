import {
  type ImagingProtocol,
  type Manifest,
  missingImages,
  onGrid,
  type Problem,
  protocolDeviations,
} from "@nadir/domain";
import type { FileFacts } from "./check-images.ts";
import { atRow } from "./trial-tables.ts";
import type { PlacedRow } from "./typed-rows.ts";

/** Where the images of an import depart from the trial's imaging protocol: told, never refused. Empty without a protocol. */
export function checkImagingProtocol(
  { trial: { imagingProtocol } }: Manifest,
  images: readonly PlacedRow<"images">[],
  facts: ReadonlyMap<string, FileFacts>,
): Problem[] {
  if (!imagingProtocol) return [];
  const deviations = images.flatMap((row) => {
    const { subject, visit, id, file } = row.value;
    const grid = facts.get(file)?.geometry;
    const image = grid ? onGrid(row.value, grid.spacing) : row.value;
    return protocolDeviations(image, imagingProtocol).map(({ field, sentence, found, expected }) =>
      atRow(
        row,
        "PROTOCOL_DEVIATION",
        field,
        `subject ${subject}, visit ${visit}, image ${id} departs from the imaging protocol. ${sentence}`,
        { ...(found === null ? {} : { found }), expected },
      ),
    );
  });
  return [...deviations, ...checkRequired(images, imagingProtocol)];
}

/** Each visit that has images, and lacks one that the protocol requires: told at its first image. */
function checkRequired(images: readonly PlacedRow<"images">[], protocol: ImagingProtocol): Problem[] {
  const byVisit = new Map<string, PlacedRow<"images">[]>();
  for (const row of images) {
    const key = JSON.stringify([row.value.subject, row.value.visit]);
    byVisit.set(key, [...(byVisit.get(key) ?? []), row]);
  }
  return [...byVisit.values()].flatMap((rows) => {
    const { subject, visit } = rows[0]!.value;
    return missingImages(
      rows.map((row) => row.value),
      protocol,
    ).map((what) =>
      atRow(
        rows[0]!,
        "IMAGE_MISSING",
        "description",
        `subject ${subject}, visit ${visit} has no image of ${what}, which the imaging protocol requires.`,
        { found: rows.map((row) => row.value.description).join(", "), expected: what },
      ),
    );
  });
}
