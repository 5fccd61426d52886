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
// Whatever is not as it was recorded is PLUGIN_UNTRUSTED, with the command that helps.
package trust
