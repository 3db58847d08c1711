import type { BoundSignature, FormSignature } from "@nadir/api/read";
import { Hash } from "./hash.tsx";
import { Moment } from "./moment.tsx";
import { Notice } from "./notice.tsx";

/** A signature: whether what was signed is still what stands there, whose it is, what it means, when it was given, and over what. */
export function SignatureState({ signature }: { signature: BoundSignature }) {
  const { by, at, meaning, hash, broken } = signature;
  return (
    <div className="grid gap-2 text-sm">
      {broken === null ? (
        <p className="text-good">✓ The signature holds.</p>
      ) : (
        <Notice kind="refusal" title="The signature is broken.">
          {broken}
        </Notice>
      )}
      <p>
        “{meaning}” {by === null ? null : <>Signed by {by}, </>}
        <Moment at={at} />, over <Hash value={hash} />
      </p>
    </div>
  );
}

/** The same in one cell of a table; of a reading without a signature, why it has none. */
export function SignatureMark({ signature }: { signature: FormSignature }) {
  if (signature === null) return <span className="text-faint">not signed</span>;
  if ("none" in signature) return <span className="text-xs text-faint">{signature.none}</span>;
  const { by, at, meaning, broken } = signature;
  return (
    <span className="text-xs" title={meaning}>
      {broken === null ? (
        <span className="text-good">✓ signature holds</span>
      ) : (
        <span className="text-bad">× signature broken: {broken}</span>
      )}{" "}
      <span className="text-faint">
        {by === null ? null : `${by}, `}
        <Moment at={at} />
      </span>
    </span>
  );
}
