import { type Manifest, onGrid, type Problem, protocolDeviations } from "@nadir/domain";
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
  return images.flatMap((row) => {
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
}
