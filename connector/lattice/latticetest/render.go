package latticetest

import (
	"strconv"

	"github.com/trellis-iam/trellis/connector/rest/resttest"
)

// Records are written byte by byte: a page costs some tens of microseconds, so that in a benchmark the stand-in takes
// little from the cores that it shares.

// appendUser writes the record of user i.
func (c *company) appendUser(b []byte, i int) []byte {
	if r, ok := c.config.Records[i]; ok {
		return append(b, r...)
	}
	if c.config.AllNull {
		return c.appendNullUser(b, i)
	}
	h := c.mix(i, saltTime)
	b = append(b, `{"id":"`...)
	b = c.appendID(b, i, saltUser)
	b = append(b, `","object":"user","url":"`...)
	b = c.appendLink(b, "user", i, saltUser, "")
	b = append(b, `","name":`...)
	b = c.appendName(b, i)
	b = append(b, `,"preferredName":`...)
	if h%3 == 0 {
		b = append(b, '"')
		b = append(b, resttest.GivenName(h>>8)...)
		b = append(b, '"')
	} else {
		b = append(b, "null"...)
	}
	b = append(b, `,"email":"`...)
	b = resttest.AppendEmail(b, i)
	b = append(b, `","title":`...)
	if t := c.mix(i, saltTitle); t%25 != 0 {
		b = append(b, '"')
		b = append(b, resttest.Title(t)...)
		b = append(b, '"')
	} else {
		b = append(b, "null"...)
	}
	b = append(b, `,"status":"`...)
	b = append(b, c.status(i)...)
	b = append(b, `","isAdmin":`...)
	b = strconv.AppendBool(b, c.admin(i))
	b = append(b, `,"externalUserId":`...)
	if h%2 == 0 {
		b = append(b, `"E-`...)
		b = strconv.AppendInt(b, int64(i), 10)
		b = append(b, '"')
	} else {
		b = append(b, "null"...)
	}
	b = append(b, `,"manager":`...)
	b = c.appendRef(b, "user", c.boss(i), saltUser)
	b = append(b, `,"department":`...)
	b = c.appendRef(b, "department", c.department(i), saltDepartment)
	b = c.appendLists(b, i)
	b = append(b, `,"timezone":"`...)
	b = append(b, resttest.Zone(h>>16)...)
	b = append(b, `","startDate":"2021-03-01","birthDate":null,"gender":null`...)
	if c.config.ExtraFields {
		b = append(b, `,"jobFunction":"Engineering","jobLevel":null,"pronouns":["they"],"futureField":{"a":[1,{"b":null}]}`...)
	}
	// Unix seconds, from 2015 on.
	created := 1420070400 + h%(10*365*86400)
	b = append(b, `,"createdAt":`...)
	b = strconv.AppendUint(b, created, 10)
	b = append(b, `,"updatedAt":`...)
	b = strconv.AppendUint(b, created+h>>40, 10)
	return append(b, '}')
}

// appendNullUser writes the record of user i with every member null that can be.
func (c *company) appendNullUser(b []byte, i int) []byte {
	b = append(b, `{"id":"`...)
	b = c.appendID(b, i, saltUser)
	b = append(b, `","object":"user","url":"`...)
	b = c.appendLink(b, "user", i, saltUser, "")
	b = append(b, `","name":null,"preferredName":null,"email":"`...)
	b = resttest.AppendEmail(b, i)
	b = append(b, `","title":null,"status":"`...)
	b = append(b, c.status(i)...)
	b = append(b, `","isAdmin":`...)
	b = strconv.AppendBool(b, c.admin(i))
	b = append(b, `,"externalUserId":null,"manager":null,"department":null`...)
	b = c.appendLists(b, i)
	return append(b, `,"timezone":null,"startDate":null,"birthDate":null,"gender":null,"createdAt":null,"updatedAt":null}`...)
}

// appendLists writes the references to a user's lists.
func (c *company) appendLists(b []byte, i int) []byte {
	for _, list := range [...]string{"directReports", "tasks", "customAttributes"} {
		b = append(b, `,"`...)
		b = append(b, list...)
		b = append(b, `":{"object":"list","url":"`...)
		b = c.appendLink(b, "user", i, saltUser, list)
		b = append(b, `"}`...)
	}
	return b
}

// attributes are the custom attributes that the company has given its users.
var attributes = [...]string{"Cost center", "T-shirt size (unisex)"}

// appendAttribute writes the value of custom attribute k of user i.
func (c *company) appendAttribute(b []byte, i, k int) []byte {
	b = append(b, `{"id":"`...)
	b = c.appendID(b, i*len(attributes)+k, saltAttribute)
	b = append(b, `","object":"customAttributeValue","attribute":{"id":"`...)
	b = c.appendID(b, k, saltAttribute)
	b = append(b, `","object":"customAttribute","name":"`...)
	b = append(b, attributes[k]...)
	b = append(b, `","description":null,"type":"text"},"value":`...)
	if h := c.mix(i, saltAttribute) >> k; h%3 != 0 {
		b = append(b, `"V-`...)
		b = strconv.AppendUint(b, h%40, 10)
		return append(b, `"}`...)
	}
	return append(b, `null}`...)
}

// appendDepartment writes the record of department i.
func (c *company) appendDepartment(b []byte, i int) []byte {
	b = append(b, `{"id":"`...)
	b = c.appendID(b, i, saltDepartment)
	b = append(b, `","object":"department","url":"`...)
	b = c.appendLink(b, "department", i, saltDepartment, "")
	b = append(b, `","name":"`...)
	b = append(b, departmentNames[i%len(departmentNames)]...)
	if i >= len(departmentNames) {
		b = append(b, ' ')
		b = strconv.AppendInt(b, int64(i/len(departmentNames)+1), 10)
	}
	b = append(b, `","description":`...)
	if i%3 == 0 {
		b = append(b, `"Founded early."`...)
	} else {
		b = append(b, "null"...)
	}
	b = append(b, `,"createdAt":`...)
	b = strconv.AppendInt(b, 1420070400+int64(i), 10)
	return append(b, '}')
}

// appendRef writes a reference; null for index -1.
func (c *company) appendRef(b []byte, object string, i int, salt uint64) []byte {
	if i < 0 {
		return append(b, "null"...)
	}
	b = append(b, `{"id":"`...)
	b = c.appendID(b, i, salt)
	b = append(b, `","object":"`...)
	b = append(b, object...)
	b = append(b, `","url":"`...)
	b = c.appendLink(b, object, i, salt, "")
	return append(b, `"}`...)
}

func (c *company) appendLink(b []byte, object string, i int, salt uint64, list string) []byte {
	b = append(b, c.link...)
	b = append(b, object...)
	b = append(b, '/')
	b = c.appendID(b, i, salt)
	if list != "" {
		b = append(b, '/')
		b = append(b, list...)
	}
	return b
}
