import { createHash, createSign, generateKeyPairSync, randomBytes } from "node:crypto";

const FLAGS = { present: 1, verified: 4, attested: 64 } as const;

const sha256 = (data: string | Buffer): Buffer => createHash("sha256").update(data).digest();
const word = (n: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(n);
  return bytes;
};
const clientData = (type: string, challenge: string, origin: string): Buffer =>
  Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));

interface Asked {
  readonly challenge: string;
  /** The page that asks; the relying party is its host unless named. */
  readonly origin: string;
  readonly rpId?: string;
  /** Whether finger, face or PIN was given. */
  readonly verified?: boolean;
}

/**
 * An authenticator for tests, written from Web Authentication Level 3 (§6.1 authenticator data, §6.5.1 attested credential
 * data, §8.7 `none` attestation) and RFC 9053 (COSE key of P-256): one credential, ES256, no attestation.
 */
export function authenticator(handle: string) {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x, y } = publicKey.export({ format: "jwk" }) as { x: string; y: string };
  const id = randomBytes(32);
  let counter = 0;
  const coseKey = Buffer.concat([
    Buffer.from("a5010203262001215820", "hex"),
    Buffer.from(x, "base64url"),
    Buffer.from("225820", "hex"),
    Buffer.from(y, "base64url"),
  ]);
  const data = (asked: Asked, flags: number, rest: Buffer) =>
    Buffer.concat([
      sha256(asked.rpId ?? new URL(asked.origin).hostname),
      Buffer.from([flags | FLAGS.present | (asked.verified === false ? 0 : FLAGS.verified)]),
      word(counter),
      rest,
    ]);
  const shape = {
    id: id.toString("base64url"),
    rawId: id.toString("base64url"),
    type: "public-key" as const,
    clientExtensionResults: {},
  };
  return {
    id: shape.id,
    /** What a copy of the device would count from. */
    setCounter: (n: number) => {
      counter = n;
    },
    make(asked: Asked) {
      const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, coseKey]);
      const authData = data(asked, FLAGS.attested, attested);
      const attestationObject = Buffer.concat([
        Buffer.from("a363666d74646e6f6e656761747453746d74a068617574684461746158", "hex"),
        Buffer.from([authData.length]),
        authData,
      ]);
      return {
        ...shape,
        response: {
          clientDataJSON: clientData("webauthn.create", asked.challenge, asked.origin).toString("base64url"),
          attestationObject: attestationObject.toString("base64url"),
          transports: ["internal"],
        },
      };
    },
    show(asked: Asked, as: { readonly id?: string; readonly handle?: string } = {}) {
      counter += 1;
      const client = clientData("webauthn.get", asked.challenge, asked.origin);
      const authData = data(asked, 0, Buffer.alloc(0));
      const signature = createSign("sha256")
        .update(Buffer.concat([authData, sha256(client)]))
        .sign(privateKey);
      return {
        ...shape,
        id: as.id ?? shape.id,
        rawId: as.id ?? shape.rawId,
        response: {
          clientDataJSON: client.toString("base64url"),
          authenticatorData: authData.toString("base64url"),
          signature: signature.toString("base64url"),
          userHandle: Buffer.from(as.handle ?? handle).toString("base64url"),
        },
      };
    },
  };
}
