import { CATALOGUE_VERSION, ENGINE_VERSION, FILTER_ENTRIES } from "@nadir/features";
import type { Metadata } from "next";
import { z } from "zod";
import { catalogueRows } from "../../../panels/features/catalogue-rows.ts";
import { FeatureCatalogue } from "../../../panels/features/feature-catalogue.tsx";
import { FilterTable } from "../../../panels/features/filter-table.tsx";
import { PageHead } from "../../../ui/page-head.tsx";

export const metadata: Metadata = { title: "Features" };

const address = z.object({ search: z.string().max(100).catch(""), family: z.string().max(40).catch("") });

export default async function FeaturesPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { search, family } = address.parse(await searchParams);
  const rows = catalogueRows();
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <PageHead
        title="Feature catalogue"
        lead={`What the platform computes from an image and a delineation: each feature with its IBSI code, unit, formula and source, and where PyRadiomics computes it otherwise. In units, intensity is the image's own (HU, SUV) and level a discretised grey level. Catalogue ${CATALOGUE_VERSION}, engine ${ENGINE_VERSION}.`}
      />
      <FeatureCatalogue rows={rows} search={search} family={rows.some((row) => row.family === family) ? family : ""} />
      <FilterTable filters={FILTER_ENTRIES} />
    </div>
  );
}
