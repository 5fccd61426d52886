package plugin_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/plugin"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// hostEnv makes the test binary a host: how it lives, its connector's binary and its run folder, line by line. With
// byHandEnv it is a connector that someone runs by hand.
const (
	hostEnv   = "TRELLIS_TEST_HOST"
	byHandEnv = "TRELLIS_TEST_BY_HAND"
)

// runHost is a host that is killed sooner or later. It says "up" when it is as far as it gets.
func runHost() {
	f := strings.Split(os.Getenv(hostEnv), "\n")
	life, cfg := f[0], plugin.Config{Path: f[1], RunDir: f[2]}
	launch := func() *plugin.Plugin {
		p, err := plugin.Launch(context.Background(), cfg)
		if err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		return p
	}
	forever := func(ctx context.Context, p *plugin.Plugin) error {
		once := false
		_, err := p.ListUsers(ctx, list("forever"), connector.SinkFuncs[*iamv1.User]{OnPage: func(connector.Page[*iamv1.User]) error {
			if !once {
				fmt.Println("up")
				once = true
			}
			return nil
		}})
		return err
	}
	switch life {
	case "starting":
		_ = launch()
	case "idle":
		_ = launch()
		fmt.Println("up")
		select {}
	case "calling":
		fmt.Println(forever(context.Background(), launch()))
	case "churning": // launches and closes until it is killed
		for fmt.Println("up"); ; {
			_ = launch().Close()
		}
	case "polite": // ends its calls and its connector when it is interrupted
		p := launch()
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
		defer stop()
		fmt.Println(forever(ctx, p))
		u, err := p.GetUser(context.Background(), get("7")) // the connector has not gone before its host
		fmt.Println(u.GetId(), err, p.Close())
	}
}

// startHost starts a host, and waits until it is up.
func startHost(t *testing.T, life, path, runDir string) (*exec.Cmd, *bufio.Reader) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), hostEnv+"="+strings.Join([]string{life, path, runDir}, "\n"))
	cmd.Stderr = os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // as a shell starts its jobs
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	out := bufio.NewReader(stdout)
	if life != "starting" {
		if line, err := out.ReadString('\n'); err != nil || line != "up\n" {
			t.Fatalf("the host says %q, %v", line, err)
		}
	}
	return cmd, out
}

// wantNothingLeft waits for the connectors of a dead host to be gone, and says how long it took. That is milliseconds; the
// promise is one second, to which a machine that does other things cannot be held each time.
func wantNothingLeft(t *testing.T, path string) time.Duration {
	t.Helper()
	begin := time.Now()
	eventually(t, "the connectors are gone with their host", func() bool { return len(processesOf(t, path)) == 0 })
	return time.Since(begin)
}

// TestHostIsKilled: SIGKILL to the host, in whatever it is doing, leaves no process and, once connected, no file.
func TestHostIsKilled(t *testing.T) {
	for life, name := range map[string]string{"idle": "sample", "calling": "puppet"} {
		t.Run(life, func(t *testing.T) {
			w := newWorld(t, name)
			host, _ := startHost(t, life, w.Path, w.RunDir)
			if len(processesOf(t, w.Path)) != 1 {
				t.Fatal("there is no connector to begin with")
			}
			_ = host.Process.Kill()
			_ = host.Wait()
			wantNothingLeft(t, w.Path) // and newWorld looks for files
		})
	}
}

// TestHostOfTheUnwillingIsKilled: nor does a connector stay that is hung and has never looked at its life line.
func TestHostOfTheUnwillingIsKilled(t *testing.T) {
	w := newWorld(t, "mute")
	host, _ := startHost(t, "starting", w.Path, w.RunDir)
	eventually(t, "the connector is started", func() bool { return len(processesOf(t, w.Path)) == 1 })
	_ = host.Process.Kill()
	_ = host.Wait()
	wantNothingLeft(t, w.Path)
	w.wantSwept(t)
}

// TestHostIsKilledAtAnyMoment: as above, at moments of all kinds in the start and stop of connectors. What a host could not
// remove the next start sweeps away.
func TestHostIsKilledAtAnyMoment(t *testing.T) {
	w := newWorld(t, "sample")
	var took []time.Duration
	for range kills(t) {
		host, _ := startHost(t, "churning", w.Path, w.RunDir)
		time.Sleep(time.Duration(rand.Int64N(int64(60 * time.Millisecond))))
		_ = host.Process.Kill()
		_ = host.Wait()
		took = append(took, wantNothingLeft(t, w.Path))
	}
	slices.Sort(took)
	if median := took[len(took)/2]; median > time.Second {
		t.Errorf("connectors outlive their host by %v", median)
	}
	w.wantSwept(t)
}

// wantSwept launches once more, and finds nothing afterwards. A process that was being forked when its host was killed holds
// the lock of its folder until it notices.
func (w *world) wantSwept(t *testing.T) {
	t.Helper()
	cfg := w.Config
	cfg.Path = program(t, "sample")
	eventually(t, "the next start has swept the run folder", func() bool {
		p, err := plugin.Launch(t.Context(), cfg)
		if err != nil {
			t.Fatal(err)
		}
		if err := p.Close(); err != nil {
			t.Error(err)
		}
		return len(filesBelow(t, w.RunDir)) == 0
	})
}

// TestHostIsInterrupted: Ctrl+C reaches the host and its group. One that does not handle it dies with its connector; one
// that does is not left by its connector before it has ended its calls.
func TestHostIsInterrupted(t *testing.T) {
	for _, life := range []string{"calling", "polite"} {
		t.Run(life, func(t *testing.T) {
			w := newWorld(t, "puppet")
			host, out := startHost(t, life, w.Path, w.RunDir)
			if err := syscall.Kill(-host.Process.Pid, syscall.SIGINT); err != nil {
				t.Fatal(err)
			}
			var said []string
			for {
				line, err := out.ReadString('\n')
				if err != nil {
					break
				}
				said = append(said, strings.TrimSpace(line))
			}
			_ = host.Wait()
			wantNothingLeft(t, w.Path)
			if want := []string{"context canceled", "7 <nil> <nil>"}; life == "polite" && !slices.Equal(said, want) {
				t.Errorf("the host said %q, want %q", said, want)
			}
		})
	}
}
