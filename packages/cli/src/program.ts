import { Refusal } from "@nadir/domain";
import { Command, CommanderError } from "commander";
import { COMMANDS } from "./commands/index.ts";
import { Ended } from "./ended.ts";
import { message, problemLines } from "./speak.ts";
import { WrongUsage } from "./usage.ts";

/** How a command ends: the work was done, the input was refused (or the work failed), the command was called wrongly. */
export const EXIT = { done: 0, refused: 1, usage: 2 } as const;

/** Parses the arguments, runs the command and answers with the exit status. Nothing is thrown to the caller. */
export async function runProgram(args: readonly string[]): Promise<number> {
  const program = new Command("nadir")
    .description("Nadir: immunotherapy imaging trials, from files to responses and locked validation reports.")
    .version("0.1.0")
    .exitOverride()
    .showHelpAfterError("(add --help to the command for its arguments and examples)")
    .addHelpText(
      "after",
      "\nResults are JSON on standard output, messages go to standard error.\nExit status: 0 done, 1 input refused or work failed, 2 wrong usage.",
    );
  for (const add of COMMANDS) add(program);
  for (const command of allCommands(program)) command.exitOverride();
  try {
    await program.parseAsync(upToUnknown(program, args), { from: "user" });
    return EXIT.done;
  } catch (error) {
    return statusOf(error);
  }
}

function statusOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (error instanceof Ended) return error.status;
  if (error instanceof WrongUsage) {
    message(`error: ${error.message}`);
    return EXIT.usage;
  }
  if (error instanceof Refusal) {
    for (const line of problemLines(error.problems)) message(line);
    return EXIT.refused;
  }
  message(`✗ ${error instanceof Error ? error.message : String(error)}`);
  if (error instanceof Error && process.env["NADIR_DEBUG"]) message(error.stack ?? "");
  else message("  (set NADIR_DEBUG=1 to see where; `nadir doctor` lists what this installation lacks)");
  return EXIT.refused;
}

/**
 * The arguments up to a command that does not exist, all of them where each does: with `--help` behind it commander would
 * print the general help and call that done.
 */
function upToUnknown(program: Command, args: readonly string[]): string[] {
  let command = program;
  for (const [at, word] of args.entries()) {
    if (command.commands.length === 0 || word.startsWith("-") || word === "help") break;
    const next = command.commands.find((c) => c.name() === word || c.aliases().includes(word));
    if (!next) return args.slice(0, at + 1);
    command = next;
  }
  return [...args];
}

const allCommands = (command: Command): Command[] => [command, ...command.commands.flatMap(allCommands)];
