package trust

// Update reads the lock file, has it changed, and writes it, while no other Update does: two programs lose nothing of each
// other's. It waits for its turn for as long as the others take, so change must not wait for anything. An error of change is
// Update's, and nothing is written then.
func Update(path string, change func(*Lock) error) error {
	return guarded(path, theLock, func(target string) error {
		l, err := ReadLock(target)
		if err != nil {
			return err
		}
		if err := change(l); err != nil {
			return err
		}
		return l.Write(target)
	})
}

// guarded has a file changed while no other program changes it. A link is followed.
func guarded(path, what string, change func(target string) error) error {
	path, err := absolute(path, what)
	if err != nil {
		return err
	}
	target, err := resolve(path)
	if err != nil {
		return unwritable(path, what, err)
	}
	release, err := guard(target + guardSuffix)
	if err != nil {
		return unwritable(path, what, err)
	}
	defer release()
	return change(target)
}

// guardSuffix makes the name of the file that is locked of that of the lock file, which is replaced and so cannot be.
const guardSuffix = ".guard"
