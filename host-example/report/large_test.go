package report

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// large is so many users, the same in each of five accounts, all of them worth a look in every way.
func large(t testing.TB, users int) *Builder {
	t.Helper()
	b := newBuilder()
	for a := range 5 {
		in := b.Account(fmt.Sprintf("account-%d", a), "made-up")
		in.Describe(describe("Vineyard", userKind, roleKind))
		status := isEnabled
		if a == 0 {
			status = isDisabled
		}
		for from := 0; from < users/5; from += 1000 {
			var page []*iamv1.User
			for i := from; i < min(from+1000, users/5); i++ {
				page = append(page, &iamv1.User{
					Id: fmt.Sprintf("ee02c43e-b527-4e74-8000-%012d", i), Name: fmt.Sprintf("Person Number %d", i), Status: status,
					PrimaryEmail: fmt.Sprintf("person.number.%d@example.com", i), Department: &iamv1.GroupRef{Name: strings.Repeat("x", 500)},
				})
				u := page[len(page)-1]
				holding(typed(strconv.Itoa(i%700), "Admin", iamv1.RoleType_ROLE_TYPE_ADMIN))(u)
				multiFactorIs(false)(u)
				seen(200)(u)
			}
			feed(t, in.Users(), page...)
		}
		in.Ended(userKind, whole, nil)
	}
	return b
}

// What is cut says so, with totals that are not cut; and the data has all.
func TestCaps(t *testing.T) {
	r := large(t, 10_000).Report()
	page := write(t, r)
	said := string(text(page))
	for _, want := range []struct {
		section string
		rows    int
		more    string
	}{
		{"find-disabled_and_enabled", maxFinding, "And 1,750 more"},
		{"find-admins_without_multi_factor", maxFinding, "And 7,750 more"},
		{"admins", maxAdmins, "And 9,000 more"},
		{"people", maxPeople, "And 1,000 more"},
		{"roles", maxRoles, "And 3,000 more"},
	} {
		for _, s := range append(find(page, "section"), find(page, "article")...) {
			if attribute(s, "id") != want.section {
				continue
			}
			if n := len(find(s, "tbody", "tr")); n != want.rows {
				t.Errorf("%s: %d rows", want.section, n)
			}
			if got := string(text(s)); !strings.Contains(got, want.more+", which this page leaves out: trellis report -o json has all.") {
				t.Errorf("%s lacks %q: %.300s", want.section, want.more, got)
			}
		}
	}
	if !strings.Contains(said, "10,000 users of 5 accounts") {
		t.Error("the total is not there")
	}
	var b bytes.Buffer
	if err := WriteJSON(&b, r); err != nil {
		t.Fatal(err)
	}
	if n := len(regexp.MustCompile(`"account": "account-4"`).FindAll(b.Bytes(), -1)); n < 2000*4 {
		t.Errorf("the data has %d", n)
	}
}

// A hundred thousand users are rows, and a page of them is one that any browser opens.
func TestHundredThousandUsers(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: a hundred thousand users take a second")
	}
	before := heap()
	start := time.Now()
	r := large(t, 100_000).Report()
	made := time.Since(start)
	held := heap() - before
	var size counter
	start = time.Now()
	if err := WriteHTML(&size, r); err != nil {
		t.Fatal(err)
	}
	t.Logf("100,000 users in 5 accounts: made in %v, holds %d KiB; a page of %d KiB in %v",
		made.Round(time.Millisecond), held>>10, size>>10, time.Since(start).Round(time.Millisecond))
	if r.Totals.Users != 100_000 || r.Totals.People != 20_000 {
		t.Errorf("%+v", r.Totals)
	}
	if perUser := held / 100_000; perUser > 500 {
		t.Errorf("%d bytes a user are held", perUser)
	}
	if size > 4<<20 {
		t.Errorf("the page has %d bytes", size)
	}
	runtime.KeepAlive(r)
}

func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

var _ io.Writer = (*counter)(nil)

func BenchmarkReport(b *testing.B) {
	for b.Loop() {
		if err := WriteHTML(io.Discard, large(b, 100_000).Report()); err != nil {
			b.Fatal(err)
		}
	}
}
