// The log is stderr: one JSON object a line, as hclog writes it. The host re-levels, bounds and redacts it. Never a secret.

export type Level = "debug" | "info" | "warn" | "error";

/** Writes a line. */
export function log(level: Level, message: string, fields: Record<string, string | number> = {}): void {
  const line = { "@level": level, "@message": message, "@timestamp": new Date().toISOString(), ...fields };
  process.stderr.write(JSON.stringify(line) + "\n");
}

/** Frames enough to find the fault, within a log line. */
const maxStack = 6 << 10;

/** Writes where something was thrown, and what kind of thing: its message could hold anything, and is not written. */
export function logBug(message: string, thrown: unknown, fields: Record<string, string> = {}): void {
  const [kind, stack] = thrown instanceof Error ? [thrown.name, thrown.stack ?? ""] : [typeof thrown, ""];
  const frames = stack.split("\n").filter((line) => line.startsWith("    at ")).join("\n").slice(0, maxStack);
  log("error", message, { ...fields, thrown: kind, stack: frames });
}

/** stdout belongs to the handshake line. What is printed there later, by whomever, is log. */
export function stdoutIsLog(): void {
  process.stdout.write = process.stderr.write.bind(process.stderr) as typeof process.stdout.write;
}
