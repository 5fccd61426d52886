package sandbox

import (
	"encoding/json"
	"io"
	"strings"
)

// about is what there is to know of a running sandbox; its JSON is for programs, and docs/sandbox.md has it.
type about struct {
	URL        string `json:"url"`
	CAFile     string `json:"ca_file"`
	CAPEM      string `json:"ca_pem"`
	APIKey     string `json:"api_key"`
	ControlURL string `json:"control_url"`
	ControlKey string `json:"control_key"`

	Account account           `json:"account"`
	Headers map[string]string `json:"headers,omitempty"`
	Users   listing           `json:"users"`

	vendor      Vendor
	name, users string
}

// account is what leads to the sandbox, as the contract has it.
type account struct {
	Settings    map[string]string `json:"settings,omitempty"`
	Operator    map[string]string `json:"operator"`
	Credentials map[string]string `json:"credentials"`
}

// listing is how users are listed, for whoever makes faults.
type listing struct {
	Path string            `json:"path"`
	Page map[string]string `json:"page,omitempty"`
}

// The keys open nothing but the stand-in that they are printed by.
func line(w io.Writer, a about) error { return json.NewEncoder(w).Encode(a) } //nolint:gosec // see above

const shown = `A stand-in for {vendor} with {users} users, all of them made up. It runs until its input ends or Ctrl-C.

  address      {url}
  certificate  {ca}
  key          {key}

List its users:

  export {variable}={key}
  trellis users {connector} {set}--secret {field}=env:{variable} \
    --operator base_url={url} --operator ca_file={ca}

Link it, and its name is enough: trellis users --account sandbox

  trellis connect {connector} --name sandbox --yes {set}--secret {field}=env:{variable} \
    --operator base_url={url} --operator ca_file={ca}

Make it fail: the third request for users is answered 503, once. What else there is, GET {control} says.

  curl --cacert {ca} -H "Authorization: Bearer {control key}" \
    {control}/faults -d '{"path":"{path}","from":3,"times":1,"kind":"status","status":503}'
`

func text(w io.Writer, a about) error {
	set := ""
	for name, value := range a.Account.Settings { // of which there is one at most
		set = "--set " + name + "=" + value + " "
	}
	variable := strings.ToUpper(strings.ReplaceAll(a.vendor.Connector, "-", "_") + "_" + a.vendor.KeyField)
	_, err := io.WriteString(w, strings.NewReplacer(
		"{vendor}", a.name, "{users}", a.users, "{url}", a.URL, "{ca}", a.CAFile, "{key}", a.APIKey,
		"{control}", a.ControlURL, "{control key}", a.ControlKey,
		"{connector}", a.vendor.Connector, "{field}", a.vendor.KeyField, "{variable}", variable, "{set}", set, "{path}", a.vendor.UsersPath,
	).Replace(shown))
	return err
}

func usage(name, connector string) string {
	return `sandbox runs a stand-in for ` + name + `'s API on 127.0.0.1, over TLS, with made-up users: something to try the connector and
its faults on. It prints address, certificate and key, and serves until its input ends, SIGINT or SIGTERM. In the background
of a script, give it an input that does not end:

  trellis-connector-` + connector + ` sandbox --json < <(sleep infinity) &

`
}

// say writes to whoever listens; the status tells the rest.
func say(w io.Writer, text string) { _, _ = io.WriteString(w, text) }
