import { parquetWriteBuffer } from "hyparquet-writer";
import type { FeatureTable } from "./feature-table.ts";

/** A table as an Apache Parquet file: numbers as DOUBLE, text as UTF-8 strings, no value as null. */
export function parquetBytes({ columns, rows }: FeatureTable): Uint8Array {
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: columns.map(({ name, type }, n) => ({
        name,
        data: rows.map((row) => row[n] ?? null),
        type: type === "number" ? ("DOUBLE" as const) : ("STRING" as const),
        nullable: true,
      })),
    }),
  );
}
