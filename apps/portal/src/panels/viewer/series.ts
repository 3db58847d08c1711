import type { PatientImage } from "@nadir/api/read";

/** The same kind of image over the visits: what can be laid side by side. */
export interface Series {
  readonly id: string;
  readonly label: string;
  readonly unit: PatientImage["unit"];
  readonly images: readonly PatientImage[];
}

/** Images of one modality and description in the order of the visits. Series of several visits come first. */
export function seriesOf(images: readonly PatientImage[], visitOrder: readonly string[]): Series[] {
  const groups = new Map<string, PatientImage[]>();
  for (const image of images) {
    const id = `${image.modality} · ${image.description}`;
    groups.set(id, [...(groups.get(id) ?? []), image]);
  }
  const at = (image: PatientImage) => visitOrder.indexOf(image.visit);
  return [...groups]
    .map(([id, of]) => ({
      id,
      label: of[0]!.description.startsWith(of[0]!.modality) ? of[0]!.description : id,
      unit: of[0]!.unit,
      images: [...of].sort((a, b) => at(a) - at(b)),
    }))
    .sort((a, b) => b.images.length - a.images.length);
}

/**
 * Hanging protocol of a read: of each kind of image the scan before the one that is read on the left, the one that is read on the
 * right, earlier ones behind them; later ones are left out. A kind without the scan that is read shows its last two, and comes
 * after those that have it.
 */
export function hung(series: readonly Series[], visitOrder: readonly string[], read: string): Series[] {
  const until = visitOrder.slice(0, visitOrder.indexOf(read) + 1);
  const has = ({ images }: Series) => images.some(({ visit }) => visit === read);
  return series
    .flatMap((one) => {
      const images = one.images.filter(({ visit }) => until.includes(visit));
      return images.length === 0 ? [] : [{ ...one, images: [...images.slice(-2), ...images.slice(0, -2)] }];
    })
    .sort((a, b) => Number(has(b)) - Number(has(a)));
}

const ending = (file: string): string => /\.nii(\.gz)?$/.exec(file)?.[0] ?? ".nii.gz";

/** Addresses end in the file's own ending, by which the viewer knows the format. */
export const imageAddress = (image: { id: string; file: string }): string =>
  `/api/images/${image.id}/volume${ending(image.file)}`;
export const maskAddress = (mask: { id: string; file: string }): string =>
  `/api/masks/${mask.id}/mask${ending(mask.file)}`;
