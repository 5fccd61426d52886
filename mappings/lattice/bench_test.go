package lattice_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"

	"google.golang.org/protobuf/proto"

	"github.com/trellis-iam/trellis/mappings"
	"github.com/trellis-iam/trellis/mappings/lattice"
)

// benchPage is a page as Lattice sends it: 100 users, some 110 KB.
func benchPage() []byte {
	var b bytes.Buffer
	b.WriteString(`{"object":"list","hasMore":true,"endingCursor":"b3BhcXVl","data":[`)
	for i := range 100 {
		if i > 0 {
			b.WriteByte(',')
		}
		const url = "https://api.latticehq.com/v1/"
		id := fmt.Sprintf("0b3f6f0e-0000-4000-8000-%012d", i)
		fmt.Fprintf(&b, `{"id":%q,"object":"user","url":"%suser/%s","name":"Ada Example %d","preferredName":null,`, id, url, id, i)
		fmt.Fprintf(&b, `"email":"ada%d@example.com","title":"Engineer","status":"ACTIVE","isAdmin":false,`, i)
		fmt.Fprintf(&b, `"externalUserId":null,"manager":{"id":%q,"object":"user","url":"%suser/%s"},`, id, url, id)
		fmt.Fprintf(&b, `"department":{"id":%q,"object":"department","url":"%sdepartment/%s"},`, id, url, id)
		for _, list := range []string{"directReports", "tasks", "customAttributes"} {
			fmt.Fprintf(&b, `%q:{"object":"list","url":"%suser/%s/%s"},`, list, url, id, list)
		}
		b.WriteString(`"timezone":"America/Los_Angeles","startDate":"2021-03-01","birthDate":null,"gender":null,` +
			`"createdAt":1614556800,"updatedAt":1640995200}`)
	}
	b.WriteString(`]}`)
	return b.Bytes()
}

// BenchmarkDecodePage is the connector's work on one page: decode, and map.
func BenchmarkDecodePage(b *testing.B) {
	body := benchPage()
	var p mappings.Page[lattice.UserRecord]
	for _, raw := range []bool{false, true} {
		b.Run(fmt.Sprintf("raw=%v", raw), func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			for b.Loop() {
				if err := mappings.DecodePage(lattice.Pages, &p, body, raw, nil); err != nil {
					b.Fatal(err)
				}
				if users, _ := mappings.Map(&p.Data, "$.data", lattice.User); len(users) != 100 {
					b.Fatal(len(users))
				}
			}
		})
	}
}

// BenchmarkDecodeOnly is the decoding alone, to compare with BenchmarkBaseline.
func BenchmarkDecodeOnly(b *testing.B) {
	body := benchPage()
	var p mappings.Page[lattice.UserRecord]
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if err := mappings.DecodePage(lattice.Pages, &p, body, false, nil); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkBaseline is what a plain program does: encoding/json into typed structs, which fails over one wrong type.
func BenchmarkBaseline(b *testing.B) {
	type ref struct{ ID, Object, URL string }
	type user struct {
		ID             string  `json:"id"`
		URL            string  `json:"url"`
		Name           *string `json:"name"`
		PreferredName  *string `json:"preferredName"`
		Email          string  `json:"email"`
		Title          *string `json:"title"`
		Status         string  `json:"status"`
		IsAdmin        bool    `json:"isAdmin"`
		ExternalUserID *string `json:"externalUserId"`
		Manager        *ref    `json:"manager"`
		Department     *ref    `json:"department"`
		TimeZone       *string `json:"timezone"`
		CreatedAt      int64   `json:"createdAt"`
		UpdatedAt      int64   `json:"updatedAt"`
	}
	type page struct {
		HasMore      bool    `json:"hasMore"`
		EndingCursor *string `json:"endingCursor"`
		Data         []user  `json:"data"`
	}
	body := benchPage()
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		var p page
		if err := json.Unmarshal(body, &p); err != nil || len(p.Data) != 100 {
			b.Fatal(err)
		}
	}
}

// BenchmarkMarshalUsers is what sending the page's users costs besides, as protobuf.
func BenchmarkMarshalUsers(b *testing.B) {
	var p mappings.Page[lattice.UserRecord]
	if err := mappings.DecodePage(lattice.Pages, &p, benchPage(), false, nil); err != nil {
		b.Fatal(err)
	}
	users, _ := mappings.Map(&p.Data, "$.data", lattice.User)
	var out []byte
	b.ReportAllocs()
	for b.Loop() {
		for _, u := range users {
			var err error
			if out, err = (proto.MarshalOptions{}).MarshalAppend(out[:0], u); err != nil {
				b.Fatal(err)
			}
		}
	}
}
