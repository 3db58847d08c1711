import { VASARI_ITEMS, type VasariItem } from "@nadir/domain";

/** The form's items in the order and groups in which a reader looks. */
const GROUPS: readonly (readonly [title: string, first: number, last: number])[] = [
  ["Where it lies", 1, 3],
  ["What it is made of", 4, 14],
  ["Around it", 15, 25],
  ["Resection", 26, 28],
];

export const VASARI_GROUPS: readonly { readonly title: string; readonly items: readonly VasariItem[] }[] = GROUPS.map(
  ([title, first, last]) => ({ title, items: VASARI_ITEMS.slice(first - 1, last) }),
);
