package manager

import (
	"context"
	"errors"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
)

// meters are the metrics of a manager; the package's comment lists them.
type meters struct {
	calls, items, requests, events metric.Int64Counter
	active                         metric.Int64UpDownCounter
	duration, start                metric.Float64Histogram
	observers                      metric.Registration
}

func newMeters(provider metric.MeterProvider, m *Manager) (*meters, error) {
	meter := provider.Meter(scope)
	var s meters
	var errs [9]error
	s.calls, errs[0] = meter.Int64Counter("trellis.calls", metric.WithDescription("Calls that ended"), metric.WithUnit("{call}"))
	s.items, errs[1] = meter.Int64Counter("trellis.items", metric.WithDescription("Items that lists gave"), metric.WithUnit("{item}"))
	s.requests, errs[2] = meter.Int64Counter("trellis.vendor.requests", metric.WithDescription("Requests to vendors"), metric.WithUnit("{request}"))
	s.events, errs[3] = meter.Int64Counter("trellis.process.events", metric.WithDescription("What happened to processes"), metric.WithUnit("{event}"))
	s.active, errs[4] = meter.Int64UpDownCounter("trellis.calls.active", metric.WithDescription("Calls that run or wait"), metric.WithUnit("{call}"))
	s.duration, errs[5] = meter.Float64Histogram("trellis.call.duration", metric.WithDescription("How long calls took"), metric.WithUnit("s"))
	s.start, errs[6] = meter.Float64Histogram("trellis.process.start", metric.WithDescription("How long starts took"), metric.WithUnit("s"))
	processes, err := meter.Int64ObservableGauge("trellis.processes", metric.WithDescription("Processes that run"), metric.WithUnit("{process}"))
	errs[7] = err
	memory, err := meter.Int64ObservableGauge("trellis.process.memory", metric.WithDescription("Resident memory"), metric.WithUnit("By"))
	errs[8] = err
	if err := errors.Join(errs[:]...); err != nil {
		return nil, err
	}
	s.observers, err = meter.RegisterCallback(func(_ context.Context, o metric.Observer) error {
		for _, status := range m.Status() {
			name := metric.WithAttributes(attribute.String("trellis.connector", status.Connector))
			if status.State != StateRunning {
				o.ObserveInt64(processes, 0, name)
				continue
			}
			o.ObserveInt64(processes, 1, name)
			if bytes, ok := residentMemory(status.PID); ok {
				o.ObserveInt64(memory, bytes, name)
			}
		}
		return nil
	}, processes, memory)
	return &s, err
}

func (s *meters) close() {
	if s.observers != nil {
		_ = s.observers.Unregister() // it only fails for meters that are not ours
	}
}

func (s *meters) began(ctx context.Context, name, operation string) {
	s.active.Add(ctx, 1, metric.WithAttributes(attribute.String("trellis.connector", name), attribute.String("rpc.method", operation)))
}

func (s *meters) ended(ctx context.Context, c callSpan, reason string, took time.Duration) {
	call := []attribute.KeyValue{attribute.String("trellis.connector", c.connector), attribute.String("rpc.method", c.operation)}
	which := metric.WithAttributes(call...)
	s.active.Add(ctx, -1, which)
	s.items.Add(ctx, *c.items, which)
	s.requests.Add(ctx, *c.requests, which)
	how := metric.WithAttributes(append(call, attribute.String("trellis.outcome", reason))...)
	s.calls.Add(ctx, 1, how)
	s.duration.Record(ctx, took.Seconds(), how)
}

func (s *meters) event(e Event) {
	name := attribute.String("trellis.connector", e.Connector)
	s.events.Add(context.Background(), 1, metric.WithAttributes(name, attribute.String("trellis.event", string(e.Kind))))
	if e.Kind == Started {
		s.start.Record(context.Background(), e.Took.Seconds(), metric.WithAttributes(name))
	}
}
