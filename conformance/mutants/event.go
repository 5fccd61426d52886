package mutants

import (
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// event is one message of a list: a page, progress or a receipt.
type event struct {
	items    []item
	info     *connectorv1.PageInfo // nil: no page
	progress *connectorv1.Progress
	receipt  *connectorv1.Receipt
}

// users are the page's users, none where it is of something else.
func (e *event) users() (all []*iamv1.User) {
	for _, i := range e.items {
		if u, ok := i.(*iamv1.User); ok {
			all = append(all, u)
		}
	}
	return all
}

// clone is a page of its own.
func (e *event) clone() *event {
	c := &event{
		info: proto.CloneOf(e.info), progress: proto.CloneOf(e.progress), receipt: proto.CloneOf(e.receipt),
	}
	for _, i := range e.items {
		c.items = append(c.items, proto.CloneOf(i))
	}
	return c
}

// Lists differ in their messages' types and in what a page's items are called, and in nothing else: this reads and writes
// all three by their descriptors.
const (
	pageField     = "page"
	progressField = "progress"
	receiptField  = "receipt"
	infoField     = "info"
)

func readEvent(m proto.Message) *event {
	e := &event{}
	r := m.ProtoReflect()
	switch f := r.WhichOneof(r.Descriptor().Oneofs().ByName("event")); {
	case f == nil:
	case f.Name() == pageField:
		page := r.Get(f).Message()
		items := page.Get(itemsField(page)).List()
		for i := range items.Len() {
			e.items = append(e.items, items.Get(i).Message().Interface().(item))
		}
		e.info = &connectorv1.PageInfo{}
		if f := field(page, infoField); page.Has(f) {
			e.info = page.Get(f).Message().Interface().(*connectorv1.PageInfo)
		}
	case f.Name() == progressField:
		e.progress = r.Get(f).Message().Interface().(*connectorv1.Progress)
	case f.Name() == receiptField:
		e.receipt = r.Get(f).Message().Interface().(*connectorv1.Receipt)
	}
	return e
}

// write makes the event a message of the same type as another one.
func (e *event) write(like proto.Message) proto.Message {
	m := like.ProtoReflect().New()
	put := func(name string, v proto.Message) {
		m.Set(field(m, name), protoreflect.ValueOfMessage(v.ProtoReflect()))
	}
	switch {
	case e.receipt != nil:
		put(receiptField, e.receipt)
	case e.progress != nil:
		put(progressField, e.progress)
	case e.info != nil:
		page := m.Mutable(field(m, pageField)).Message()
		items := page.Mutable(itemsField(page)).List()
		for _, i := range e.items {
			items.Append(protoreflect.ValueOfMessage(i.ProtoReflect()))
		}
		page.Set(field(page, infoField), protoreflect.ValueOfMessage(e.info.ProtoReflect()))
	}
	return m.Interface()
}

func field(m protoreflect.Message, name string) protoreflect.FieldDescriptor {
	return m.Descriptor().Fields().ByName(protoreflect.Name(name))
}

// itemsField is the one that stands first in a page: users, roles or groups.
func itemsField(page protoreflect.Message) protoreflect.FieldDescriptor {
	return page.Descriptor().Fields().ByNumber(1)
}

// set changes a text of an item.
func set(i item, name, text string) {
	m := i.ProtoReflect()
	m.Set(field(m, name), protoreflect.ValueOfString(text))
}
