import type { Crumb } from "./page-head.tsx";

/** The way to a page of a trial: all trials, the trial, then what lies between, each below the trial's address. */
export const trialCrumbs = (
  trial: string,
  title: string,
  ...below: readonly { readonly label: string; readonly path: string }[]
): readonly Crumb[] => [
  { label: "Trials", href: "/" },
  { label: title, href: `/trials/${trial}` },
  ...below.map(({ label, path }) => ({ label, href: `/trials/${trial}/${path}` })),
];
