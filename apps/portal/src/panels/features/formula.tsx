import { Fragment } from "react";

/** `x_ij`, `Σ_{i<j}`, `V^(1/3)` with their indices below and above the line; everything else as it stands. */
export function Formula({ text }: { text: string }) {
  return (
    <span className="formula whitespace-normal">
      {parts(text).map(({ at, kind, words }) => {
        if (kind === "below") return <sub key={at}>{words}</sub>;
        return kind === "above" ? <sup key={at}>{words}</sup> : <Fragment key={at}>{words}</Fragment>;
      })}
    </span>
  );
}

interface Part {
  readonly at: number;
  readonly kind: "line" | "below" | "above";
  readonly words: string;
}

const MARK = /_\{([^}]*)\}|_([A-Za-z0-9]{1,2})(?![A-Za-z0-9])|\^\(([^()]*)\)/g;

export function parts(text: string): Part[] {
  const found: Part[] = [];
  let from = 0;
  for (const match of text.matchAll(MARK)) {
    if (match.index > from) found.push({ at: from, kind: "line", words: text.slice(from, match.index) });
    const below = match[1] ?? match[2];
    found.push({ at: match.index, kind: below === undefined ? "above" : "below", words: below ?? match[3] ?? "" });
    from = match.index + match[0].length;
  }
  if (from < text.length) found.push({ at: from, kind: "line", words: text.slice(from) });
  return found;
}
