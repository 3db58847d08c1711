/**
 * The wire format of Protocol Buffers, as far as a model's head needs it (protobuf.dev, "Encoding"): fields in order, unknown
 * ones passed over. Nothing is copied.
 */
export interface Field {
  readonly number: number;
  /** Of wire type 0. */
  readonly value: number;
  /** Of wire type 2; empty of the others. */
  readonly bytes: Uint8Array;
}

/** Null where the bytes are no message. */
export function fieldsOf(bytes: Uint8Array): Field[] | null {
  const fields: Field[] = [];
  let at = 0;
  const varint = (): number | null => {
    let [value, factor] = [0, 1];
    for (let i = 0; i < 10; i++) {
      const byte = bytes[at++];
      if (byte === undefined) return null;
      value += (byte & 0x7f) * factor;
      factor *= 128;
      if (byte < 0x80) return value;
    }
    return null;
  };
  while (at < bytes.length) {
    const key = varint();
    if (key === null || key < 8) return null;
    const number = Math.floor(key / 8);
    const none = new Uint8Array(0);
    switch (key % 8) {
      case 0: {
        const value = varint();
        if (value === null) return null;
        fields.push({ number, value, bytes: none });
        break;
      }
      case 2: {
        const length = varint();
        if (length === null || at + length > bytes.length) return null;
        fields.push({ number, value: 0, bytes: bytes.subarray(at, at + length) });
        at += length;
        break;
      }
      case 1:
      case 5: {
        const length = key % 8 === 1 ? 8 : 4;
        if (at + length > bytes.length) return null;
        fields.push({ number, value: 0, bytes: bytes.subarray(at, at + length) });
        at += length;
        break;
      }
      default:
        return null;
    }
  }
  return fields;
}

/** UTF-8; bytes that are none stand as they are. */
export function textOf(bytes: Uint8Array): string {
  const escaped = Array.from(bytes, (b) => `%${b.toString(16).padStart(2, "0")}`).join("");
  try {
    return decodeURIComponent(escaped);
  } catch {
    return String.fromCharCode(...bytes);
  }
}
