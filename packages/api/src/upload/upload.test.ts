import { createHash } from "node:crypto";
import { deflateRawSync } from "node:zlib";
import { fc, test } from "@fast-check/vitest";
import type { ObjectStore } from "@nadir/storage";
import { describe, expect, it } from "vitest";
import { filesOfListing, openTicket, readZip, storeUpload } from "./index.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);
const secret = "a secret for tests that is long enough";

function memoryStore(): ObjectStore {
  const objects = new Map<string, Uint8Array>();
  return {
    put: async (bytes) => {
      const hash = createHash("sha256").update(bytes).digest("hex");
      objects.set(hash, bytes);
      return hash;
    },
    get: async (hash) => objects.get(hash)!,
  } as Partial<ObjectStore> as ObjectStore;
}

describe("an upload", () => {
  const folder = [
    { name: "trial-a/trial.yaml", bytes: utf8("schema: x") },
    { name: "trial-a/tables/subjects.csv", bytes: utf8("key\nP-1\n") },
    { name: "elsewhere/trial.json/readme.txt", bytes: utf8("not beside the manifest") },
  ];

  it("reads back relative to the manifest's folder and leaves out what lies outside", async () => {
    const store = memoryStore();
    const upload = await storeUpload({ store, secret, personId: "p" }, folder);
    expect(upload).toMatchObject({ manifestName: "trial.yaml", files: 2, bytes: 17 });
    const files = await filesOfListing(store, openTicket({ secret, personId: "p" }, upload.ticket));
    expect(await files.list()).toEqual(["tables/subjects.csv", "trial.yaml"]);
    expect(new TextDecoder().decode(await files.read("tables/subjects.csv"))).toBe("key\nP-1\n");
    expect(await files.read("elsewhere/readme.txt")).toBeUndefined();
  });

  it("opens for the person who sent it and no other", async () => {
    const { ticket } = await storeUpload({ store: memoryStore(), secret, personId: "p" }, folder);
    expect(() => openTicket({ secret, personId: "q" }, ticket)).toThrow("another person's");
    expect(() => openTicket({ secret, personId: "p" }, ticket.replace(/^./, "g"))).toThrow("not known");
  });

  it("refuses files without a manifest and names that lead out", async () => {
    const place = { store: memoryStore(), secret, personId: "p" };
    await expect(storeUpload(place, folder.slice(1))).rejects.toMatchObject({ code: "MANIFEST_MISSING" });
    await expect(storeUpload(place, [{ name: "../trial.yaml", bytes: utf8("") }])).rejects.toMatchObject({
      code: "FILE_NAME",
    });
  });
});

describe("a ZIP archive", () => {
  test.prop([
    fc.uniqueArray(fc.record({ name: fc.stringMatching(/^[a-zé]{1,8}$/), bytes: fc.uint8Array({ maxLength: 300 }) }), {
      selector: (file) => file.name,
      maxLength: 6,
    }),
    fc.boolean(),
  ])("gives back what was packed, stored or deflated", (files, deflated) => {
    expect([...readZip(pack(files, deflated), 1e6)].map((f) => ({ ...f, bytes: [...f.bytes] }))).toEqual(
      files.map((f) => ({ ...f, bytes: [...f.bytes] })),
    );
  });

  it("refuses what is no archive, what is damaged, and what would fill the memory", () => {
    const archive = pack([{ name: "a", bytes: new Uint8Array(5000) }], true);
    expect(() => [...readZip(utf8("not a zip"), 1e6)]).toThrow("no ZIP archive");
    expect(() => [...readZip(archive, 4999)]).toThrow("unpacks to more than");
    const flipped = archive.slice();
    flipped[33] = flipped[33]! ^ 0xff;
    expect(() => [...readZip(flipped, 1e6)]).toThrow("damaged");
  });
});

/** A packer for the tests, written from the specification; its check sums come from a separate bitwise routine. */
function pack(files: readonly { name: string; bytes: Uint8Array }[], deflated: boolean): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes } of files) {
    const packed = deflated ? deflateRawSync(bytes) : Buffer.from(bytes);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(deflated ? 8 : 0, 4);
    common.writeUInt32LE(bitwiseCrc(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), common, Buffer.from(name), packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00", "latin1"), common, tail, Buffer.from(name)]));
    parts.push(local);
    offset += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return new Uint8Array(Buffer.concat([...parts, listed, end]));
}

function bitwiseCrc(bytes: Uint8Array): number {
  let c = 0xffffffff;
  for (const byte of bytes) {
    c ^= byte;
    for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
  }
  return (c ^ 0xffffffff) >>> 0;
}
