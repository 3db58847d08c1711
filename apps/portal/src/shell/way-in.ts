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

/** The sign-in that leads on to the place that was asked for. */
export const signInHref = (asked: string | null | undefined): string => {
  const way = wayIn(asked);
  return way === HOME ? "/sign-in" : `/sign-in?${new URLSearchParams({ to: way })}`;
};
