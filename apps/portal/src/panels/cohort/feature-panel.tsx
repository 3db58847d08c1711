import type { CohortFeatures } from "@nadir/api/cohort";
import { Empty } from "../../ui/empty.tsx";
import { familyWords } from "../../ui/feature-words.ts";
import { count } from "../../ui/figures.ts";
import { Hash } from "../../ui/hash.tsx";
import { Panel } from "../../ui/panel.tsx";
import { AddressForm, optionsOf } from "./address-form.tsx";
import type { CohortAddress } from "./cohort-address.ts";
import { LinkedFigure } from "./linked-figure.tsx";
import { POOL_NAMES, visitName, withoutVolume } from "./words.ts";

const POOLS = Object.entries(POOL_NAMES).map(([value, { value: label }]) => ({ value, label }));

/** One family of features over the cohort: one as a distribution, all as changes and rank correlations. */
export function FeaturePanel({
  trial,
  address,
  found,
  search,
}: {
  trial: string;
  address: CohortAddress;
  found: CohortFeatures;
  search: string;
}) {
  const sealed =
    found.sealed > 0 ? ` ${count(found.sealed)} patients of sealed test sets take no part, whoever looks.` : "";
  if (found.kind === null)
    return (
      <Panel id="features" title="Features">
        <Empty title="No features yet">
          They appear once lesions have masks and the trial’s features have been computed.{sealed}
        </Empty>
      </Panel>
    );
  const feature = found.features.find(({ key }) => key === found.feature);
  const [visit, changeVisit] = [visitName(found.visit), visitName(found.changeVisit ?? 1)];
  const leftOut = [
    withoutVolume(found.withoutVolume.values, `value at ${visit}`, "volume there"),
    withoutVolume(found.withoutVolume.changes, `change to ${changeVisit}`, "volume at baseline"),
  ].filter((sentence) => sentence !== "");
  const figure = (name: string, label: string, isChoosable = true) => (
    <section className="min-w-0">
      <h3 className="mb-1 text-sm font-semibold">{label}</h3>
      <LinkedFigure trial={trial} figure={name} label={label} search={search} isChoosable={isChoosable} />
    </section>
  );
  return (
    <Panel
      id="features"
      title="Features"
      aside={
        found.configHash ? (
          <>
            configuration <Hash value={found.configHash} />
          </>
        ) : null
      }
      note={`Exploratory.${sealed} Of a large family the first 24 are drawn; the others are in the trial’s feature export.`}
    >
      <AddressForm
        trial={trial}
        address={address}
        label="Features"
        at="features"
        choices={[
          { name: "kind", label: "Images", value: found.kind, options: optionsOf(found.kinds) },
          {
            name: "region",
            label: "Region",
            value: found.region ?? "",
            options: optionsOf(found.regions, "all lesions"),
          },
          { name: "pool", label: "Several lesions", value: found.pool, options: POOLS },
          {
            name: "visit",
            label: "Visit",
            value: String(found.visit),
            options: found.visits.map(({ visit, subjects }) => ({
              value: String(visit),
              label: `${visitName(visit)} (${subjects})`,
            })),
          },
          {
            name: "family",
            label: "Family",
            value: found.family ?? "",
            options: found.families.map(({ family, features }) => ({
              value: family,
              label: `${familyWords(family)} (${features})`,
            })),
          },
          {
            name: "feature",
            label: "Feature",
            value: found.feature ?? "",
            options: found.features.map(({ key, name }) => ({ value: key, label: name })),
          },
        ]}
      />
      {leftOut.length > 0 ? <p className="mt-3 text-sm text-soft">{leftOut.join(" ")}</p> : null}
      <div className="mt-4 grid items-start gap-6 xl:grid-cols-2">
        {figure("distribution", `${feature?.name ?? "Feature"}, ${visit}`)}
        {figure("correlation", `Rank correlations, ${visit}`, false)}
        <div className="min-w-0 xl:col-span-2">
          {figure("changes", `Change from baseline to ${changeVisit}, ${POOL_NAMES[found.pool].change}`)}
        </div>
      </div>
    </Panel>
  );
}
