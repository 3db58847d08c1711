/** The Node release that the workspace needs. Written so that even an old Node can load this file and read the sentence. */
const NEEDED = [20, 18];

/** `null` when `version` (such as `20.20.2`) will do, otherwise a sentence that says what to do. */
export function nodeVersionProblem(version) {
  const parts = version.split(".").map(Number);
  const enough = parts[0] > NEEDED[0] || (parts[0] === NEEDED[0] && parts[1] >= NEEDED[1]);
  if (enough) return null;
  return (
    `Nadir needs Node ${NEEDED.join(".")} or later; this is Node ${version}. ` +
    "Install a current Node (https://nodejs.org, or `apt-get install nodejs`, `brew install node`, `nvm install 22`) and run the same command again."
  );
}
