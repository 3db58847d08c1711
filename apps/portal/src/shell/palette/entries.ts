import type { Places } from "@nadir/api/find";

export interface PaletteEntry {
  readonly href: string;
  readonly label: string;
  /** What kind of place, or whose: told beside the label. */
  readonly of: string;
}

/** By trial key, the views that open to the person; `id` is the last part of the address. */
export type TrialViewsOf = Readonly<Record<string, readonly { readonly id: string; readonly label: string }[]>>;

interface Known {
  /** The main pages of this person. */
  readonly pages: readonly { readonly href: string; readonly label: string }[];
  readonly views: TrialViewsOf;
  /** Where the person is now. */
  readonly path: string;
}

/** The trial in which the person is, by the address; null outside of any. */
export function trialOfPath(path: string): string | null {
  const [, first, trial] = path.split("/");
  return first === "trials" && trial ? decodeURIComponent(trial) : null;
}

/**
 * What the palette offers for the words: pages and views by their name at once, and what the server found. Without
 * words: where one can go from here.
 */
export function paletteEntries({ pages, views, path }: Known, text: string, found: Places | null): PaletteEntry[] {
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const bears = (label: string) => words.every((word) => label.toLowerCase().includes(word));
  const trial = trialOfPath(path);
  const hereViews = trial === null ? [] : (views[trial] ?? []);
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
    ...pages.filter(({ label }) => bears(label)).map(({ href, label }) => ({ href, label, of: "Page" })),
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
