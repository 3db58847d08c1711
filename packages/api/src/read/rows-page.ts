import { z } from "zod";

/** Which rows of a long table are asked for; without a page all of them, as for a file. */
export const rowsPage = {
  page: z.int().min(1).optional(),
  pageSize: z.int().min(5).max(200).optional(),
};

const PAGE_SIZE = 50;

/** The rows of the page asked for; past the last there are none. Without a page the very rows given: not to be changed. */
export const pageOf = <T>(
  rows: T[],
  { page, pageSize = PAGE_SIZE }: { page?: number | undefined; pageSize?: number | undefined },
): T[] => (page === undefined ? rows : rows.slice((page - 1) * pageSize, page * pageSize));
