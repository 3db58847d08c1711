import { type Keyword, tagOf } from "./tags.ts";

export interface DicomElement {
  readonly vr: string;
  /** The value's bytes; empty for a sequence and for compressed pixel data. */
  readonly bytes: Uint8Array;
  readonly items?: readonly DataSet[];
  /** Pixel data in compressed pieces (PS3.5 A.4), without the table of offsets. */
  readonly fragments?: readonly Uint8Array[];
}

const SIZED: Readonly<
  Record<string, readonly [bytes: number, read: (v: DataView, at: number, le: boolean) => number]>
> = {
  US: [2, (v, at, le) => v.getUint16(at, le)],
  SS: [2, (v, at, le) => v.getInt16(at, le)],
  UL: [4, (v, at, le) => v.getUint32(at, le)],
  SL: [4, (v, at, le) => v.getInt32(at, le)],
  FL: [4, (v, at, le) => v.getFloat32(at, le)],
  FD: [8, (v, at, le) => v.getFloat64(at, le)],
};

/** The attributes of one DICOM object or of one item of a sequence. An attribute without a value counts as absent. */
export class DataSet {
  readonly elements: ReadonlyMap<number, DicomElement>;
  readonly littleEndian: boolean;
  readonly #isUtf8: boolean;

  constructor(elements: ReadonlyMap<number, DicomElement>, littleEndian: boolean, isUtf8: boolean) {
    this.elements = elements;
    this.littleEndian = littleEndian;
    this.#isUtf8 = isUtf8;
  }

  /** The text of an attribute, its padding taken off; several values stay joined by a backslash. */
  text(which: Keyword | number): string | undefined {
    const found = this.elements.get(typeof which === "number" ? which : tagOf(which));
    if (!found || found.items || found.bytes.length === 0) return undefined;
    const text = decoded(found.bytes, this.#isUtf8).replace(/^[ \0]+|[ \0]+$/g, "");
    return text === "" ? undefined : text;
  }

  /** The values of an attribute as numbers, from text or binary; undefined where one of them is none. */
  numbers(which: Keyword | number): readonly number[] | undefined {
    const found = this.elements.get(typeof which === "number" ? which : tagOf(which));
    if (!found || found.bytes.length === 0) return undefined;
    const sized = SIZED[found.vr];
    if (!sized) {
      const values = this.text(which)
        ?.split("\\")
        .map((x) => (x.trim() === "" ? Number.NaN : Number(x)));
      return values?.every(Number.isFinite) ? values : undefined;
    }
    const [size, read] = sized;
    const view = new DataView(found.bytes.buffer, found.bytes.byteOffset, found.bytes.byteLength);
    return Array.from({ length: Math.floor(found.bytes.length / size) }, (_, n) =>
      read(view, n * size, this.littleEndian),
    );
  }

  number(which: Keyword | number): number | undefined {
    return this.numbers(which)?.[0];
  }

  items(which: Keyword): readonly DataSet[] {
    return this.elements.get(tagOf(which))?.items ?? [];
  }

  /** The tag of a private element, found by its block's creator (PS3.5 §7.8.1); undefined where the creator has no block. */
  privateTag(group: number, creator: string, element: number): number | undefined {
    for (let block = 0x10; block <= 0xff; block++)
      if (this.text(((group << 16) | block) >>> 0) === creator) return ((group << 16) | (block << 8) | element) >>> 0;
    return undefined;
  }
}

/** Text of Latin 1, or of UTF-8 where it is that; other character sets show their bytes as Latin 1. */
function decoded(bytes: Uint8Array, isUtf8: boolean): string {
  const latin = Array.from(bytes, (b) => String.fromCharCode(b)).join("");
  if (!isUtf8 || !/[\x80-\xff]/.test(latin)) return latin;
  try {
    return decodeURIComponent(Array.from(bytes, (b) => `%${b.toString(16).padStart(2, "0")}`).join(""));
  } catch {
    return latin;
  }
}
