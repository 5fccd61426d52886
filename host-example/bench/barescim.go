package main

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
)

// bareSCIMUser is what a careful author would write down of a SCIM user for encoding/json.
type bareSCIMUser struct {
	ID       string `json:"id"`
	UserName string `json:"userName"`
	Name     struct {
		Formatted  string `json:"formatted"`
		GivenName  string `json:"givenName"`
		FamilyName string `json:"familyName"`
	} `json:"name"`
	DisplayName string      `json:"displayName"`
	Title       string      `json:"title"`
	UserType    string      `json:"userType"`
	Timezone    string      `json:"timezone"`
	Active      bool        `json:"active"`
	Emails      []bareValue `json:"emails"`
	Photos      []bareValue `json:"photos"`
	Roles       []bareValue `json:"roles"`
	Groups      []bareValue `json:"groups"`
	Meta        struct {
		Created      string `json:"created"`
		LastModified string `json:"lastModified"`
	} `json:"meta"`
	Enterprise struct {
		Department     string `json:"department"`
		EmployeeNumber string `json:"employeeNumber"`
		Manager        struct {
			Value       string `json:"value"`
			DisplayName string `json:"displayName"`
		} `json:"manager"`
	} `json:"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"`
}

type bareValue struct {
	Value   string `json:"value"`
	Display string `json:"display"`
	Type    string `json:"type"`
	Primary bool   `json:"primary"`
}

type bareSCIMPage struct {
	TotalResults int            `json:"totalResults"`
	Resources    []bareSCIMUser `json:"Resources"`
}

// bareSCIM reads page after page, as the next startIndex follows from what came.
func bareSCIM(ctx context.Context, client *http.Client, s source) (n int, err error) {
	for {
		var page bareSCIMPage
		query := url.Values{"startIndex": {strconv.Itoa(n + 1)}, "count": {"100"}}
		if err := bareGet(ctx, client, s.Key, s.URL+"/Users?"+query.Encode(), &page); err != nil {
			return 0, err
		}
		n += len(page.Resources)
		if n >= page.TotalResults || len(page.Resources) == 0 {
			return n, nil
		}
	}
}
