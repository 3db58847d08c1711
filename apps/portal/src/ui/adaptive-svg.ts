import { type Theme, themeOf } from "@nadir/charts";

/** Every colour of a theme, in one fixed order. */
const colours = (theme: Theme): string[] => [
  theme.ink,
  theme.muted,
  theme.faint,
  theme.axis,
  theme.grid,
  theme.band,
  theme.surface,
  theme.accent,
  theme.accentSoft,
  ...Object.values(theme.tone),
  ...theme.series,
];

const light = colours(themeOf("light"));
const dark = colours(themeOf("dark"));
const pairs = new Map(light.map((colour, i) => [colour.toLowerCase(), dark[i]!]));

/**
 * A drawing in the light theme, made to follow the page: each colour becomes `light-dark(light, dark)`, which the
 * browser settles by the colour scheme around it. So one drawing serves both, and the report's stays as it is.
 */
export function adaptiveSvg(svg: string): string {
  const known = adapted.get(svg) ?? adapt(svg);
  // The last asked for stands last; the first of the map goes first.
  adapted.delete(svg);
  adapted.set(svg, known);
  if (adapted.size > MOST) adapted.delete(adapted.keys().next().value as string);
  return known;
}

/** Drawings are kept by the server, so the same ones come again. */
const MOST = 200;
const adapted = new Map<string, string>();

const adapt = (svg: string): string =>
  svg.replace(/="(#[0-9a-fA-F]{6})"/g, (whole, colour: string) => {
    const other = pairs.get(colour.toLowerCase());
    return other ? `="light-dark(${colour},${other})"` : whole;
  });
