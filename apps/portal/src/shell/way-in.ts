/** The header in which a page's own address reaches the server's code; set for every request, whatever came with it. */
export const ADDRESS_HEADER = "x-nadir-address";

/** Where everybody begins: `/home` knows by role. */
export const HOME = "/home";

/**
 * Where to go after signing in: the place of this portal that was asked for, else home. Anything that a browser could read
 * as another site, and the places of signing in themselves, lead home.
 */
export function wayIn(asked: string | null | undefined): string {
  if (!asked || asked.length > 2000 || !/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(asked)) return HOME;
  const { origin, pathname, search } = new URL(asked, "http://portal.invalid");
  if (origin !== "http://portal.invalid") return HOME;
  return /^\/($|api\/|sign-in|choose-password|second-factor|home)/.test(pathname) ? HOME : `${pathname}${search}`;
}

/** What stands between somebody and the portal: each step leads on to the place that was asked for. */
export type StepIn = "/sign-in" | "/choose-password" | "/second-factor";

/** The step with the place that was asked for, as its page reads it with `wayIn`. */
export const stepInHref = (step: StepIn, asked: string | null | undefined): string => {
  const way = wayIn(asked);
  return way === HOME ? step : `${step}?${new URLSearchParams({ to: way })}`;
};

/** Where such a page leads on to, by the `to` of its address. */
export const wayInOf = ({ to }: { readonly to?: string | string[] }): string =>
  wayIn(typeof to === "string" ? to : null);
