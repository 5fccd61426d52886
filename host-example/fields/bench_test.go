package fields

import (
	"fmt"
	"strconv"
	"testing"

	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// latticeUser is a record as Lattice sends them.
const latticeUser = `{"id":"0b3f6f0e-0000-4000-8000-000000000001","object":"user","url":"https://api.latticehq.com/v1/user/0b3f6f0e","name":"Ada Example","preferredName":null,"email":"ada@example.com","title":"Engineer","status":"ACTIVE","isAdmin":false,"externalUserId":null,"manager":{"id":"02","object":"user","url":"https://api.latticehq.com/v1/user/02"},"department":{"id":"d1","object":"department","url":"https://api.latticehq.com/v1/department/d1"},"directReports":{"object":"list","url":"https://api.latticehq.com/v1/user/01/directReports"},"timezone":"America/Los_Angeles","startDate":"2021-03-01","birthDate":null,"gender":null,"createdAt":1614556800,"updatedAt":1640995200}`

func BenchmarkApply(b *testing.B) {
	for _, bench := range []struct {
		name        string
		expressions map[string]string
	}{
		{"1 field", map[string]string{"starts": `raw.startDate`}},
		{"8 fields", map[string]string{
			"starts": `timestamp(raw.startDate + "T00:00:00Z")`, "domain": `raw.email.split("@")[1]`, "boss": `raw.manager.id`,
			"nick": `raw.?preferredName.orValue(raw.name)`, "leads": `has(raw.directReports)`, "hr": `raw.externalUserId`,
			"admin": `raw.isAdmin ? "yes" : "no"`, "made": `timestamp(raw.createdAt)`,
		}},
		{"1 field of user", map[string]string{"status": `user.status.value`}},
		{"1 field that is null", map[string]string{"hr": `raw.externalUserId.size()`}},
	} {
		b.Run(bench.name, func(b *testing.B) {
			m := compiled(b, bench.expressions)
			u := &iamv1.User{Id: "1", Name: "Ada", Status: iamv1.UserStatus_USER_STATUS_ENABLED}
			source := &iamv1.Source{Raw: []byte(latticeUser)}
			b.ReportAllocs()
			for b.Loop() {
				u.Source = source
				if _, err := m.Apply(b.Context(), u); err != nil || len(u.GetSource().GetWarnings()) > 0 {
					b.Fatal(err, u.GetSource().GetWarnings())
				}
			}
		})
	}
}

// BenchmarkLimit is how long an expression takes that is stopped at the cost limit.
func BenchmarkLimit(b *testing.B) {
	m := compiled(b, map[string]string{"x": `raw.numbers.all(a, raw.numbers.all(b, raw.numbers.all(c, raw.numbers.all(d, raw.numbers.all(e, true)))))`})
	for b.Loop() {
		u := someone()
		if _, err := m.Apply(b.Context(), u); err != nil || len(u.GetSource().GetWarnings()) != 1 {
			b.Fatal(err)
		}
	}
}

func BenchmarkCompile(b *testing.B) {
	for _, n := range []int{1, 16} {
		expressions := map[string]string{}
		for i := range n {
			expressions[fmt.Sprintf("f%d", i)] = `raw.email.split("@")[1]`
		}
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			for b.Loop() {
				compiled(b, expressions)
			}
		})
	}
}
