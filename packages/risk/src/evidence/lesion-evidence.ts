import type { ResponseCase } from "@nadir/domain";
import { type Course, courseOf, DIAMETER, type Reading, type Track, toNumber } from "@nadir/response";
import { type LesionResponse, lesionResponseOf } from "../lesion-response.ts";
import { type FieldDistance, fieldDistanceOf } from "../near-field.ts";
import type { StoredDelta } from "./image-evidence.ts";

/** The review whose figure 2 the table follows, and its sources. */
const REVIEW = "Sun 2022, J Immunother Cancer 10:e004848, figure 2";
const LEAST = "Sun 2020, J Immunother Cancer 8:e001429, in Sun 2022, J Immunother Cancer 10:e004848";

/** A texture feature of one lesion at the visit, and how it changed since the earliest delta's first visit. */
export interface LesionTexture {
  readonly value: number;
  /** (now − before) / before. */
  readonly change: number | null;
  readonly since: string;
}

/** Something that the literature names when it speaks of biopsy, ablation or low dose. No advice follows from it. */
export interface LesionProperty {
  readonly id: "progresses" | "apart" | "least-infiltrated" | "most-infiltrated" | "unlike";
  readonly speaksFor: "ablation" | "low dose" | "biopsy";
  readonly name: string;
  /** Null where it cannot be told; then `missing` says what would have to be known. */
  readonly present: boolean | null;
  readonly found: string;
  readonly missing: string | null;
  readonly citation: string;
}

export interface LesionRow {
  readonly lesion: string;
  readonly organ: string;
  readonly isNew: boolean;
  readonly mm: number | null;
  readonly percentFromBaseline: number | null;
  readonly percentFromNadir: number | null;
  readonly category: LesionResponse["category"] | "new";
  readonly field: FieldDistance;
  readonly coarseness: LesionTexture | null;
  readonly entropy: LesionTexture | null;
  readonly properties: readonly LesionProperty[];
}

/** How far a figure differs between the lesions of one visit. */
export interface BetweenLesions {
  readonly figure: "entropy" | "coarseness" | "change of size";
  readonly lesions: number;
  readonly least: number;
  readonly greatest: number;
  /** Standard deviation (n − 1). */
  readonly sd: number;
}

export interface LesionsAtVisit {
  readonly visit: string;
  readonly date: string;
  readonly lesions: readonly LesionRow[];
  /** Of at least two lesions. */
  readonly between: readonly BetweenLesions[];
}

export interface LesionEvidenceInputs {
  readonly document: ResponseCase;
  readonly deltas: readonly StoredDelta[];
  /** A score of infiltration by lesion, where somebody computed one; larger is more infiltrated. */
  readonly scores?: ReadonlyMap<string, number>;
}

/**
 * Every target and new lesion at every visit after baseline: size, place, change, texture, field, and which properties it has that the
 * literature names. Research only: a table of facts, no choice.
 */
export function lesionEvidence({ document, deltas, scores = new Map() }: LesionEvidenceInputs): LesionsAtVisit[] {
  const course = courseOf(document);
  const tracks = new Map([...course.targets, ...course.newLesions].map((track) => [track.id, track]));
  return Object.entries(lesionResponseOf(course)).map(([visit, { date, lesions, newLesions }]): LesionsAtVisit => {
    const at = course.visits.findIndex((v) => v.id === visit);
    const facts = [
      ...lesions.map((l) => ({ ...l, isNew: false })),
      ...newLesions.map((lesion) => ({ ...unmeasured(lesion, sizeAt(course, tracks.get(lesion)!, at)), isNew: true })),
    ].map((l) => ({
      ...l,
      coarseness: textureOf(deltas, l.lesion, visit, "ngt_coarseness"),
      entropy: textureOf(deltas, l.lesion, visit, "cm_joint_entr"),
    }));
    const responding = facts.filter((l) => l.category === "CR" || l.category === "PR").map((l) => l.lesion);
    const standing = facts.filter((l) => l.category !== "CR").map((l) => l.lesion);
    const known = new Map(standing.flatMap((l): [string, number][] => (scores.has(l) ? [[l, scores.get(l)!]] : [])));
    const entropies = new Map(
      facts.flatMap((l): [string, number][] => (l.entropy ? [[l.lesion, l.entropy.value]] : [])),
    );
    return {
      visit,
      date,
      lesions: facts.map((l): LesionRow => {
        const track = tracks.get(l.lesion)!;
        return {
          lesion: l.lesion,
          organ: track.lesion.node ? "lymph node" : track.lesion.organ,
          isNew: l.isNew,
          mm: l.mm,
          percentFromBaseline: l.percentFromBaseline,
          percentFromNadir: l.percentFromNadir,
          category: l.isNew ? "new" : l.category,
          field: fieldDistanceOf(track),
          coarseness: l.coarseness,
          entropy: l.entropy,
          properties: propertiesOf(l, responding, known, standing.length, entropies),
        };
      }),
      between: [
        spread("entropy", [...entropies.values()]),
        spread(
          "coarseness",
          facts.flatMap((l) => l.coarseness?.value ?? []),
        ),
        spread(
          "change of size",
          facts.flatMap((l) => l.percentFromBaseline ?? []),
        ),
      ].flatMap((b) => b ?? []),
    };
  });
}

