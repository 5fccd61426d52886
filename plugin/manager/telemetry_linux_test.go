package manager_test

import (
	"context"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/lattice"
	"github.com/trellis-iam/trellis/connector/lattice/latticetest"
	"github.com/trellis-iam/trellis/plugin/manager"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"google.golang.org/grpc/metadata"
)

// tracing is Lattice, and tells in Authenticate which trace it was called in.
type tracing struct{ connector.Connector }

func (c tracing) Authenticate(ctx context.Context, _ *connectorv1.Account) (*connectorv1.Authentication, error) {
	md, _ := metadata.FromIncomingContext(ctx)
	return &connectorv1.Authentication{Identity: &connectorv1.Identity{Id: strings.Join(md.Get("traceparent"), " ")}}, nil
}

func newTracing() connector.Connector { return tracing{lattice.New()} }

// TestTracesAndMetrics: a trace goes from the caller through the call to the requests that the connector's process makes, and
// the metrics count them.
func TestTracesAndMetrics(t *testing.T) {
	vendor, err := latticetest.NewServer(latticetest.Config{Users: 250, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer vendor.Close()
	spans := tracetest.NewSpanRecorder()
	tracer := trace.NewTracerProvider(trace.WithSpanProcessor(spans))
	reader := metric.NewManualReader()
	w := newWorld(t, manager.Config{Tracer: tracer, Meter: metric.NewMeterProvider(metric.WithReader(reader))}, "lattice")
	c := w.Connector("lattice")
	a := &connectorv1.Account{
		Id: "acme", Credentials: map[string]string{"api_key": vendor.APIKey},
		Operator: map[string]string{connector.OperatorBaseURL: vendor.URL, connector.OperatorCAPEM: vendor.CAPEM()},
	}

	ctx, root := tracer.Tracer("test").Start(t.Context(), "sync")
	_, err = c.ListUsers(ctx, connector.ListRequest{Account: a}, connector.SinkFuncs[*iamv1.User]{})
	if err != nil {
		t.Fatal(err)
	}
	answer, err := c.Authenticate(ctx, a)
	if err != nil {
		t.Fatal(err)
	}
	root.End()
	if id := root.SpanContext().TraceID().String(); !strings.Contains(answer.GetIdentity().GetId(), id) {
		t.Errorf("the process was called in trace %q, not in %s", answer.GetIdentity().GetId(), id)
	}

	requests := 0
	var list trace.ReadOnlySpan
	for _, s := range spans.Ended() {
		if s.SpanContext().TraceID() != root.SpanContext().TraceID() {
			t.Errorf("%s is in another trace", s.Name())
		}
		if s.Name() == "lattice ListUsers" {
			list = s
		}
	}
	for _, s := range spans.Ended() {
		if s.Name() != "GET" || s.Parent().SpanID() != list.SpanContext().SpanID() {
			continue
		}
		requests++
		if s.StartTime().Before(list.StartTime()) || s.EndTime().After(list.EndTime()) || !s.StartTime().Before(s.EndTime()) {
			t.Errorf("a request was from %v to %v, and its call from %v to %v", s.StartTime(), s.EndTime(), list.StartTime(), list.EndTime())
		}
	}
	if requests != 3 {
		t.Errorf("%d requests are in the trace", requests)
	}
	var text strings.Builder
	for _, s := range spans.Ended() {
		for _, kv := range s.Attributes() {
			text.WriteString(kv.Value.String() + "\n")
		}
	}
	if strings.Contains(text.String(), vendor.APIKey) {
		t.Error("the key is in the trace")
	}

	counted := collect(t, reader)
	for name, want := range map[string]int64{
		"trellis.items ListUsers": 250, "trellis.vendor.requests ListUsers": 3, "trellis.calls ListUsers ok": 1,
		"trellis.calls.active ListUsers": 0, "trellis.process.events started": 1, "trellis.processes": 1,
	} {
		if counted[name] != want {
			t.Errorf("%s is %d, want %d", name, counted[name], want)
		}
	}
	if counted["trellis.process.memory"] < 1<<20 {
		t.Errorf("the process has %d bytes", counted["trellis.process.memory"])
	}
}

// collect are the numbers of all metrics of the connector, by name and further attributes.
func collect(t *testing.T, reader metric.Reader) map[string]int64 {
	t.Helper()
	var all metricdata.ResourceMetrics
	if err := reader.Collect(t.Context(), &all); err != nil {
		t.Fatal(err)
	}
	numbers := map[string]int64{}
	note := func(name string, set attribute.Set, n int64) {
		for _, key := range []attribute.Key{"rpc.method", "trellis.outcome", "trellis.event"} {
			if v, ok := set.Value(key); ok {
				name = strings.Join([]string{name, v.AsString()}, " ")
			}
		}
		numbers[name] += n
	}
	for _, scope := range all.ScopeMetrics {
		for _, m := range scope.Metrics {
			switch data := m.Data.(type) {
			case metricdata.Sum[int64]:
				for _, p := range data.DataPoints {
					note(m.Name, p.Attributes, p.Value)
				}
			case metricdata.Gauge[int64]:
				for _, p := range data.DataPoints {
					note(m.Name, p.Attributes, p.Value)
				}
			case metricdata.Histogram[float64]:
				for _, p := range data.DataPoints {
					note(m.Name, p.Attributes, int64(p.Count))
				}
			default:
				t.Errorf("%s is a %T", m.Name, data)
			}
		}
	}
	return numbers
}
