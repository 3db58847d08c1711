"use client";

import type { Patient } from "@nadir/api/read";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useProcedures } from "../../shell/procedures.tsx";
import { Asked } from "../../ui/asked.tsx";
import { Button } from "../../ui/button.tsx";
import { type DayStyle, dayText } from "../../ui/figures.ts";
import { Panel } from "../../ui/panel.tsx";
import { Scroll } from "../../ui/scroll.tsx";
import { lesionCell } from "./lesion-cells.ts";

const mm = (value: number): string => value.toFixed(1);

/** What each delineation measures, beside what was entered of the same lesion at the same visit. Derived, never recorded. */
export function MaskSizesPanel({
  trial,
  subject,
  measurements,
  nodes,
  readBy,
  days,
}: {
  trial: string;
  subject: string;
  measurements: Patient["measurements"];
  /** Lesions that are lymph nodes. */
  nodes: readonly string[];
  /** Whose figures the responses are judged from. */
  readBy: string | null;
  days: DayStyle;
}) {
  const [isOpen, setOpen] = useState(false);
  const [plane, setPlane] = useState<"axial" | "acquisition">("axial");
  const procedures = useProcedures();
  const asked = useQuery(procedures.responses.maskSizes.queryOptions({ trial, subject, plane }, { enabled: isOpen }));
  return (
    <Panel
      id="mask-sizes"
      title="Sizes from delineations"
      aside={
        <span className="inline-flex flex-wrap items-center gap-3">
          {isOpen ? (
            <label className="inline-flex items-center gap-2">
              Slices
              <select
                value={plane}
                onChange={(e) => setPlane(e.target.value as "axial")}
                className="rounded-md border border-line-strong bg-surface px-2 py-1 text-sm text-ink"
              >
                <option value="axial">axial</option>
                <option value="acquisition">as acquired</option>
              </select>
            </label>
          ) : null}
          <Button variant={isOpen ? "quiet" : "plain"} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {isOpen ? "Close" : "Measure the delineations"}
          </Button>
        </span>
      }
      note="Derived from the masks and never recorded as a measurement. The slice of each figure counts from 0."
      flush
    >
      {isOpen ? (
        <Asked query={asked} doing="Measuring the delineations">
          {(rows) => (
            <Scroll label="Sizes from delineations">
              <table className="sheet">
                <thead>
                  <tr>
                    <th scope="col">Lesion, visit</th>
                    <th scope="col">Image</th>
                    <th scope="col" className="number">
                      On record
                    </th>
                    <th scope="col" className="number">
                      Longest × across, mm
                    </th>
                    <th scope="col" className="number">
                      Short axis, mm
                    </th>
                    <th scope="col" className="number">
                      Product, mm²
                    </th>
                    <th scope="col" className="number">
                      Volume, mL
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((row) => {
                    const entered = lesionCell(
                      measurements.filter((m) => m.lesion === row.lesion && m.visit === row.visit),
                      { isNode: nodes.includes(row.lesion), readBy },
                    );
                    return (
                      <tr key={row.mask}>
                        <th scope="row" className="whitespace-nowrap">
                          {row.lesion}, {row.visit}{" "}
                          <span className="font-normal text-faint">{dayText(row.date, days)}</span>
                        </th>
                        <td>
                          {row.image}
                          {row.simulated ? <span className="text-faint"> simulated</span> : null}
                        </td>
                        <td className="number" title={entered?.hint}>
                          {entered ? (
                            <span className={entered.isComputed ? "computed" : "entered"}>{entered.text}</span>
                          ) : (
                            <span className="text-faint">none</span>
                          )}
                        </td>
                        {row.size ? (
                          <>
                            <td className="number computed">
                              {mm(row.size.longestMm)} × {mm(row.size.perpendicularMm)}
                              <Slice n={row.size.slice} />
                            </td>
                            <td className="number computed">
                              {mm(row.size.shortAxis.value)}
                              <Slice n={row.size.shortAxis.slice} />
                            </td>
                            <td className="number computed">
                              {row.size.product.value.toFixed(0)}
                              {row.size.largestProduct.slice === row.size.product.slice ? null : (
                                <span className="block text-xs font-normal text-faint">
                                  largest {row.size.largestProduct.value.toFixed(0)}, slice{" "}
                                  {row.size.largestProduct.slice}
                                </span>
                              )}
                            </td>
                            <td className="number computed">{(row.size.volumeMm3 / 1000).toFixed(2)}</td>
                          </>
                        ) : (
                          <td colSpan={4} className="whitespace-normal! text-faint">
                            {row.problem}
                          </td>
                        )}
                      </tr>
                    );
                  })}
                </tbody>
              </table>
            </Scroll>
          )}
        </Asked>
      ) : null}
    </Panel>
  );
}

const Slice = ({ n }: { n: number }) => <span className="block text-xs font-normal text-faint">slice {n}</span>;
