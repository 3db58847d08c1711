import type { PatientImage } from "@nadir/api/read";

/** The same kind of image over the visits: what can be laid side by side. */
export interface Series {
  readonly id: string;
  readonly label: string;
  readonly unit: PatientImage["unit"];
  /** In the order of the visits. */
  readonly images: readonly PatientImage[];
  /** The visits that hang first; the first two where nothing is said. */
  readonly hangs?: { readonly left: string; readonly right: string | null };
}

/**
 * Images of one modality and description in the order of the visits, one a visit. Where visits have several, the second ones are
 * a series of their own, beside the only ones of the other visits, and so on: each can be looked at beside its prior. Series of
 * several visits come first.
 */
export function seriesOf(images: readonly PatientImage[], visitOrder: readonly string[]): Series[] {
  const groups = new Map<string, PatientImage[]>();
  for (const image of images) {
    const id = `${image.modality} · ${image.description}`;
    groups.set(id, [...(groups.get(id) ?? []), image]);
  }
  return [...groups]
    .flatMap(([id, of]) => eachOfVisit(id, of, visitOrder))
    .sort((a, b) => b.images.length - a.images.length);
}

const NTH = ["", "second", "third", "fourth", "fifth"];

function eachOfVisit(id: string, images: readonly PatientImage[], visitOrder: readonly string[]): Series[] {
  const [{ modality, description, unit }] = images as [PatientImage];
  const label = description.startsWith(modality) ? description : id;
  const visits = [...new Set(images.map(({ visit }) => visit))].sort(
    (a, b) => visitOrder.indexOf(a) - visitOrder.indexOf(b),
  );
  const byVisit = visits.map((visit) => images.filter((image) => image.visit === visit));
  return Array.from({ length: Math.max(...byVisit.map((of) => of.length)) }, (_, n) => {
    const having = visits.filter((_visit, at) => byVisit[at]!.length > n);
    return {
      id: n === 0 ? id : `${id} · ${n + 1}`,
      label: n === 0 ? label : `${label}, ${NTH[n] ?? `${n + 1}th`} scan of ${having.join(" and ")}`,
      unit,
      images: byVisit.map((of) => of[Math.min(n, of.length - 1)]!),
    };
  });
}

/**
 * Hanging protocol of a read: of each kind of image the scan before the one that is read on the left, the one that is read on the
 * right; later ones are left out. A kind without the scan that is read shows its last two, and comes
 * after those that have it.
 */
export function hung(series: readonly Series[], visitOrder: readonly string[], read: string): Series[] {
  const until = visitOrder.slice(0, visitOrder.indexOf(read) + 1);
  const has = ({ images }: Series) => images.some(({ visit }) => visit === read);
  const hanging = new Set<PatientImage>();
  return series
    .flatMap((one) => {
      const images = one.images.filter(({ visit }) => until.includes(visit));
      // Of second scans at a later visit nothing is left that does not hang already.
      if (images.every((image) => hanging.has(image))) return [];
      for (const image of images) hanging.add(image);
      const [last, prior] = [...images].reverse();
      const hangs = { left: (prior ?? last)!.visit, right: prior ? last!.visit : null };
      return [{ ...one, images, hangs }];
    })
    .sort((a, b) => Number(has(b)) - Number(has(a)));
}

const ending = (file: string): string => /\.nii(\.gz)?$/.exec(file)?.[0] ?? ".nii.gz";

/** Addresses end in the file's own ending, by which the viewer knows the format. */
export const imageAddress = (image: { id: string; file: string }): string =>
  `/api/images/${image.id}/volume${ending(image.file)}`;
export const maskAddress = (mask: { id: string; file: string }): string =>
  `/api/masks/${mask.id}/mask${ending(mask.file)}`;
