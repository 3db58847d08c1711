import { type LesionPlan, Refusal, refuse, type VisitPlan } from "@nadir/domain";
import {
  type Bags,
  bagsOf,
  coursesOf,
  type Table,
  tableOf,
  type UnionTable,
  unionOf,
  type VisitCourses,
} from "@nadir/risk";
import { parse } from "csv-parse/sync";
import { readPredictions } from "../evaluate/predictions.ts";
import { readText } from "../read-input.ts";

/** Patients with their lesions from a file (`bagsOf`). */
export const readBags = async (file: string, plan: LesionPlan): Promise<Bags> =>
  bagsOf(await readRows(file, "a lesion"), plan);

/** Patients with their visits from a file (`coursesOf`). */
export const readCourses = async (file: string, plan: VisitPlan): Promise<VisitCourses> =>
  coursesOf(await readRows(file, "a visit"), plan);

async function readRows(file: string, unit: string): Promise<Table> {
  let cells: string[][];
  try {
    cells = parse(await readText(file), { bom: true, skip_empty_lines: true, trim: true });
  } catch (error) {
    if (error instanceof Refusal) throw error;
    refuse("NOT_CSV", `The file '${file}' is not a comma-separated table: ${(error as Error).message}.`, {
      where: { file },
    });
  }
  return tableOf(cells, file, unit);
}

/** The table of regions that hold all lesions of a patient (`unionOf`). */
export const readUnion = async (file: string, plan: LesionPlan, subjects: readonly string[]): Promise<UnionTable> =>
  unionOf(await readPredictions(file, plan.subject), plan, subjects);
