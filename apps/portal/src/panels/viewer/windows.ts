/** Grey windows by the unit of the voxels: lower and upper value. `auto` takes the 2nd to 98th percentile. */
export interface Window {
  readonly id: string;
  readonly label: string;
  readonly range: readonly [low: number, high: number] | "auto";
}

const hounsfield = (id: string, label: string, level: number, width: number): Window => ({
  id,
  label: `${label} (L ${level}, W ${width})`,
  range: [level - width / 2, level + width / 2],
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
  arbitrary: [{ id: "auto", label: "Automatic", range: "auto" }],
};
