// Makes the process a connector. It is all that a main needs:
//
//   serve(new Lattica());

import { Server, ServerCredentials } from "@grpc/grpc-js";
import { chmodSync, unlinkSync, writeSync } from "node:fs";
import { join } from "node:path";
import { newCertificate } from "./certificate";
import type { Connector } from "./connector";
import { cookie, handshakeLine, readEnvironment, type Environment } from "./handshake";
import { maxMessageSize } from "./limits";
import { log, logBug, stdoutIsLog } from "./log";
import { register } from "./services";

/**
 * Serves until the host ends the process, or is gone itself. Started by hand, it says what the program is; or, with the argument
 * sandbox, runs a stand-in for the application, to which the rest of the arguments belong.
 */
export function serve(c: Connector, sandbox?: (args: string[]) => void): void {
  if (process.env[cookie.key] !== cookie.value) {
    const [command, ...args] = process.argv.slice(2);
    if (command === "sandbox" && sandbox) return sandbox(args);
    process.stderr.write(byHand(c));
    process.exitCode = 1;
    return;
  }
  // A terminal sends them to everyone, and the host still has calls to end.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});
  process.on("uncaughtException", (e) => {
    logBug("a bug in the connector ends it", e);
    process.exit(1);
  });
  start(c).catch((e: unknown) => {
    log("error", e instanceof Error ? e.message : "it cannot start");
    process.exit(1);
  });
}

async function start(c: Connector): Promise<void> {
  const environment = readEnvironment(process.env);
  const certificate = newCertificate();
  const server = new Server({
    "grpc.max_receive_message_length": maxMessageSize,
    "grpc.max_send_message_length": maxMessageSize,
  });
  const place = placeOf(environment);
  const end = (): void => {
    place.remove();
    process.exit(0);
  };
  register(server, c, () => drain(server, end));
  holdLifeLine(end);
  // Only who has the host's key gets in: its certificate is the one authority.
  const credentials = ServerCredentials.createSsl(
    Buffer.from(environment.clientCert), [{ cert_chain: certificate.cert, private_key: certificate.key }], true,
  );
  const port = await listen(server, place.targets, credentials);
  place.settle();
  writeSync(1, handshakeLine(place.network, place.address(port), certificate.der));
  stdoutIsLog();
}

/** How long what is still under way at Shutdown may take, of the 2 s until the process has to be gone. */
const grace = 1_000;

/** The answer to Shutdown has to leave before the process does. Calls are the host's to end first; one that it did not end, ends with it. */
export function drain(server: Server, end: () => void): void {
  setTimeout(end, grace);
  server.tryShutdown(end);
}

/** stdin is open and silent as long as the host lives. At its end the process does not wait for anything. */
function holdLifeLine(end: () => void): void {
  process.stdin.on("end", end).on("close", end).on("error", end);
  process.stdin.resume();
}

interface Place {
  network: "unix" | "tcp";
  targets: Iterable<string>;
  address(port: number): string;
  /** Makes it private, once it is there. */
  settle(): void;
  remove(): void;
}

/** Where the host wants the process to listen. */
function placeOf(e: Environment): Place {
  if (e.socketDir === "") {
    const last = Math.max(e.minPort, e.maxPort);
    return {
      network: "tcp", address: (port) => `127.0.0.1:${port}`, settle() {}, remove() {},
      targets: Array.from({ length: last - e.minPort + 1 }, (_, i) => `127.0.0.1:${e.minPort + i}`),
    };
  }
  const path = join(e.socketDir, "connector");
  process.umask(0o077);
  return {
    network: "unix", targets: [`unix:${path}`], address: () => path,
    settle: () => chmodSync(path, 0o600),
    remove: () => {
      try {
        unlinkSync(path);
      } catch {
        // the host removes it, too
      }
    },
  };
}

/** Listens at the first target that is free. */
async function listen(server: Server, targets: Iterable<string>, credentials: ServerCredentials): Promise<number> {
  let last = new Error("there is no port to listen at");
  for (const target of targets) {
    try {
      return await new Promise((resolve, reject) =>
        server.bindAsync(target, credentials, (e, port) => (e ? reject(e) : resolve(port))));
    } catch (e) {
      last = e as Error;
    }
  }
  throw last;
}

const byHand = ({ description: d }: Connector): string =>
  `${d.name} ${d.version}: the Trellis connector for ${d.title}.\n\n${d.summary}\n\n` +
  "This program is loaded by a host, which starts it and talks to it. Put it among the host's connectors and run\n\n" +
  `    trellis describe ${d.name}\n`;
