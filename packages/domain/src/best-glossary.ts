import type { z } from "zod";
import type { biomarkerCategory } from "./protocol-purpose.ts";

type Biomarker = z.infer<typeof biomarkerCategory>;

interface Term {
  readonly term: string;
  /** What the word means, in our words; the glossary's own text is at `BEST_SOURCE`. */
  readonly meaning: string;
}

/** FDA–NIH Biomarker Working Group: BEST (Biomarkers, EndpointS, and other Tools) Resource, 2016, with later updates. */
export const BEST_SOURCE = "https://www.ncbi.nlm.nih.gov/books/NBK326791/";

/** The seven categories of the BEST glossary. */
export const BEST_CATEGORIES: Readonly<Record<Biomarker["best"][number], Term>> = {
  "susceptibility-risk": {
    term: "susceptibility/risk biomarker",
    meaning: "tells how likely a disease is in somebody who does not have it yet, as far as can be seen",
  },
  diagnostic: {
    term: "diagnostic biomarker",
    meaning: "finds or confirms that a disease, or one of its subtypes, is present",
  },
  monitoring: {
    term: "monitoring biomarker",
    meaning: "is measured again and again, to follow a disease or what a treatment does to it",
  },
  prognostic: {
    term: "prognostic biomarker",
    meaning:
      "tells how likely an event, recurrence or progression is in patients who have the disease, whatever the treatment",
  },
  predictive: {
    term: "predictive biomarker",
    meaning:
      "tells who fares better or worse under one treatment than under another; that needs both treatments to be seen",
  },
  "pharmacodynamic-response": {
    term: "pharmacodynamic/response biomarker",
    meaning:
      "shows that an exposure or a treatment has had a biological effect; that the effect does good is not said by it",
  },
  safety: {
    term: "safety biomarker",
    meaning: "measured before or after an exposure, tells of harm: that it may come, is there, or how far it goes",
  },
};

/** What kind of evidence is aimed at. */
export const BEST_LEVELS: Readonly<Record<Biomarker["level"], Term>> = {
  analytical: {
    term: "analytical validation",
    meaning: "the measurement itself performs as it should: its precision, bias and range; not what it is good for",
  },
  "clinical-validation": {
    term: "clinical validation",
    meaning: "the marker goes with the outcome or state of interest, acceptably, in the patients that it is meant for",
  },
  utility: {
    term: "clinical utility",
    meaning:
      "using the marker leads to better outcomes, or to enough knowledge for a better decision, than not using it",
  },
};

/** How a marker was developed (founding review 001, Table 3). */
export const DEVELOPMENT_KINDS: Readonly<Record<Biomarker["development"], string>> = {
  direct: "Direct: developed against the endpoint itself.",
  indirect:
    "Indirect: developed against a stand-in (such as a gene signature) and only then related to the endpoint. A good result against the stand-in shows nothing about the endpoint.",
};
