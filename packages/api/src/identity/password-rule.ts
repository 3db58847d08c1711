import { refuse } from "@nadir/domain";

/** The least length of a password that a person chooses; the same as at sign-in. */
const LEAST_PASSWORD = 12;

/**
 * Words of which passwords are guessed first. A word alone, repeated, with digits and marks around it, or beside another of
 * these, is no password however long it is.
 */
const GUESSED = new Set(
  `password passwort passw passwd pass word secret letmein let me in welcome hello iloveyou love you admin administrator root
  user login master monkey dragon sunshine princess football baseball basketball superman batman shadow michael jordan
  charlie trustno trust no starwars star wars computer internet google facebook summer winter spring autumn january
  february march april may june july august september october november december monday friday changeme change default
  test testing tester demo temp temporary guest access system server database nadir trial study patient hospital clinic
  doctor nurse radiology oncology qwerty qwertz azerty qwertyuiop asdfgh asdfghjkl zxcvbn zxcvbnm qazwsx abc abcd abcdef
  my the is new old big one two`
    .split(/\s+/)
    .filter((word) => word !== ""),
);
const RUNS = [
  "abcdefghijklmnopqrstuvwxyz",
  "01234567890",
  "qwertyuiop",
  "asdfghjkl",
  "zxcvbnm",
  "qwertzuiop",
  "1qaz2wsx3edc4rfv5tgb",
];
const LOOKALIKES: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
  "!": "i",
};

/**
 * Refuses a password that is short or among the first to be guessed: `PASSWORD_TOO_SHORT`, `PASSWORD_COMMON`,
 * `PASSWORD_NAMES_PERSON`. No rule of composition, and no end of life (NIST SP 800-63B §5.1.1.2: length, and no dictionary
 * words, repetitions, sequences or words of the context).
 */
export function requireStrong(chosen: string, person: { readonly name: string; readonly email: string }): void {
  const length = [...chosen].length;
  if (length < LEAST_PASSWORD)
    refuse("PASSWORD_TOO_SHORT", `The new password has ${length} characters; give at least ${LEAST_PASSWORD}.`);
  const text = chosen.toLowerCase();
  const own = [...person.name.toLowerCase().split(/\W+/), ...person.email.toLowerCase().split(/[@.+_-]/)];
  const named = own.find((word) => word.length >= 4 && text.includes(word) && !hasRestBeside(text, word));
  if (named)
    refuse(
      "PASSWORD_NAMES_PERSON",
      `The new password is little more than '${named}', which anyone can guess; choose another.`,
    );
  if (isGuessed(text))
    refuse(
      "PASSWORD_COMMON",
      "The new password is among the first that are tried; take several words that do not belong together.",
    );
}

/** What is left beside the person's own word is a password by itself: eight letters or more. */
const hasRestBeside = (text: string, word: string): boolean =>
  text.replaceAll(word, "").replace(/[^\p{L}]/gu, "").length >= 8;

function isGuessed(text: string): boolean {
  if (new Set(text).size < 5) return true;
  const spelled = (t: string) => [...t].map((c) => LOOKALIKES[c] ?? c).join("");
  const bare = text.replace(/[^\p{L}]+$/u, "");
  return [text, spelled(text), spelled(bare)].some((t) => {
    const letters = t.replace(/[^\p{L}]/gu, "");
    return isRun(t.replace(/[^\p{L}\d]/gu, "")) || (letters !== "" && (isRun(letters) || isOfWords(letters)));
  });
}

/** Made of pieces of the alphabet, the digits or a row of keys, forwards or backwards, each four or longer. */
function isRun(text: string): boolean {
  if (text.length < 4) return false;
  const lines = RUNS.flatMap((run) => [run, [...run].reverse().join("")]);
  let at = 0;
  while (at < text.length) {
    const line = lines.find((l) => l.includes(text.slice(at, at + 4)) && at + 4 <= text.length);
    if (!line) return text.length - at < 4;
    let end = at + 4;
    while (end < text.length && line.includes(text.slice(at, end + 1))) end++;
    at = end;
  }
  return true;
}

/** Whether the letters are nothing but guessed words, one after the other. */
function isOfWords(letters: string): boolean {
  const reached = new Set([0]);
  for (let at = 0; at < letters.length; at++)
    if (reached.has(at))
      for (let end = at + 1; end <= letters.length; end++) if (GUESSED.has(letters.slice(at, end))) reached.add(end);
  return reached.has(letters.length);
}
