import { runProgram } from "./program.ts";
import { letReaderGo } from "./speak.ts";

letReaderGo();
process.exitCode = await runProgram(process.argv.slice(2));
