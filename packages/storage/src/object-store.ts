/**
 * Bytes kept under their own content hash. An object never changes: the same bytes have one address, and another
 * address means other bytes. There is no delete; what no record names any more is the operator's to prune.
 */
export interface ObjectStore {
  /** Stores the bytes once; the address is their SHA-256 (64 lower-case hexadecimal digits). */
  put(bytes: Uint8Array): Promise<string>;
  /** The same for bytes that arrive in pieces: never more than a piece is held in memory. */
  putStream(pieces: AsyncIterable<Uint8Array>): Promise<string>;
  /** The bytes, after their hash was checked. Refuses `OBJECT_NOT_FOUND`, `OBJECT_CORRUPT`, `BAD_OBJECT_HASH`. */
  get(hash: string): Promise<Uint8Array>;
  /** Size in bytes, or null when the object is not here. */
  size(hash: string): Promise<number | null>;
  has(hash: string): Promise<boolean>;
  /** Every address, in no order: for `doctor` and backups. */
  addresses(): AsyncIterable<string>;
}
