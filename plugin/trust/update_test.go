package trust

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// writers and writes are how many programs change one lock file, and how often each.
const writers, writes = 4, 10

// updateMany is a program that trusts many connectors, one after the other.
func updateMany(job string) error {
	name, path, _ := strings.Cut(job, " ")
	for i := range writes {
		err := Update(path, func(l *Lock) error {
			l.Set(sampleEntry(fmt.Sprintf("%s-%d", name, i)))
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// TestNobodyLosesAnEntry: programs, and goroutines of one program, change a lock file at the same time.
func TestNobodyLosesAnEntry(t *testing.T) {
	path := filepath.Join(folder(t), LockName)
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for i := range writers {
		all.Go(func() {
			cmd := exec.Command(binary)
			cmd.Env = append(os.Environ(), fmt.Sprintf("%s=process%d %s", updateEnv, i, path))
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
		})
		all.Go(func() {
			if err := updateMany(fmt.Sprintf("goroutine%d %s", i, path)); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	l, err := ReadLock(path)
	if err != nil || len(l.Connectors) != 2*writers*writes {
		t.Errorf("%d entries, %v", len(l.Connectors), err)
	}
	if left := filesIn(t, filepath.Dir(path)); !slices.Equal(left, []string{LockName}) {
		t.Errorf("left: %v", left)
	}
}

// TestUpdateThatFails leaves the file as it is, and a guard that a killed program left keeps nobody.
func TestUpdateThatFails(t *testing.T) {
	path := filepath.Join(folder(t), LockName)
	if err := os.WriteFile(path+guardSuffix, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := sampleLock(1).Write(path); err != nil {
		t.Fatal(err)
	}
	mine := errors.New("changed my mind")
	err := Update(path, func(l *Lock) error {
		l.Remove("c0")
		return mine
	})
	if !errors.Is(err, mine) {
		t.Error(err)
	}
	if l, err := ReadLock(path); err != nil || len(l.Connectors) != 1 {
		t.Errorf("%+v, %v", l, err)
	}
	if left := filesIn(t, filepath.Dir(path)); !slices.Equal(left, []string{LockName}) {
		t.Errorf("left: %v", left)
	}
	err = Update(filepath.Join(filepath.Dir(path), "missing", LockName), func(*Lock) error { return nil })
	wantUntrusted(t, err, "cannot be written", "missing")
}
