import { refuse } from "@nadir/domain";
import { DataSet, type DicomElement } from "./data-set.ts";
import { implicitVr, tagOf } from "./tags.ts";

/** Transfer syntaxes (PS3.5 §10) whose attributes are readable here; pixel data of others is compressed. */
const IMPLICIT = "1.2.840.10008.1.2";
const EXPLICIT_BIG_ENDIAN = "1.2.840.10008.1.2.2";
const DEFLATED = "1.2.840.10008.1.2.1.99";
const LONG = new Set(["OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV"]);
const UNDEFINED = 0xffffffff;
const [ITEM, ITEM_END, SEQUENCE_END] = [0xfffee000, 0xfffee00d, 0xfffee0dd];
const PIXEL_DATA = tagOf("PixelData");
const CHARACTER_SET = tagOf("SpecificCharacterSet");

/** Whether the bytes begin as a DICOM file does (PS3.10 §7.1): `DICM` after the preamble of 128 bytes. */
export const isDicom = (bytes: Uint8Array): boolean =>
  bytes[128] === 0x44 && bytes[129] === 0x49 && bytes[130] === 0x43 && bytes[131] === 0x4d;

/**
 * The data set of a DICOM file (PS3.10), pixel data as it is stored. `inflateRaw` opens deflated files.
 * Refuses `NOT_DICOM`, `DAMAGED_DICOM` (with the offset) and `COMPRESSED` (deflated, and nothing to inflate it with).
 */
export function readDicom(bytes: Uint8Array, inflateRaw?: (deflated: Uint8Array) => Uint8Array): DataSet {
  if (!isDicom(bytes))
    refuse("NOT_DICOM", "The file is no DICOM file: 'DICM' does not stand at byte 128.", { expected: "DICM" });
  const meta = new Reader(bytes, 132, bytes.length, true, true, false);
  const head = new Map<number, DicomElement>();
  while (meta.at < bytes.length && meta.peekGroup() === 0x0002) meta.element(head);
  const syntax = new DataSet(head, true, false).text("TransferSyntaxUID") ?? "1.2.840.10008.1.2.1";
  let body = bytes;
  let from = meta.at;
  if (syntax === DEFLATED) {
    if (!inflateRaw) refuse("COMPRESSED", "The DICOM file is deflated; unpack it first.");
    body = inflateRaw(bytes.subarray(from));
    from = 0;
  }
  const isLittle = syntax !== EXPLICIT_BIG_ENDIAN;
  const elements = new Map(head);
  new Reader(body, from, body.length, isLittle, syntax !== IMPLICIT, false).into(elements);
  const charset = new DataSet(elements, isLittle, false).text(CHARACTER_SET) ?? "";
  if (!charset.includes("ISO_IR 192")) return new DataSet(elements, isLittle, false);
  // Names in UTF-8: the items of sequences are read anew, so that theirs are too.
  const again = new Map(head);
  new Reader(body, from, body.length, isLittle, syntax !== IMPLICIT, true).into(again);
  return new DataSet(again, isLittle, true);
}

class Reader {
  at: number;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #end: number;
  readonly #isLittle: boolean;
  readonly #isExplicit: boolean;
  readonly #isUtf8: boolean;

  constructor(bytes: Uint8Array, at: number, end: number, isLittle: boolean, isExplicit: boolean, isUtf8: boolean) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = at;
    this.#end = end;
    this.#isLittle = isLittle;
    this.#isExplicit = isExplicit;
    this.#isUtf8 = isUtf8;
  }

  peekGroup(): number {
    return this.at + 2 <= this.#end ? this.#view.getUint16(this.at, this.#isLittle) : -1;
  }

  into(elements: Map<number, DicomElement>): void {
    while (this.at < this.#end) if (!this.element(elements)) return;
  }

  /** Reads one element; false at the end of an item of undefined length. */
  element(into: Map<number, DicomElement>): boolean {
    const start = this.at;
    const tag = this.#tag();
    if (tag === ITEM_END || tag === SEQUENCE_END) {
      this.#u32();
      return false;
    }
    let vr: string;
    let length: number;
    if (this.#isExplicit) {
      this.#need(4);
      vr = String.fromCharCode(this.#bytes[this.at]!, this.#bytes[this.at + 1]!);
      if (!/^[A-Z]{2}$/.test(vr)) this.#damaged(start, `'${vr.replace(/[^ -~]/g, "?")}' is no value representation`);
      if (LONG.has(vr)) {
        this.at += 4;
        length = this.#u32();
      } else {
        length = this.#view.getUint16(this.at + 2, this.#isLittle);
        this.at += 4;
      }
    } else {
      vr = implicitVr(tag);
      length = this.#u32();
    }
    if (tag === PIXEL_DATA && length === UNDEFINED)
      into.set(tag, { vr, bytes: new Uint8Array(0), fragments: this.#fragments() });
    else if (vr === "SQ" || length === UNDEFINED)
      // An unknown sequence of undefined length is written as implicit VR, whatever the file is (PS3.5 §6.2.2).
      into.set(tag, {
        vr: "SQ",
        bytes: new Uint8Array(0),
        items: this.#items(length, vr !== "UN" && this.#isExplicit),
      });
    else {
      this.#need(length);
      into.set(tag, { vr, bytes: this.#bytes.subarray(this.at, this.at + length) });
      this.at += length;
    }
    return true;
  }

  #items(length: number, isExplicit: boolean): DataSet[] {
    const end = length === UNDEFINED ? this.#end : this.at + length;
    if (end > this.#end) this.#damaged(this.at, "a sequence reaches beyond the file");
    const items: DataSet[] = [];
    while (this.at < end) {
      const start = this.at;
      const tag = this.#tag();
      const size = this.#u32();
      if (tag === SEQUENCE_END) return items;
      if (tag !== ITEM) this.#damaged(start, "a sequence holds something that is no item");
      const last = size === UNDEFINED ? end : this.at + size;
      if (last > end) this.#damaged(start, "an item reaches beyond its sequence");
      const inner = new Reader(this.#bytes, this.at, last, this.#isLittle, isExplicit, this.#isUtf8);
      const elements = new Map<number, DicomElement>();
      inner.into(elements);
      this.at = inner.at;
      items.push(new DataSet(elements, this.#isLittle, this.#isUtf8));
    }
    return items;
  }

  #fragments(): Uint8Array[] {
    const pieces: Uint8Array[] = [];
    for (;;) {
      const start = this.at;
      const tag = this.#tag();
      const size = this.#u32();
      if (tag === SEQUENCE_END) return pieces.slice(1);
      if (tag !== ITEM) this.#damaged(start, "compressed pixel data is broken off");
      this.#need(size);
      pieces.push(this.#bytes.subarray(this.at, this.at + size));
      this.at += size;
    }
  }

  #tag(): number {
    this.#need(4);
    const [group, element] = [
      this.#view.getUint16(this.at, this.#isLittle),
      this.#view.getUint16(this.at + 2, this.#isLittle),
    ];
    this.at += 4;
    return ((group << 16) | element) >>> 0;
  }

  #u32(): number {
    this.#need(4);
    this.at += 4;
    return this.#view.getUint32(this.at - 4, this.#isLittle);
  }

  #need(bytes: number): void {
    if (this.at + bytes > this.#end) this.#damaged(this.at, `${bytes} bytes should follow, ${this.#end - this.at} do`);
  }

  #damaged(at: number, what: string): never {
    refuse("DAMAGED_DICOM", `The DICOM file is damaged at byte ${at}: ${what}. Copy it again from its source.`, {
      found: `byte ${at}`,
    });
  }
}