type Fact = Pick<LesionResponse, "lesion" | "category" | "percentFromNadir"> & {
  readonly isNew: boolean;
  readonly entropy: LesionTexture | null;
};

function propertiesOf(
  l: Fact,
  responding: readonly string[],
  scores: ReadonlyMap<string, number>,
  standing: number,
  entropies: ReadonlyMap<string, number>,
): LesionProperty[] {
  const progresses = l.isNew ? true : l.category === "NE" ? null : l.category === "PD";
  const others = responding.filter((id) => id !== l.lesion);
  const noSize = progresses === null ? "a size of its own at this visit" : null;
  const infiltration = (id: "least-infiltrated" | "most-infiltrated", speaksFor: "ablation" | "low dose") => {
    const isKnown = scores.size === standing && standing > 1 && scores.has(l.lesion);
    const wanted = (id === "least-infiltrated" ? Math.min : Math.max)(...scores.values());
    return {
      id,
      speaksFor,
      name: `${id === "least-infiltrated" ? "Least" : "Greatest"} score of infiltration of the lesions`,
      present: isKnown ? scores.get(l.lesion) === wanted : null,
      found: isKnown ? `${scores.get(l.lesion)}; ${id === "least-infiltrated" ? "least" : "greatest"} ${wanted}` : "",
      missing: isKnown
        ? null
        : "a score of infiltration (such as the CD8 radiomic score) of each of at least two lesions",
      citation: id === "least-infiltrated" ? LEAST : REVIEW,
    };
  };
  const values = [...entropies.values()];
  const isExtreme =
    l.entropy !== null && values.length > 2 && [Math.min(...values), Math.max(...values)].includes(l.entropy.value);
  return [
    {
      id: "progresses",
      speaksFor: "ablation",
      name: "Progresses under treatment (+20 % and 5 mm over its least, or new)",
      present: progresses,
      found: l.isNew ? "new" : l.percentFromNadir === null ? "" : `${signed(l.percentFromNadir)} % over its least`,
      missing: noSize,
      citation: REVIEW,
    },
    {
      id: "apart",
      speaksFor: "ablation",
      name: "Progresses while another lesion responds",
      present: progresses === null ? null : progresses && others.length > 0,
      found: others.length > 0 ? `responding: ${others.join(", ")}` : "no other lesion responds",
      missing: noSize,
      citation: REVIEW,
    },
    infiltration("least-infiltrated", "ablation"),
    infiltration("most-infiltrated", "low dose"),
    {
      id: "unlike",
      speaksFor: "biopsy",
      name: "Least or greatest entropy of the lesions: one biopsy elsewhere would not show it",
      present: l.entropy === null || values.length < 3 ? null : isExtreme,
      found:
        l.entropy === null || values.length < 3
          ? ""
          : `${l.entropy.value.toPrecision(3)} of ${Math.min(...values).toPrecision(3)} to ${Math.max(...values).toPrecision(3)}`,
      missing:
        l.entropy === null || values.length < 3 ? "features of this lesion and of two others at this visit" : null,
      citation: REVIEW,
    },
  ];
}

function sizeAt(course: Course, track: Track, visit: number): number | null {
  const reading = track.readings[visit] as Reading;
  const size = reading.kind === "merged" ? null : DIAMETER.of(reading, track.node);
  return size === null ? null : toNumber(size, course.scale.lengthDecimals);
}

const signed = (v: number): string => `${v > 0 ? "+" : v < 0 ? "−" : ""}${Math.abs(v).toFixed(0)}`;

const unmeasured = (lesion: string, mm: number | null): LesionResponse => ({
  lesion,
  category: "NE",
  mm,
  percentFromBaseline: null,
  percentFromNadir: null,
  mmPerMonth: null,
});

/** The figure at the visit: from baseline where there is such a delta, else from the visit before. Functional maps are left out. */
function textureOf(
  deltas: readonly StoredDelta[],
  lesion: string,
  visit: string,
  feature: string,
): LesionTexture | null {
  const own = deltas.filter(
    (d) =>
      d.lesion === lesion && d.toVisit === visit && !/\bADC\b|\b[nr]?CBV\b|diffusion|blood volume/i.test(d.description),
  );
  for (const { rows, fromVisit } of own) {
    const found = rows.filter((row) => row.id === feature);
    const row = found.find(({ key }) => key.endsWith("_3D_comb") || key.endsWith("_3D")) ?? found[0];
    if (row && row.followup !== null) return { value: row.followup, change: row.relative, since: fromVisit };
  }
  return null;
}

function spread(figure: BetweenLesions["figure"], values: readonly number[]): BetweenLesions | null {
  if (values.length < 2) return null;
  const mean = values.reduce((s, v) => s + v, 0) / values.length;
  const sd = Math.sqrt(values.reduce((s, v) => s + (v - mean) ** 2, 0) / (values.length - 1));
  return { figure, lesions: values.length, least: Math.min(...values), greatest: Math.max(...values), sd };
}
