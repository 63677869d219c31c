// The oracle of the record's tree: roots, proofs and notes as Go's checksum database computes them.
package main

import (
	"bufio"
	"encoding/base64"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type hashes []tlog.Hash

func (stored hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	found := make([]tlog.Hash, len(indexes))
	for at, index := range indexes {
		found[at] = stored[index]
	}
	return found, nil
}

// Leaf n of the tree that both sides build is "entry <n>".
func grow(size int64, each func(size int64, stored hashes)) hashes {
	var stored hashes
	for n := int64(0); n < size; n++ {
		fresh, err := tlog.StoredHashes(n, []byte(fmt.Sprintf("entry %d", n)), stored)
		check(err)
		stored = append(stored, fresh...)
		each(n+1, stored)
	}
	return stored
}

func main() {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	switch os.Args[1] {
	case "roots":
		grow(number(os.Args[2]), func(size int64, stored hashes) {
			root, err := tlog.TreeHash(size, stored)
			check(err)
			out.WriteString(text(root) + "\n")
		})
	case "proofs":
		stored := grow(number(os.Args[2]), func(int64, hashes) {})
		answer(out, stored)
	case "note":
		open(out)
	}
}

// Each line of the input is `inclusion INDEX SIZE` or `consistency FROM SIZE`.
func answer(out *bufio.Writer, stored hashes) {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		asked := strings.Fields(lines.Text())
		at, size := number(asked[1]), number(asked[2])
		var path []tlog.Hash
		var err error
		if asked[0] == "inclusion" {
			path, err = tlog.ProveRecord(size, at, stored)
		} else {
			path, err = tlog.ProveTree(size, at, stored)
		}
		check(err)
		written := make([]string, len(path))
		for n, hash := range path {
			written[n] = text(hash)
		}
		out.WriteString(strings.Join(written, " ") + "\n")
	}
}

// Opens the note of the input by the verifier keys of the command line, and names who signed.
func open(out *bufio.Writer) {
	message, err := io.ReadAll(os.Stdin)
	check(err)
	var verifiers []note.Verifier
	for _, key := range os.Args[2:] {
		verifier, err := note.NewVerifier(key)
		check(err)
		verifiers = append(verifiers, verifier)
	}
	opened, err := note.Open(message, note.VerifierList(verifiers...))
	if err != nil {
		fmt.Fprintln(out, "refused")
		return
	}
	for _, signature := range opened.Sigs {
		fmt.Fprintf(out, "signed by %s\n", signature.Name)
	}
	out.WriteString(opened.Text)
}

func text(hash tlog.Hash) string {
	return base64.StdEncoding.EncodeToString(hash[:])
}

func number(written string) int64 {
	value, err := strconv.ParseInt(written, 10, 64)
	check(err)
	return value
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
