export const stateWords: Readonly<Record<string, string>> = {
  draft: "being written",
  locked: "text, split and model frozen, signed by two",
  predicted: "a prediction, or why none, for every test subject",
  opened: "outcomes released once to the analysis",
  reported: "the plan executed, the report filed",
  archived: "kept",
  amended: "replaced by a later version",
  void: "withdrawn",
};

export const verdictWords = {
  shown: { word: "Success shown", mark: "✓", look: "bg-good-soft text-good" },
  "not-shown": { word: "Success not shown", mark: "–", look: "bg-even-soft text-even" },
  "too-small-to-conclude": { word: "Too small to conclude", mark: "△", look: "bg-warn-soft text-warn" },
} as const;
