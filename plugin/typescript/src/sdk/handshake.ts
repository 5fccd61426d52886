// How a host and a connector find each other: names in the environment, and the one line on stdout (connector.proto, "How a
// connector is started").

export const cookie = { key: "TRELLIS_CONNECTOR", value: "iam-v1" } as const;
export const contractVersion = 1;

export interface Environment {
  /** PEM of the one host that may connect. */
  clientCert: string;
  /** Where the socket goes; empty: a port of 127.0.0.1 between the two. */
  socketDir: string;
  minPort: number;
  maxPort: number;
}

/** Reads what the host says. An error is a sentence for the log: it says which side to upgrade. */
export function readEnvironment(env: NodeJS.ProcessEnv): Environment {
  checkVersions(env["PLUGIN_PROTOCOL_VERSIONS"] ?? "");
  const clientCert = env["PLUGIN_CLIENT_CERT"] ?? "";
  if (!clientCert.includes("-----BEGIN CERTIFICATE-----")) {
    throw new Error("the host did not say who it is: PLUGIN_CLIENT_CERT holds no certificate");
  }
  const port = (name: string): number => Number.parseInt(env[name] ?? "0", 10) || 0;
  return {
    clientCert, socketDir: env["PLUGIN_UNIX_SOCKET_DIR"] ?? "", minPort: port("PLUGIN_MIN_PORT"), maxPort: port("PLUGIN_MAX_PORT"),
  };
}

export function checkVersions(versions: string): void {
  const spoken = versions.split(",").map((v) => Number.parseInt(v.trim(), 10));
  if (spoken.includes(contractVersion)) return;
  if (versions === "") throw new Error("PLUGIN_PROTOCOL_VERSIONS is not set: the host does not say which versions of the contract it speaks");
  const behind = spoken.some((v) => v > contractVersion) ? "connector" : "host";
  throw new Error(
    `the host speaks contract version ${JSON.stringify(versions)}, and this connector speaks ${contractVersion}: upgrade the ${behind}`,
  );
}

/** The line: go-plugin's protocol, the contract's, where, how, and which certificate. */
export const handshakeLine = (network: "unix" | "tcp", address: string, der: Buffer): string =>
  `1|${contractVersion}|${network}|${address}|grpc|${der.toString("base64").replaceAll("=", "")}\n`;
