/**
 * Colours of a chart. `light` and `dark` for screens, `print` for paper. Ground colours follow Okabe & Ito 2008 (safe for
 * the colour-blind); a state is never told by colour alone. The background is left to the page unless asked for.
 */
export type ThemeName = "light" | "dark" | "print";

/** What a colour stands for, wherever it appears. */
export type Tone = "response" | "stable" | "progression" | "pending" | "unknown";

export interface Theme {
  readonly name: ThemeName;
  readonly ink: string;
  readonly muted: string;
  readonly faint: string;
  readonly axis: string;
  readonly grid: string;
  /** Light fill behind a lane or a range. */
  readonly band: string;
  /** What the page behind the chart is painted with: halo of labels, hollow marks. */
  readonly surface: string;
  readonly accent: string;
  readonly accentSoft: string;
  readonly tone: Readonly<Record<Tone, string>>;
  /** Colours for groups, in order. */
  readonly series: readonly string[];
}

const light: Theme = {
  name: "light",
  ink: "#182026",
  muted: "#55616b",
  faint: "#87939d",
  axis: "#b4bdc4",
  grid: "#e6eaed",
  band: "#f2f4f6",
  surface: "#ffffff",
  accent: "#0067a5",
  accentSoft: "#cfe2ef",
  tone: { response: "#0072b2", stable: "#6f7b85", progression: "#c4500c", pending: "#d18f00", unknown: "#87939d" },
  series: ["#0072b2", "#c4500c", "#00805e", "#a8568a", "#a87400", "#3d93c9"],
};

const dark: Theme = {
  name: "dark",
  ink: "#e7ebee",
  muted: "#a5b0b9",
  faint: "#76828c",
  axis: "#4b565f",
  grid: "#262e35",
  band: "#1a2127",
  surface: "#10161b",
  accent: "#5cb6ea",
  accentSoft: "#1c4058",
  tone: { response: "#5cb6ea", stable: "#9aa6af", progression: "#f58d4e", pending: "#eebb45", unknown: "#76828c" },
  series: ["#5cb6ea", "#f58d4e", "#3fc49c", "#df9cc5", "#eebb45", "#9ccdf0"],
};

const print: Theme = {
  ...light,
  name: "print",
  ink: "#000000",
  muted: "#3c444b",
  faint: "#6c7780",
  axis: "#8a949c",
  grid: "#dfe3e6",
};

const themes: Readonly<Record<ThemeName, Theme>> = { light, dark, print };

export const themeOf = (name: ThemeName | undefined): Theme => themes[name ?? "light"];
