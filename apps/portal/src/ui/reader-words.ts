import { UNNAMED_READER } from "@nadir/domain";

/** A reader as the record names them. People of an installation are known by a long identifier; its beginning tells them apart. */
export const readerWords = (reader: string): string =>
  reader === UNNAMED_READER
    ? "no reader named"
    : /^[\da-z-]{24,}$/i.test(reader)
      ? `reader ${reader.slice(0, 6)}`
      : reader;
