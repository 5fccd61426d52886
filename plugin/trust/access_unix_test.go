//go:build unix

package trust

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// tree is a binary in folders, of which a test changes one thing: base/way/bin/connector, and the link base/links/connector.
type tree struct{ base, way, bin, file, links, link string }

func plant(t *testing.T) tree {
	t.Helper()
	base := folder(t)
	x := tree{base: base, way: filepath.Join(base, "way"), links: filepath.Join(base, "links")}
	x.bin = filepath.Join(x.way, "bin")
	x.file, x.link = filepath.Join(x.bin, "connector"), filepath.Join(x.links, "connector")
	for _, dir := range []string{x.way, x.bin, x.links} {
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		chmodTo(t, dir, 0o755)
	}
	put(t, x.file, "content")
	if err := os.Symlink("../way/bin/connector", x.link); err != nil {
		t.Fatal(err)
	}
	return x
}

// TestWhoMayChangeIt: where everybody may change a binary, by its path or by a link, it is refused with the command that helps.
func TestWhoMayChangeIt(t *testing.T) {
	const sticky = os.ModeSticky
	for name, c := range map[string]struct {
		of         func(tree) string
		mode       os.FileMode
		file, link bool // refused
	}{
		"as it should be":       {func(x tree) string { return x.file }, 0o555, false, false},
		"the group may":         {func(x tree) string { return x.file }, 0o775, false, false},
		"file":                  {func(x tree) string { return x.file }, 0o757, true, true},
		"its folder":            {func(x tree) string { return x.bin }, 0o777, true, true},
		"its folder, sticky":    {func(x tree) string { return x.bin }, sticky | 0o777, true, true},
		"a folder above":        {func(x tree) string { return x.way }, 0o777, true, true},
		"a sticky folder above": {func(x tree) string { return x.way }, sticky | 0o777, false, false},
		"the top":               {func(x tree) string { return x.base }, 0o777, true, true},
		"a link's folder":       {func(x tree) string { return x.links }, 0o777, false, true},
		"same, sticky":          {func(x tree) string { return x.links }, sticky | 0o777, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			x := plant(t)
			changed := c.of(x)
			chmodTo(t, changed, c.mode)
			for path, refused := range map[string]bool{x.file: c.file, x.link: c.link} {
				if !refused {
					if i := load(t, path); i.Path() != path {
						t.Errorf("its path is %s", i.Path())
					}
					continue
				}
				_, err := Load(path)
				named := changed
				if changed == x.file {
					named = path // chmod follows links, too
				}
				wantUntrusted(t, err, "chmod o-w "+named)
				chmodTo(t, changed, c.mode&^0o002)
				load(t, path)
				chmodTo(t, changed, c.mode)
			}
		})
	}
}

// TestLinks: each link of a chain is looked at, folders that are links as well, and a chain ends.
func TestLinks(t *testing.T) {
	x := plant(t)
	link := func(target string, name ...string) string {
		path := filepath.Join(append([]string{x.base}, name...)...)
		if err := os.Symlink(target, path); err != nil {
			t.Fatal(err)
		}
		return path
	}
	first := link(x.link, "first")
	inFolder := filepath.Join(link("way", "current"), "bin", "..", "bin", "connector")
	for _, path := range []string{first, inFolder} {
		load(t, path)
	}
	chmodTo(t, x.links, 0o777) // in the middle of the chain
	_, err := Load(first)
	wantUntrusted(t, err, "chmod o-w "+x.links)
	chmodTo(t, x.links, 0o755)
	chmodTo(t, x.way, 0o777) // where the folder leads
	_, err = Load(inFolder)
	wantUntrusted(t, err, "chmod o-w "+x.way)
	chmodTo(t, x.way, 0o755)

	round := link("round", "round")
	_, err = Load(round)
	wantUntrusted(t, err, "links")
	_, err = Load(filepath.Join(first, "below"))
	wantUntrusted(t, err, "not a directory")
}

// TestAnOpenTMPDIR: the copy of a script is run by its path, so that whoever may put another folder in the place of its own decides
// what runs.
func TestAnOpenTMPDIR(t *testing.T) {
	path := put(t, filepath.Join(folder(t), "connector"), "#!/bin/sh\n")
	tmp := folder(t)
	t.Setenv("TMPDIR", tmp)
	chmodTo(t, tmp, 0o777)
	_, err := Load(path)
	wantUntrusted(t, err, "chmod o-w "+tmp)
	if left, err := filepath.Glob(filepath.Join(tmp, "*", "*")); err != nil || len(left) > 0 {
		t.Errorf("left: %v, %v", left, err)
	}
	chmodTo(t, tmp, os.ModeSticky|0o777) // as /tmp is
	load(t, path)
}

func TestWhatIsNoFile(t *testing.T) {
	x := plant(t)
	pipe := filepath.Join(x.bin, "pipe")
	if err := syscall.Mkfifo(pipe, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{pipe, "/dev/null"} { // neither waits for anyone
		_, err := Load(path)
		wantUntrusted(t, err, "no regular file")
	}
	chmodTo(t, x.file, 0o644)
	_, err := Load(x.file)
	wantUntrusted(t, err, "may not be executed", "chmod +x "+x.file)
}

// TestSomeoneElsesFolder: in a folder like /tmp, anybody could have made a folder with binaries and a lock file that fits.
func TestSomeoneElsesFolder(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root can give a folder to another user")
	}
	x := plant(t)
	chmodTo(t, x.way, os.ModeSticky|0o777)
	if err := os.Chown(x.bin, 65534, 65534); err != nil {
		t.Fatal(err)
	}
	_, err := Load(x.file)
	wantUntrusted(t, err, "another user's", x.bin, x.way)
	_, err = ReadLock(filepath.Join(x.bin, LockName))
	wantUntrusted(t, err, "another user's")
}

// TestPathsAreQuoted: commands can be pasted into a shell.
func TestPathsAreQuoted(t *testing.T) {
	for path, want := range map[string]string{
		"/opt/a-b_c.1": "/opt/a-b_c.1", "/my apps/x": "'/my apps/x'", "/it's": `'/it'\''s'`, "/$(x)": "'/$(x)'", "/ü": "'/ü'",
	} {
		if got := shellWord(path); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}
