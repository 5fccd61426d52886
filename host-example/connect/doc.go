// Package connect links an account: it asks a person for what a connector needs, has the vendor try it, and finds a place for
// each secret. It knows no vendor, no terminal and no file of accounts being written.
//
//   - [Form] is what there is to fill in, made of a connector's description: [Question] after question, as data, each of which
//     judges its answers by the contract's own rules (package connector has them). [Form.AtFault] says which to ask again after
//     an error.
//   - [Fill] goes through a form with a [Person], until the credentials are taken or the person gives up.
//   - [ChoosePlaces] asks where secrets shall live ([Place]), and makes sure that they can, or do; [Put] puts them there.
//
// Nothing is written before Put, so that whoever leaves before leaves nothing behind. What is typed as a secret is in the form's
// account and in what is put, and in no error.
//
// The questions come line by line, without a library that draws forms on a terminal: that is the same on every terminal, over ssh,
// and for whoever has the screen read aloud; it costs no start time; and a secret shows not even its length.
package connect
