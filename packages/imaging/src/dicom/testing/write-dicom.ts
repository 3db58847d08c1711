import { type Keyword, tagOf } from "../tags.ts";

/** A value of an element: text, or numbers of a binary representation, or items. */
export type Written = readonly [vr: string, value: string | readonly number[] | Uint8Array | readonly ItemFields[]];
export type ItemFields = Readonly<Partial<Record<Keyword, Written>>> & {
  /** Elements by their tag, for private ones. */
  readonly tags?: Readonly<Record<number, Written>>;
};

const BINARY: Readonly<Record<string, readonly [number, (v: DataView, at: number, x: number, le: boolean) => void]>> = {
  US: [2, (v, at, x, le) => v.setUint16(at, x, le)],
  SS: [2, (v, at, x, le) => v.setInt16(at, x, le)],
  OW: [2, (v, at, x, le) => v.setUint16(at, x & 0xffff, le)],
  UL: [4, (v, at, x, le) => v.setUint32(at, x, le)],
  FD: [8, (v, at, x, le) => v.setFloat64(at, x, le)],
  OB: [1, (v, at, x) => v.setUint8(at, x)],
};
const LONG = new Set(["OB", "OW", "SQ", "UN", "UT"]);

export interface WriteOptions {
  readonly syntax?: "implicit" | "explicit" | "big-endian" | "deflated";
  readonly deflateRaw?: (plain: Uint8Array) => Uint8Array;
  /** Sequences and their items of undefined length. */
  readonly undefinedLengths?: boolean;
}

const UID = {
  implicit: "1.2.840.10008.1.2",
  explicit: "1.2.840.10008.1.2.1",
  "big-endian": "1.2.840.10008.1.2.2",
  deflated: "1.2.840.10008.1.2.1.99",
} as const;

/** A DICOM file (PS3.10) of the given attributes, for tests. */
export function writeDicom(fields: ItemFields, options: WriteOptions = {}): Uint8Array {
  const syntax = options.syntax ?? "explicit";
  const meta = element(0x00020010, ["UI", UID[syntax]], true, true, options);
  const group = element(0x00020000, ["UL", [meta.length]], true, true, options);
  const plain = elements(fields, syntax !== "implicit", syntax !== "big-endian", options);
  const body = syntax === "deflated" ? options.deflateRaw!(plain) : plain;
  return join([new Uint8Array(128), new TextEncoder().encode("DICM"), group, meta, body]);
}

function elements(fields: ItemFields, isExplicit: boolean, isLittle: boolean, options: WriteOptions): Uint8Array {
  const { tags = {}, ...named } = fields;
  const all: [number, Written][] = [
    ...(Object.entries(named) as [Keyword, Written][]).map(([k, v]): [number, Written] => [tagOf(k), v]),
    ...Object.entries(tags).map(([t, v]): [number, Written] => [Number(t), v]),
  ];
  return join(all.sort((a, b) => a[0] - b[0]).map(([tag, v]) => element(tag, v, isExplicit, isLittle, options)));
}

function element(
  tag: number,
  [vr, value]: Written,
  isExplicit: boolean,
  isLittle: boolean,
  options: WriteOptions,
): Uint8Array {
  const isOpen = vr === "SQ" && options.undefinedLengths === true;
  const bytes =
    vr === "SQ"
      ? sequence(value as readonly ItemFields[], isExplicit, isLittle, options)
      : value instanceof Uint8Array
        ? value
        : typeof value === "string"
          ? text(value, vr)
          : binary(value as readonly number[], vr, isLittle);
  const long = !isExplicit || LONG.has(vr);
  const head = new Uint8Array(isExplicit && long ? 12 : 8);
  const view = new DataView(head.buffer);
  view.setUint16(0, tag >>> 16, isLittle);
  view.setUint16(2, tag & 0xffff, isLittle);
  const length = isOpen ? 0xffffffff : bytes.length;
  if (isExplicit) {
    head.set([vr.charCodeAt(0), vr.charCodeAt(1)], 4);
    if (long) view.setUint32(8, length, isLittle);
    else view.setUint16(6, length, isLittle);
  } else view.setUint32(4, length, isLittle);
  return join([head, bytes]);
}

function sequence(
  items: readonly ItemFields[],
  isExplicit: boolean,
  isLittle: boolean,
  options: WriteOptions,
): Uint8Array {
  const mark = (element: number, length: number): Uint8Array => {
    const out = new Uint8Array(8);
    const view = new DataView(out.buffer);
    view.setUint16(0, 0xfffe, isLittle);
    view.setUint16(2, element, isLittle);
    view.setUint32(4, length, isLittle);
    return out;
  };
  const isOpen = options.undefinedLengths === true;
  const written = items.flatMap((item) => {
    const body = elements(item, isExplicit, isLittle, options);
    return isOpen ? [mark(0xe000, 0xffffffff), body, mark(0xe00d, 0)] : [mark(0xe000, body.length), body];
  });
  return join(isOpen ? [...written, mark(0xe0dd, 0)] : written);
}

function text(value: string, vr: string): Uint8Array {
  const bytes = new TextEncoder().encode(value);
  return bytes.length % 2 === 0 ? bytes : join([bytes, new Uint8Array([vr === "UI" ? 0 : 0x20])]);
}

function binary(values: readonly number[], vr: string, isLittle: boolean): Uint8Array {
  const [size, write] = BINARY[vr]!;
  const out = new Uint8Array(Math.ceil((values.length * size) / 2) * 2);
  const view = new DataView(out.buffer);
  for (const [n, x] of values.entries()) write(view, n * size, x, isLittle);
  return out;
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, p) => sum + p.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
