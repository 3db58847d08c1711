import type { ReadingCharter, Trial, TrialSetUp } from "@nadir/domain";
import { demandsText, readDemands } from "./demands-text.ts";

export type Row = Readonly<Record<string, string>>;

/** A trial as it stands in the form: text as it was typed, so that nothing typed is lost and every fault can be told. */
export interface TrialDraft {
  readonly id: string;
  readonly title: string;
  readonly disease: string;
  readonly setting: string;
  readonly tumourTypes: readonly string[];
  readonly criteria: readonly { readonly id: string; readonly primary: boolean; readonly parameters: object }[];
  readonly sites: readonly Row[];
  readonly arms: readonly Row[];
  readonly schedule: readonly Row[];
  readonly images: readonly Row[];
  readonly imagesVersion: string;
  readonly deltaFrom: string;
  readonly deltaTo: string;
  readonly deltaMeaning: string;
  readonly ethnicityBasis: string;
  readonly charter: ReadingCharter | null;
}

/** What a new trial begins from: of another trial the sites and arms too, and never its key. */
export function draftOf({
  trial,
  charter,
}: {
  readonly trial: Partial<Trial>;
  readonly charter: TrialSetUp["charter"];
}): TrialDraft {
  return {
    id: "",
    title: "",
    disease: trial.disease ?? "solid-tumour",
    setting: trial.setting ?? "",
    tumourTypes: trial.tumourTypes ?? [],
    criteria: trial.criteria ?? [],
    sites: (trial.sites ?? [{ id: "", name: "" }]).map(({ id, name, country }) => ({
      id,
      name,
      country: country ?? "",
    })),
    arms: (trial.arms ?? [{ id: "", name: "" }]).map(({ id, name, description }) => ({
      id,
      name,
      description: description ?? "",
    })),
    schedule: (trial.schedule ?? []).map(({ id, day, windowBefore, windowAfter, imaging }) => ({
      id,
      day: String(day),
      before: String(windowBefore),
      after: String(windowAfter),
      noScan: imaging === "none" ? "yes" : "",
    })),
    images: (trial.imagingProtocol?.images ?? []).map((rule) => ({
      name: rule.name,
      modality: rule.modality,
      sequence: rule.sequence ?? "",
      description: rule.description ?? "",
      required: rule.required ? "yes" : "",
      demands: demandsText(rule.demands),
    })),
    imagesVersion: trial.imagingProtocol?.version ?? "1",
    deltaFrom: text(trial.deltaWindow?.fromDay),
    deltaTo: text(trial.deltaWindow?.toDay),
    deltaMeaning: trial.deltaWindow?.meaning ?? "",
    ethnicityBasis: trial.ethnicityBasis ?? "",
    charter,
  };
}

/** The trial that the form describes, to be checked by the server. What cannot be read stays as it was typed. */
export function trialOf(draft: TrialDraft): Record<string, unknown> {
  const given = (fields: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== "" && value !== undefined));
  const hasWindow = [draft.deltaFrom, draft.deltaTo].some((of) => of.trim() !== "");
  const images = draft.images.filter(isFilled);
  return given({
    id: draft.id.trim(),
    title: draft.title.trim(),
    disease: draft.disease,
    setting: draft.disease === "glioma" ? draft.setting : "",
    tumourTypes: draft.tumourTypes.length > 0 ? draft.tumourTypes : undefined,
    criteria: draft.criteria,
    sites: draft.sites.filter(isFilled).map((row) => given({ ...row })),
    arms: draft.arms.filter(isFilled).map((row) => given({ ...row })),
    schedule: draft.schedule.filter(isFilled).map(({ id, day, before, after, noScan }) => ({
      id,
      day: number(day!),
      windowBefore: number(before || "0"),
      windowAfter: number(after || "0"),
      ...(noScan ? { imaging: "none" } : {}),
    })),
    deltaWindow: hasWindow
      ? given({ fromDay: number(draft.deltaFrom), toDay: number(draft.deltaTo), meaning: draft.deltaMeaning.trim() })
      : undefined,
    imagingProtocol:
      images.length > 0
        ? {
            version: draft.imagesVersion,
            images: images.map(({ required, demands, ...rule }) => ({
              ...given(rule),
              ...(required ? { required: true } : {}),
              demands: readDemands(demands ?? ""),
            })),
          }
        : undefined,
    ethnicityBasis: draft.ethnicityBasis.trim(),
  });
}

const isFilled = (row: Row): boolean => Object.values(row).some((cell) => cell.trim() !== "");
const text = (value: number | undefined): string => (value === undefined ? "" : String(value));
/** Text that is no number stays text: the schema says what it must be. */
const number = (typed: string): number | string => {
  const read = Number(typed.trim().replace("\u2212", "-"));
  return typed.trim() === "" || Number.isNaN(read) ? typed : read;
};
