package manager

import (
	"context"
	"time"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"
	"google.golang.org/grpc/metadata"
)

// scope names the instrumentation, as OpenTelemetry wants it.
const scope = "github.com/trellis-iam/trellis/plugin/manager"

// callSpan is the span of one call, with what is counted of it. The requests that the connector makes to its vendor are
// spans below it: the connector reports them with its pages, so that its process needs neither OpenTelemetry nor a way out
// to a collector.
type callSpan struct {
	m                      *Manager
	ctx                    context.Context
	span                   trace.Span
	tracer                 trace.Tracer
	connector, operation   string
	begin                  time.Time
	pages, items, requests *int64
}

// trace begins the span of a call.
func (m *Manager) trace(ctx context.Context, name, operation, account string) (context.Context, callSpan) {
	tracer := m.cfg.Tracer.Tracer(scope)
	ctx, span := tracer.Start(ctx, name+" "+operation, trace.WithSpanKind(trace.SpanKindClient), trace.WithAttributes(
		attribute.String("rpc.system", "grpc"), attribute.String("rpc.method", operation),
		attribute.String("trellis.connector", name), attribute.String("trellis.account", account),
	))
	m.meters.began(ctx, name, operation)
	return ctx, callSpan{
		m: m, ctx: ctx, span: span, tracer: tracer, connector: name, operation: operation, begin: time.Now(),
		pages: new(int64), items: new(int64), requests: new(int64),
	}
}

// outgoing adds the trace to what goes to the process, in W3C's traceparent header: a connector that traces by itself finds it
// in gRPC's metadata.
func outgoing(ctx context.Context) context.Context {
	carrier := propagation.MapCarrier{}
	propagation.TraceContext{}.Inject(ctx, carrier)
	var pairs []string
	for key, value := range carrier {
		pairs = append(pairs, key, value)
	}
	return metadata.AppendToOutgoingContext(ctx, pairs...)
}

// process notes which process has the call.
func (s callSpan) process(w *worker) {
	s.span.AddEvent("process", trace.WithAttributes(
		attribute.Int("process.pid", w.PID()), attribute.String("trellis.connector.version", w.about.GetVersion()),
	))
}

// resumed notes that the call goes on in another process.
func (s callSpan) resumed(err error) {
	s.span.AddEvent("resumed", trace.WithAttributes(attribute.String("error.type", string(connector.ReasonOf(err)))))
}

// page notes a page, and the requests behind it.
func (s callSpan) page(items int, info *connectorv1.PageInfo) {
	*s.pages++
	*s.items += int64(items)
	*s.requests += int64(len(info.GetExchanges()))
	if !s.span.IsRecording() {
		return
	}
	for _, e := range info.GetExchanges() {
		s.exchange(e)
	}
}

// exchange makes a span of a request to the vendor. One of which nobody says when it was is not shown.
func (s callSpan) exchange(e *connectorv1.Exchange) {
	if !e.GetStartedAt().IsValid() || !e.GetDuration().IsValid() {
		return
	}
	start := e.GetStartedAt().AsTime()
	_, span := s.tracer.Start(s.ctx, e.GetMethod(), trace.WithSpanKind(trace.SpanKindClient), trace.WithTimestamp(start), trace.WithAttributes(
		attribute.String("http.request.method", e.GetMethod()), attribute.String("url.full", e.GetUrl()),
		attribute.Int("http.response.status_code", int(e.GetStatus())), attribute.String("trellis.vendor.request_id", e.GetRequestId()),
	))
	if e.GetStatus() == 0 || e.GetStatus() >= 400 {
		span.SetStatus(codes.Error, "")
	}
	span.End(trace.WithTimestamp(start.Add(e.GetDuration().AsDuration())))
}

// end ends the span, and counts the call.
func (s callSpan) end(err error) {
	s.span.SetAttributes(
		attribute.Int64("trellis.pages", *s.pages), attribute.Int64("trellis.items", *s.items), attribute.Int64("trellis.requests", *s.requests),
	)
	reason := outcome(err)
	if err != nil {
		s.span.SetAttributes(attribute.String("error.type", reason))
		s.span.SetStatus(codes.Error, err.Error())
	}
	s.span.End()
	s.m.meters.ended(s.ctx, s, reason, time.Since(s.begin))
}

// outcome is how a call ended: "ok", a reason of the contract, or whose doing it was.
func outcome(err error) string {
	switch reason := connector.ReasonOf(err); {
	case err == nil:
		return "ok"
	case reason != "":
		return string(reason)
	}
	return "caller" // its context, or the receiver of its list
}
