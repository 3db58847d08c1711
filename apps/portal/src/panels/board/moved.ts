/** The list with one of it a place earlier (−1) or later (1); as it is where there is no such place. */
export function moved(list: readonly string[], one: string, by: 1 | -1): string[] {
  const at = list.indexOf(one);
  const other = list[at + by];
  if (at < 0 || other === undefined) return [...list];
  return list.map((item, n) => (n === at ? other : n === at + by ? one : item));
}
