// The stand-in for Lattica is the one that the connector in Go has: it speaks HTTP, and what language reads it is all the same.

import { spawn } from "node:child_process";
import { dirname, join } from "node:path";

/** Runs the stand-in of trellis-connector-lattica, which must be beside this program, with its own input and output. */
export function sandbox(args: string[]): void {
  const program = join(dirname(process.argv[1] ?? ""), "trellis-connector-lattica");
  const child = spawn(program, ["sandbox", ...args], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
  child.on("error", (e) => {
    process.stderr.write(`the stand-in is a part of ${program}, which cannot be run: ${e.message}\n`);
    process.exitCode = 1;
  });
  child.on("exit", (status) => {
    process.exitCode = status ?? 1;
  });
}
