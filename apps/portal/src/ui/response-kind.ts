export type ResponseKind = "complete" | "partial" | "stable" | "unconfirmed" | "progression" | "not-evaluable" | "none";

const prefixes: readonly [prefix: string, criterion: string][] = [
  ["im", "imRECIST"],
  ["ir", "immune-related"],
  ["i", "immune"],
];

/**
 * What a criterion's category means, whatever the criterion calls it: `iUPD`, `pPD` and `uPD` are progression that
 * waits for its confirmation; an unknown word is shown as it is.
 */
export function responseKind(label: string): { kind: ResponseKind; words: string } {
  if (label === "NE") return { kind: "not-evaluable", words: "not evaluable" };
  if (label === "NA") return { kind: "none", words: "no such disease at baseline" };
  if (label === "NED") return { kind: "none", words: "no evidence of disease" };
  if (label === "iUPD") return { kind: "unconfirmed", words: "immune unconfirmed progressive disease" };
  if (label === "pPD") return { kind: "unconfirmed", words: "preliminary progressive disease" };
  if (label === "uPD") return { kind: "unconfirmed", words: "unconfirmed progressive disease" };
  if (label === "iCPD") return { kind: "progression", words: "immune confirmed progressive disease" };
  if (label.startsWith("NON-")) return { kind: "stable", words: "neither complete response nor progression" };
  const [prefix, criterion] = prefixes.find(([p]) => label.startsWith(p)) ?? ["", ""];
  const said = (words: string) => (criterion ? `${criterion} ${words}` : words);
  switch (label.slice(prefix.length)) {
    case "CR":
      return { kind: "complete", words: said("complete response") };
    case "PR":
      return { kind: "partial", words: said("partial response") };
    case "MR":
      return { kind: "partial", words: said("minor response") };
    case "SD":
      return { kind: "stable", words: said("stable disease") };
    case "PD":
      return { kind: "progression", words: said("progressive disease") };
    default:
      return { kind: "none", words: label };
  }
}
