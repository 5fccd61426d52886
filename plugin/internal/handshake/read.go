package handshake

import (
	"bufio"
	"errors"
	"fmt"
)

// MaxLine bounds the handshake line. A certificate with an RSA key of 4096 bits makes it some 2 KiB long.
const MaxLine = 16 << 10

// ErrLineTooLong says that no line ended within MaxLine bytes.
var ErrLineTooLong = fmt.Errorf("no line ended within %d bytes", MaxLine)

// NewReader makes a reader that [ReadLine] can be used with, and that has what follows the line.
func NewReader(r interface{ Read([]byte) (int, error) }) *bufio.Reader {
	return bufio.NewReaderSize(r, MaxLine)
}

// ReadLine reads up to the end of the first line. With an error it returns what came before it.
func ReadLine(r *bufio.Reader) (string, error) {
	b, err := r.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		err = ErrLineTooLong
	}
	return string(b), err
}
