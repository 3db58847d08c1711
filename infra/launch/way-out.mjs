/**
 * Known ways in which a set-up fails, each with the sentence that gets the reader out of it.
 * Ordered: the first pattern found in the output wins, so causes stand before their consequences.
 */
const WAYS = [
  [
    /spawn p?npm ENOENT/,
    () =>
      "npm was not found on PATH. It comes with Node: install Node with its npm, or put both on PATH, and run the same command again.",
  ],
  [
    /ERR_PNPM_OUTDATED_LOCKFILE|frozen-lockfile.*not up to date/i,
    () =>
      "pnpm-lock.yaml does not fit the package.json files. Restore both with `git checkout pnpm-lock.yaml package.json`, or, if you changed dependencies yourself, run `pnpm install` once.",
  ],
  [
    /SELF_SIGNED_CERT|UNABLE_TO_VERIFY_LEAF_SIGNATURE|unable to get local issuer/i,
    () =>
      "The package registry answered with a certificate that Node does not trust (often a company proxy). Point NODE_EXTRA_CA_CERTS at the proxy's certificate file and run the same command again.",
  ],
  [
    /\b(E401|E403|ERR_PNPM_FETCH_40[13])\b/,
    () =>
      "The package registry refused the request. Check the address and sign-in with `npm config get registry` and `npm whoami`, then run the same command again.",
  ],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT|ERR_PNPM_META_FETCH_FAIL|ERR_PNPM_NO_OFFLINE|fetch failed|network request to/i,
    () =>
      "The package registry could not be reached. The first set-up needs it (later runs do not): connect to the network, or name your mirror with `npm config set registry URL`, and run the same command again.",
  ],
  [
    /ENOSPC|no space left on device/i,
    () => "The disk is full. The set-up needs about 3 GB beside the repository; free some space and run it again.",
  ],
  [
    /EROFS|read-only file system/i,
    () =>
      "The disk is read-only. Copy the repository to a folder that can be written to and run the same command there; only the state can live elsewhere (NADIR_HOME).",
  ],
  [
    /error while loading shared libraries: ([^:\s]+)|Library not loaded: (\S+)/i,
    (m) =>
      `The library ${m[1] ?? m[2]} is missing on this machine. On Debian or Ubuntu find its package with \`apt-file search ${m[1] ?? m[2]}\` (libnss3, libicu and libxml2 are the usual ones), install it, and run the same command again. For the database alone, DATABASE_URL can name any PostgreSQL 15 or later instead.`,
  ],
  [
    /version `(GLIBC_[\d.]+)' not found/i,
    (m) =>
      `This system's C library is too old (${m[1]} is asked for). Use a system of 2022 or later, such as Debian 12 or Ubuntu 22.04.`,
  ],
  [
    /heap out of memory|\bENOMEM\b|Killed process|\bSIGKILL\b/i,
    () =>
      "The machine ran out of memory. The build needs about 2 GB free; close other programs or add swap, and run it again.",
  ],
  [
    /exited before we could connect|EADDRNOTAVAIL/i,
    () =>
      "Programs on this machine cannot reach each other over the loopback interface (127.0.0.1). Bring it up with `ip link set lo up`, and run the same command again.",
  ],
  [
    /EACCES|EPERM|permission denied/i,
    () =>
      'A file or folder may not be written to by this user. Give the repository to the user who runs it (`chown -R "$USER" .`), or run in a copy of your own.',
  ],
];

/** The sentence for a failed step: `what` failed, and the way out if the output shows a known cause. */
export function wayOut(what, output) {
  for (const [pattern, sentence] of WAYS) {
    const found = pattern.exec(output);
    if (found) return `${what} failed. ${sentence(found)}`;
  }
  return `${what} failed; the lines above say why. If they do not help, \`npx nadir doctor\` lists what this installation lacks.`;
}

/** The end of a child's output, for printing above the sentence. */
export const tail = (output, lines = 25) => output.split("\n").slice(-lines).join("\n");
