package trust

// Update reads the lock file, has it changed, and writes it, while no other Update does: two programs lose nothing of each
// other's. It waits for its turn for as long as the others take, so change must not wait for anything. An error of change is
// Update's, and nothing is written then.
func Update(path string, change func(*Lock) error) error {
	path, err := absolute(path, theLock)
	if err != nil {
		return err
	}
	target, err := resolve(path)
	if err != nil {
		return unwritable(path, err)
	}
	release, err := guard(target + guardSuffix)
	if err != nil {
		return unwritable(path, err)
	}
	defer release()
	l, err := ReadLock(target)
	if err != nil {
		return err
	}
	if err := change(l); err != nil {
		return err
	}
	return l.Write(target)
}

// guardSuffix makes the name of the file that is locked of that of the lock file, which is replaced and so cannot be.
const guardSuffix = ".guard"
