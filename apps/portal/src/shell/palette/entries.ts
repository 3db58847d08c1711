import type { Meetings, Places } from "@nadir/api/find";
import type { Theme } from "../theme.ts";
import type { FormAct } from "./acts.ts";

export interface PaletteEntry {
  /** Where it leads; of the page's colours, which are set at once, their name. */
  readonly href: string;
  readonly label: string;
  /** What kind of place, or whose: told beside the label. */
  readonly of: string;
  /** The part of the page whose first field takes the focus there. */
  readonly part?: string;
  /** Does not lead anywhere: the page takes these colours. */
  readonly theme?: Theme;
}

/** By trial key, the views that open to the person; `id` is the last part of the address. */
export type TrialViewsOf = Readonly<Record<string, readonly { readonly id: string; readonly label: string }[]>>;

interface Known {
  /** The main pages of this person. */
  readonly pages: readonly { readonly href: string; readonly label: string }[];
  readonly views: TrialViewsOf;
  /** What this person may begin. */
  readonly acts: readonly FormAct[];
  /** Of this person's boards, the next first. */
  readonly meetings: Meetings;
  /** Where the person is now. */
  readonly path: string;
}

const THEMES: readonly PaletteEntry[] = [
  { href: "#light", label: "Light colours", of: "At once", theme: "light" },
  { href: "#dark", label: "Dark colours", of: "At once", theme: "dark" },
  { href: "#system", label: "Colours as the system has them", of: "At once", theme: "system" },
];

/** The trial in which the person is, by the address; null outside of any. */
export function trialOfPath(path: string): string | null {
  const [, first, trial] = path.split("/");
  return first === "trials" && trial ? decodeURIComponent(trial) : null;
}

/** Views of other trials, by a word of the view and perhaps some of the trial's: "inspire cohort". The trial alone brings the trial. */
const viewsElsewhere = (views: TrialViewsOf, here: string | null, words: readonly string[]): PaletteEntry[] =>
  Object.entries(views)
    .filter(([trial]) => trial !== here)
    .flatMap(([trial, its]) =>
      its
        .filter(({ id, label }) => {
          const [view, all] = [label.toLowerCase(), `${label} ${trial}`.toLowerCase()];
          return id !== "" && words.some((word) => view.includes(word)) && words.every((word) => all.includes(word));
        })
        .map(({ id, label }) => ({ href: `/trials/${encodeURIComponent(trial)}/${id}`, label, of: trial })),
    );

/**
 * What the palette offers for the words: pages, views and acts by their name at once, and what the server found. Without
 * words: where one can go from here, and what one can begin.
 */
export function paletteEntries(
  { pages, views, acts, meetings, path }: Known,
  text: string,
  found: Places | null,
): PaletteEntry[] {
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const bears = (label: string) => words.every((word) => label.toLowerCase().includes(word));
  const trial = trialOfPath(path);
  const hereViews = trial === null ? [] : (views[trial] ?? []);
  const next = meetings
    .map(({ id, trial: of, title, heldOn }, n) => ({
      id,
      entry: {
        href: `/trials/${encodeURIComponent(of)}/board/${id}`,
        label: n === 0 ? `Next meeting: ${title}, ${heldOn}` : `Meeting: ${title}, ${heldOn}`,
        of,
      },
    }))
    .filter(({ entry }, n) => bears(`${entry.label} ${entry.of} my meetings`) && (words.length > 0 || n === 0));
  const listed = new Set(next.map(({ id }) => id));
  return [
    ...(found?.patients ?? []).map(({ trial, trialTitle, key }) => ({
      href: `/trials/${encodeURIComponent(trial)}/patients/${encodeURIComponent(key)}`,
      label: key,
      of: `Patient, ${trialTitle}`,
    })),
    ...(found?.trials ?? []).map(({ key, title }) => ({
      href: `/trials/${encodeURIComponent(key)}`,
      label: title,
      of: "Trial",
    })),
    ...hereViews
      .filter(({ label }) => bears(label))
      .map(({ id, label }) => ({
        href: `/trials/${encodeURIComponent(trial ?? "")}${id === "" ? "" : `/${id}`}`,
        label,
        of: "This trial",
      })),
    ...viewsElsewhere(views, trial, words),
    ...pages.filter(({ label }) => bears(label)).map(({ href, label }) => ({ href, label, of: "Page" })),
    ...next.map(({ entry }) => entry),
    // Those still to come may stand above already.
    ...(found?.meetings ?? [])
      .filter(({ id }) => !listed.has(id))
      .map(({ id, trial: of, title, heldOn, isOff }) => ({
        href: `/trials/${encodeURIComponent(of)}/board/${id}`,
        label: `Meeting: ${title}, ${heldOn}${isOff ? " (called off)" : ""}`,
        of,
      })),
    // Within a trial its own acts; what is done in others is found by its words.
    ...acts
      .filter((act) => bears(`${act.label} ${act.of}`))
      .filter((act) => act.trial === undefined || act.trial === trial || (trial === null ? true : words.length > 0))
      .sort((a, b) => Number(b.trial === trial) - Number(a.trial === trial))
      .map(({ href, label, of, part }) => ({ href, label, of, part })),
    ...(words.length > 0 ? THEMES.filter(({ label }) => bears(`${label} theme`)) : []),
    ...(found?.protocols ?? []).map(({ id, title, state }) => ({
      href: `/validation/${id}`,
      label: title,
      of: `Protocol, ${state}`,
    })),
    ...(found?.models ?? []).map(({ id, title, trialTitle }) => ({
      href: `/models/${id}`,
      label: title,
      of: `Model, ${trialTitle}`,
    })),
  ];
}
