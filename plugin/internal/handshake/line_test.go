package handshake

import (
	"bufio"
	"encoding/base64"
	"errors"
	"io"
	"strings"
	"testing"
)

func certificate(t testing.TB) []byte {
	t.Helper()
	c, err := NewCertificate()
	if err != nil {
		t.Fatal(err)
	}
	return c.Certificate[0]
}

func TestLineRoundTrip(t *testing.T) {
	want := Line{Network: "unix", Address: "/run/x/plugin1", Certificate: certificate(t)}
	got, err := Parse(want.String() + "\r\n")
	if err != nil || got.Network != want.Network || got.Address != want.Address || string(got.Certificate) != string(want.Certificate) {
		t.Fatalf("Parse = %+v, %v", got, err)
	}
}

func TestParse(t *testing.T) {
	der := base64.RawStdEncoding.EncodeToString(certificate(t))
	padded := base64.StdEncoding.EncodeToString(certificate(t))
	for _, c := range []struct{ name, line, want string }{
		{"as go-plugin prints it", "1|1|unix|/s|grpc|" + der, ""},
		{"with a field of a later go-plugin", "1|1|unix|/s|grpc|" + der + "|true", ""},
		{"padded", "1|1|unix|/s|grpc|" + padded, ""},
		{"text", "Starting up...", "no handshake"},
		{"empty", "", "no handshake"},
		{"bars", "|||||", "no handshake"},
		{"newer core", "2|1|unix|/s|grpc|" + der, "it speaks go-plugin's protocol 2, and this host speaks 1: upgrade the host"},
		{"older core", "0|1|unix|/s|grpc|" + der, "it speaks go-plugin's protocol 0, and this host speaks 1: upgrade the connector"},
		{"newer contract", "1|2|unix|/s|grpc|" + der, "upgrade the host"},
		{"older contract", "1|0|unix|/s|grpc|" + der, "upgrade the connector"},
		{"no version", "1|x|unix|/s|grpc|" + der, "no number"},
		{"net/rpc", "1|1|unix|/s|netrpc|" + der, "another protocol"},
		{"no certificate", "1|1|unix|/s|grpc", "no certificate"},
		{"empty certificate", "1|1|unix|/s|grpc|", "no certificate"},
		{"not base64", "1|1|unix|/s|grpc|%%%%", "not base64"},
		{"no X.509", "1|1|unix|/s|grpc|" + base64.RawStdEncoding.EncodeToString(make([]byte, 300)), "cannot be read"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Parse(c.line)
			switch {
			case c.want == "" && err != nil:
				t.Error(err)
			case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
				t.Errorf("error %v, want %q", err, c.want)
			}
		})
	}
}

func TestCheckAddress(t *testing.T) {
	for _, c := range []struct {
		network, address, dir string
		ok                    bool
	}{
		{"unix", "/run/x/plugin1", "/run/x", true},
		{"unix", "/run/x/plugin1", "/run/x/", true},
		{"unix", "/run/x/../y/plugin1", "/run/x", false},
		{"unix", "/var/run/docker.sock", "/run/x", false},
		{"unix", "/run/x", "/run/x", false},
		{"unix", "@abstract", "/run/x", false},
		{"tcp", "127.0.0.1:80", "/run/x", false},
		{"tcp", "127.0.0.1:80", "", true},
		{"tcp", "[::1]:80", "", true},
		{"tcp", "10.0.0.1:80", "", false},
		{"tcp", "localhost:80", "", false},
		{"unix", "/run/x/plugin1", "", false},
	} {
		if err := (Line{Network: c.network, Address: c.address}).CheckAddress(c.dir); (err == nil) != c.ok {
			t.Errorf("%s %s in %q: %v", c.network, c.address, c.dir, err)
		}
	}
}

func TestComplete(t *testing.T) {
	line, ok := Complete("1|1|unix|/s|grpc|\n", []byte("cert"))
	if !ok || line.String() != "1|1|unix|/s|grpc|Y2VydA" {
		t.Errorf("%v %v", line, ok)
	}
	for _, text := range []string{"hello", "", "1|1|unix", "3|1|unix|/s|grpc|", "1|1|unix|/s|netrpc|"} {
		if _, ok := Complete(text, nil); ok {
			t.Errorf("%q was taken for a handshake", text)
		}
	}
}

func TestReadLine(t *testing.T) {
	for _, c := range []struct {
		name, in, line, rest string
		err                  error
	}{
		{"line and more", "a|b\nrest", "a|b\n", "rest", nil},
		{"no end", "a|b", "a|b", "", io.EOF},
		{"nothing", "", "", "", io.EOF},
		{"too long", strings.Repeat("x", MaxLine) + "\nrest", strings.Repeat("x", MaxLine), "\nrest", ErrLineTooLong},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := NewReader(strings.NewReader(c.in))
			line, err := ReadLine(r)
			rest, _ := io.ReadAll(r)
			if line != c.line || !errors.Is(err, c.err) || string(rest) != c.rest {
				t.Errorf("%d bytes, %v, then %q", len(line), err, rest)
			}
		})
	}
}

// FuzzHandshakeLine: any bytes on stdout give an error, or a line that go-plugin reads the same way.
func FuzzHandshakeLine(f *testing.F) {
	der := base64.RawStdEncoding.EncodeToString(certificate(f))
	for _, seed := range []string{"1|1|unix|/s|grpc|" + der + "\n", "1|1|unix|/s|grpc|", "|||||\n", "1|1\x00|\xff\n", "hello"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		r := bufio.NewReaderSize(strings.NewReader(string(in)), MaxLine)
		text, err := ReadLine(r)
		if err != nil {
			return
		}
		line, err := Parse(text)
		if err != nil {
			return
		}
		again, err := Parse(line.String())
		if err != nil || again.Address != line.Address || again.Network != line.Network {
			t.Errorf("%q is read as %+v, and that as %+v, %v", text, line, again, err)
		}
		_ = line.CheckAddress("/run")
	})
}
