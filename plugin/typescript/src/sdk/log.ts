// The log is stderr: one JSON object a line, as hclog writes it. The host re-levels, bounds and redacts it. Never a secret.

export type Level = "debug" | "info" | "warn" | "error";

/** Writes a line. */
export function log(level: Level, message: string, fields: Record<string, string | number> = {}): void {
  const line = { "@level": level, "@message": message, "@timestamp": new Date().toISOString(), ...fields };
  process.stderr.write(JSON.stringify(line) + "\n");
}

/** stdout belongs to the handshake line. What is printed there later, by whomever, is log. */
export function stdoutIsLog(): void {
  process.stdout.write = process.stderr.write.bind(process.stderr) as typeof process.stdout.write;
}
