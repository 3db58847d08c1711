import { percentileWindow, robustRange, type Volume } from "@nadir/imaging";

/** Lower and upper value; percentiles (0 to 100) of the image itself; or `auto`, its 2nd to 98th percentile. */
export type WindowRange =
  | readonly [low: number, high: number]
  | "auto"
  | { readonly percentiles: readonly [low: number, high: number] };

/** Grey windows by the unit of the voxels. */
export interface Window {
  readonly id: string;
  readonly label: string;
  readonly range: WindowRange;
}

const hounsfield = (id: string, label: string, level: number, width: number): Window => ({
  id,
  label: `${label} (L ${level}, W ${width})`,
  range: [level - width / 2, level + width / 2],
});
const share = (id: string, label: string, low: number, high: number): Window => ({
  id,
  label: `${label} (${low} to ${high} %)`,
  range: { percentiles: [low, high] },
});

export const WINDOWS: Readonly<Record<"HU" | "SUV" | "arbitrary", readonly [Window, ...Window[]]>> = {
  HU: [
    hounsfield("soft", "Soft tissue", 40, 400),
    hounsfield("lung", "Lung", -600, 1500),
    hounsfield("bone", "Bone", 500, 2000),
    hounsfield("liver", "Liver", 30, 150),
    hounsfield("brain", "Brain", 40, 80),
    { id: "auto", label: "Automatic", range: "auto" },
  ],
  SUV: [
    { id: "suv5", label: "SUV 0 to 5", range: [0, 5] },
    { id: "suv10", label: "SUV 0 to 10", range: [0, 10] },
    { id: "suv20", label: "SUV 0 to 20", range: [0, 20] },
    { id: "auto", label: "Automatic", range: "auto" },
  ],
  // MR has no scale of its own: windows are shares of what the image holds.
  arbitrary: [
    { id: "auto", label: "Automatic", range: "auto" },
    share("bright", "Bright tissue", 50, 99),
    share("dark", "Dark tissue", 1, 60),
    share("narrow", "More contrast", 20, 90),
    { id: "full", label: "Whole range", range: { percentiles: [0, 100] } },
  ],
};

/** A window's lower and upper value for an image, in what its voxels are stored in; null where it holds no two different values. */
export function valuesOf(
  range: WindowRange,
  image: Pick<Volume, "data" | "dims">,
): readonly [low: number, high: number] | null {
  if (range === "auto") return robustRange(image);
  return "percentiles" in range ? percentileWindow(image, range.percentiles) : range;
}
