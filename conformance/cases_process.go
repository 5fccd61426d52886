package conformance

func processCases() Group {
	started := func(quote string) Place { return says("connector.proto", "## How a connector is started", quote) }
	return Group{ID: "process", About: "The process starts, speaks, ends and behaves as a host expects.", Cases: []Case{
		{
			ID: "process.starts", Sentence: "Started by a host, the binary is there within some seconds.",
			Contract: started("A host waits for it for some seconds."), Severity: Must, check: processStarts,
			Fix: "Print the handshake line as soon as the server listens, and do nothing slow before.",
		},
		{
			ID: "process.handshake", Sentence: "The handshake is one line of six fields: protocols, network, address in the folder that was given, grpc, certificate in base64 without padding.",
			Contract: started("Once it accepts connections it prints one line on stdout, ended by LF and flushed (stdout is a pipe), at most 16 KiB:"),
			Severity: Must, check: handshakeLine,
			Fix: "Print 1|1|unix|<path>|grpc|<certificate>, and nothing else.",
		},
		{
			ID: "process.certificate", Sentence: "Its certificate is for localhost, for server and client, and valid for at least a day.",
			Contract: started("subject alternative name DNS `localhost`; usages server and client authentication; valid for at least a day"),
			Severity: Must, check: certificateFits,
			Fix: "Make a self-signed certificate with DNS name localhost, both usages, and a day or more to live.",
		},
		{
			ID: "process.key", Sentence: "Its key is ECDSA P-256.",
			Contract: started("ECDSA P-256 SHOULD be used: cheap, and supported everywhere"), Severity: Should, check: keyIsCheap,
			Fix: "Make an ECDSA key on P-256; RSA takes a hundred times as long to make.",
		},
		{
			ID: "process.socket", Sentence: "Its socket has a short name and is nobody else's (0600), and is gone when the process is.",
			Contract: started("a private folder for the socket: any name of at most 24 bytes, mode 0600."), Severity: Must, check: socketIsPrivate,
			Fix: "Set the umask or the mode before listening, keep the name at 24 bytes or fewer, and remove the socket at the end of stdin.",
		},
		{
			ID: "process.strangers", Sentence: "Nobody is served who does not have the host's certificate: neither with another one, nor without, nor in the clear.",
			Contract: started("Each side takes exactly the one certificate that it was given for the other, and nobody else"), Severity: Must, check: strangersAreRefused,
			Fix: "Require a client certificate, and trust the one in PLUGIN_CLIENT_CERT alone.",
		},
		{
			ID: "process.stdout", Sentence: "After the handshake line stdout carries nothing.",
			Contract: started("After that line stdout carries nothing."), Severity: Must, Needs: account, check: stdoutIsSilent,
			Fix: "Log to stderr.",
		},
		{
			ID: "process.health", Sentence: "grpc.health.v1.Health says that plugin is SERVING.",
			Contract: started("It serves this service and `grpc.health.v1.Health` with the name `plugin` SERVING"), Severity: Must, check: healthIsServed,
			Fix: "Register gRPC's health service, and set the status of the name plugin.",
		},
		{
			ID: "process.shutdown", Sentence: "Told to shut down, it answers and exits with status 0 within 2 s.",
			Contract: started("and SHOULD serve go-plugin's shutdown"), Severity: Should, check: shutsDown,
			Fix: "Serve plugin.GRPCController/Shutdown: answer, stop the server, exit 0.",
		},
		{
			ID: "process.life-line", Sentence: "When stdin ends it exits with status 0, whatever it is doing.",
			Contract: started("At its end the connector removes its socket and exits, whatever it is doing."), Severity: Must, Needs: account, check: lifeLineEnds,
			Fix: "Read stdin from the start, in a thread of its own; at its end remove the socket and exit 0, with calls under way or not.",
		},
		{
			ID: "process.sigint", Sentence: "SIGINT, which a terminal sends to everyone, does not end it.",
			Contract: started("SIGINT SHOULD be ignored: a terminal sends it to everyone."), Severity: Should, check: sigintIsIgnored,
			Fix: "Ignore SIGINT while a host is there.",
		},
		{
			ID: "process.by-hand", Sentence: "Started by hand, it says what it is and exits with status 1.",
			Contract: started("Without it the program was started by hand: it SHOULD say what it is and exit with status 1."), Severity: Should, check: byHand,
			Fix: "Look for TRELLIS_CONNECTOR=iam-v1 first; without it write a sentence to stderr and exit 1.",
		},
		{
			ID: "process.other-version", Sentence: "A host that does not speak protocol 1 is told so on stderr, with exit status 1.",
			Contract: started("comma-separated numbers. Without 1 among them: say so on stderr, exit with status 1."), Severity: Must, check: otherVersion,
			Fix: "Look for 1 among PLUGIN_PROTOCOL_VERSIONS, and exit 1 where it is not there.",
		},
		{
			ID: "process.no-certificate", Sentence: "A host without a certificate is told so on stderr, with exit status 1.",
			Contract: started("the host's certificate for this process (PEM, ECDSA P-256). Without it: likewise."), Severity: Must, check: noCertificate,
			Fix: "Exit 1 where PLUGIN_CLIENT_CERT holds no certificate: never serve in the clear.",
		},
		{
			ID: "process.large-request", Sentence: "A request of 5 MiB is read: gRPC's own limit, 4 MiB, is not the contract's.",
			Contract: says("connector.proto", "## Sizes", "in both directions (gRPC libraries have to be told: their own limit for receiving is 4 MiB)"),
			Severity: Must, Needs: account, check: largeRequest,
			Fix: "Set the server's limit for receiving messages to 16 MiB.",
		},
		{
			ID: "process.side-by-side", Sentence: "Two processes work side by side.",
			Contract: says("connector.proto", "## Life cycle and order of calls", "A host may kill the process at any moment and go on in another one."),
			Severity: Must, Needs: account, check: sideBySide,
			Fix: "Share nothing between processes: no fixed ports, files or locks.",
		},
		{
			ID: "process.leaks", Sentence: "Lists leave nothing behind: neither open files nor memory.",
			Contract: says("connector.proto", "## Life cycle and order of calls", "What it may keep is connections, and the pacing of a credential's requests"),
			Severity: Must, Needs: append([]Need{NeedsProc}, account...), check: leavesNothing, alone: true,
			Fix: "Close what a call opens when it ends, also when it is cancelled.",
		},
	}}
}
