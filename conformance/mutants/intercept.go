package mutants

import (
	"context"
	"path"
	"strings"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/protobuf/proto"
)

const shutdown = "/plugin.GRPCController/Shutdown"

func ours(method string) bool {
	return strings.HasPrefix(method, "/"+connectorv1.ConnectorService_ServiceDesc.ServiceName+"/")
}

// unary stands around calls that are answered once.
func (w *wrong) unary(ctx context.Context, req any, info *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
	if info.FullMethod == shutdown && w.stays {
		return req, nil // an empty message, like the answer
	}
	if info.FullMethod == grpc_health_v1.Health_Check_FullMethodName && w.sick {
		return &grpc_health_v1.HealthCheckResponse{Status: grpc_health_v1.HealthCheckResponse_NOT_SERVING}, nil
	}
	if !ours(info.FullMethod) {
		return next(ctx, req)
	}
	c := &call{ctx: w.contextOf(ctx), operation: path.Base(info.FullMethod), request: req.(proto.Message)}
	if w.request != nil {
		if err := w.request(c); err != nil {
			return nil, err
		}
	}
	if w.instead != nil {
		if answer := w.instead(c); answer != nil {
			return answer, nil
		}
	}
	answer, err := next(c.ctx, req)
	for n := 1; n < w.again && err == nil && c.operation == "Authenticate"; n++ {
		answer, err = next(c.ctx, req)
	}
	if err == nil && w.answer != nil {
		w.answer(c, answer.(proto.Message))
	}
	if w.end != nil {
		err = w.end(c, err)
	}
	return answer, err
}

// stream stands around lists.
func (w *wrong) stream(srv any, out grpc.ServerStream, info *grpc.StreamServerInfo, next grpc.StreamHandler) error {
	if !ours(info.FullMethod) {
		return next(srv, out)
	}
	s := &stream{ServerStream: out, wrong: w, call: &call{ctx: w.contextOf(out.Context()), operation: path.Base(info.FullMethod)}}
	s.call.send = s.sendEvent
	err := next(srv, s)
	if w.end != nil {
		err = w.end(s.call, err)
	}
	return err
}

func (w *wrong) contextOf(ctx context.Context) context.Context {
	if w.context == nil {
		return ctx
	}
	return w.context(ctx)
}

// stream is a list on its way to the host.
type stream struct {
	grpc.ServerStream

	wrong *wrong
	call  *call
	like  proto.Message // of the list's messages
	sent  connectorv1.Receipt
}

func (s *stream) Context() context.Context { return s.call.ctx }

// RecvMsg reads the request.
func (s *stream) RecvMsg(m any) error {
	if err := s.ServerStream.RecvMsg(m); err != nil {
		return err
	}
	s.call.request = m.(proto.Message)
	s.like = answers[s.call.operation]
	s.call.resumed = s.call.list().GetPageToken() != ""
	if s.wrong.request == nil {
		return nil
	}
	return s.wrong.request(s.call)
}

// answers are the messages of the lists.
var answers = map[string]proto.Message{
	"ListUsers": &connectorv1.ListUsersResponse{}, "ListRoles": &connectorv1.ListRolesResponse{}, "ListGroups": &connectorv1.ListGroupsResponse{},
}

// SendMsg sends what the mutant makes of a message.
func (s *stream) SendMsg(m any) error {
	e := readEvent(m.(proto.Message))
	if s.wrong.event == nil {
		return s.sendEvent(e)
	}
	if e.receipt != nil {
		e.receipt.Items, e.receipt.Rejected, e.receipt.Warned = s.sent.GetItems(), s.sent.GetRejected(), s.sent.GetWarned()
	}
	for _, e := range s.wrong.event(s.call, e) {
		if e == nil || s.call.refusal != nil {
			continue
		}
		if err := s.sendEvent(e); err != nil {
			return err
		}
	}
	return s.call.refusal
}

func (s *stream) sendEvent(e *event) error {
	for _, i := range e.items {
		s.sent.Items++
		if len(i.GetSource().GetWarnings()) > 0 {
			s.sent.Warned++
		}
	}
	s.sent.Rejected += int64(len(e.info.GetRejected()))
	err := s.ServerStream.SendMsg(e.write(s.like))
	if s.call.ctx.Err() == nil && s.ServerStream.Context().Err() != nil {
		return nil //nolint:nilerr // a mutant does not notice that nobody listens
	}
	return err
}
