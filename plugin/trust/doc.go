// Package trust says which connectors' binaries a host may run, and makes sure that the bytes that were looked at are the
// bytes that run.
//
// A lock file (connectors.lock.json, beside the binaries) records each trusted connector with name, version, size and
// SHA-256. A host loads a binary once, as an [Image], checks it against the [Lock], and starts processes from the image:
//
//	lock, err := trust.ReadLock("/opt/trellis/plugins/connectors.lock.json")
//	image, err := trust.Load("/opt/trellis/plugins/trellis-connector-lattice")
//	defer image.Close()
//	err = lock.Check("lattice", image)
//	p, err := plugin.Launch(ctx, plugin.Config{Path: image.Path(), Image: image})
//
// [Record] is how a person trusts a binary as it is now, with its publisher's signature where there is a key.
//
// Whatever cannot be vouched for is PLUGIN_UNTRUSTED, with the command that helps: a binary that is unknown or changed, that
// cannot be looked at, or that anybody may change, by itself or by way of a folder on the way to it.
//
// # What is promised
//
// On Linux the image of a binary is a sealed file in memory. Nobody can change it, root included; what becomes of the file on
// disk is of no matter to processes that are started later. It takes as much memory as the file is long, once for all
// processes, and runs without the file's set-user-id bit and capabilities.
//
// A script cannot run from memory: its interpreter opens it again by name. It is copied to a private folder instead, which the
// user of the host can still change, and so can connectors, which run as that user. Its interpreter, and what it imports,
// are not covered at all: [Image.Interpreter] says so. The same private copy is the image of any binary on other systems than
// Linux, and where the kernel refuses (vm.memfd_noexec=2, no /proc).
//
// Who owns a binary does not matter, except in a folder like /tmp, where anybody could have put it; nor does what its group
// may do. Access lists are not looked at, and on Windows there is nothing but checksums and signatures.
package trust
