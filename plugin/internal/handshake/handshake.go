// Package handshake is how a host and a connector's process find each other: the names in the environment, the one line
// on stdout, and the certificates of the mutual TLS between them. It speaks the wire protocol of go-plugin's AutoMTLS, as
// connector.proto tells it, with keys that are cheap to make.
package handshake

// The magic cookie: a process that has it was started by a host.
const (
	CookieKey   = "TRELLIS_CONNECTOR"
	CookieValue = "iam-v1"
)

// ContractVersion is go-plugin's application protocol version, the second field of the line. Later versions of the
// contract are gRPC packages of their own, served by the same process; this number stays.
const ContractVersion = 1

// coreVersion is go-plugin's own protocol, the first field.
const coreVersion = 1

// Names in a connector's environment, besides the cookie.
const (
	EnvVersions   = "PLUGIN_PROTOCOL_VERSIONS"
	EnvClientCert = "PLUGIN_CLIENT_CERT"
	EnvSocketDir  = "PLUGIN_UNIX_SOCKET_DIR"
	EnvMinPort    = "PLUGIN_MIN_PORT"
	EnvMaxPort    = "PLUGIN_MAX_PORT"
)
