package sandbox

import (
	"encoding/json"
	"io"
	"strconv"
	"strings"

	"github.com/trellis-iam/trellis/connector/lattice/latticetest"
)

// about is what there is to know of a running sandbox; its JSON is for programs.
type about struct {
	URL        string `json:"url"`
	CAFile     string `json:"ca_file"`
	CAPEM      string `json:"ca_pem"`
	APIKey     string `json:"api_key"`
	ControlURL string `json:"control_url"`
	ControlKey string `json:"control_key"`

	config latticetest.Config
}

// The keys open nothing but the stand-in that they are printed by.
func line(w io.Writer, a about) error { return json.NewEncoder(w).Encode(a) } //nolint:gosec // see above

const shown = `A stand-in for Lattice with USERS users, all of them made up. It runs until its input ends or Ctrl-C.

  address      URL
  certificate  CA
  API key      KEY

List its users:

  export LATTICE_API_KEY=KEY
  trellis users lattice --secret api_key=env:LATTICE_API_KEY \
    --operator base_url=URL --operator ca_file=CA

Make it fail: the third request for users is answered 503, once. What else there is, GET CONTROL says.

  curl --cacert CA -H "Authorization: Bearer CONTROLKEY" \
    CONTROL/faults -d '{"path":"/v1/users","from":3,"times":1,"kind":"status","status":503}'
`

func text(w io.Writer, a about) error {
	_, err := io.WriteString(w, strings.NewReplacer(
		"USERS", strconv.Itoa(a.config.Users), "URL", a.URL, "CONTROLKEY", a.ControlKey, "CONTROL", a.ControlURL,
		"LATTICE_API_KEY", "LATTICE_API_KEY", "KEY", a.APIKey, "CA", a.CAFile,
	).Replace(shown))
	return err
}

const usage = `sandbox runs a stand-in for Lattice's API on 127.0.0.1, over TLS, with made-up users: something to try the connector and
its faults on. It prints address, certificate and key, and serves until its input ends, SIGINT or SIGTERM. In the background
of a script, give it an input that does not end:

  trellis-connector-lattice sandbox --json < <(sleep infinity) &

`

// say writes to whoever listens; the status tells the rest.
func say(w io.Writer, text string) { _, _ = io.WriteString(w, text) }
