/** What a link to the viewers names: which images, how they are shown, and where the crosshair stands (scanner mm). */
export interface ViewInAddress {
  readonly series: string | null;
  readonly left: string | null;
  readonly right: string | null;
  readonly window: string | null;
  readonly plane: string | null;
  readonly lesion: string | null;
  readonly at: readonly [number, number, number] | null;
}

/** As they stand in the address, by NiiVue's numbers of the planes. */
export const PLANES = ["axial", "coronal", "sagittal", "all"] as const;

/** What the address says; what it does not say, or says wrongly, is null. */
export function viewIn(search: URLSearchParams): ViewInAddress {
  const word = (name: string) => search.get(name) || null;
  const at = (search.get("at") ?? "").split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  const plane = word("plane");
  return {
    series: word("series"),
    left: word("left"),
    right: word("right"),
    window: word("window"),
    plane: plane !== null && (PLANES as readonly string[]).includes(plane) ? plane : null,
    lesion: word("lesion"),
    at: at.length === 3 && at.every(Number.isFinite) ? (at as [number, number, number]) : null,
  };
}

/** The search of an address with a part of the view changed; what else stands in it stays. */
export function withView(search: string, change: Partial<ViewInAddress>): string {
  const params = new URLSearchParams(search);
  for (const [name, value] of Object.entries(change))
    if (value === null || value === undefined) params.delete(name);
    else params.set(name, typeof value === "string" ? value : value.map((mm: number) => mm.toFixed(1)).join(","));
  // A comma need not be escaped, and a link is read by people.
  const text = params.toString().replaceAll("%2C", ",");
  return text === "" ? "" : `?${text}`;
}
