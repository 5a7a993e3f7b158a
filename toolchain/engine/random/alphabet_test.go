package random

import (
	"strings"
	"testing"
)

func count(text, letters string) int {
	return len(strings.Map(func(letter rune) rune {
		if strings.ContainsRune(letters, letter) {
			return letter
		}
		return -1
	}, text))
}

func TestGenerateKeepsMinimumsAndAlphabet(t *testing.T) {
	alphabet := Alphabet{Length: 12, MinUpper: pointer(4), MinNumeric: pointer(3), Lower: pointer(false), OverrideSpecial: pointer("_")}
	for range 200 {
		text, err := alphabet.generate()
		if err != nil || len(text) != 12 || count(text, upperLetters) < 4 || count(text, digits) < 3 ||
			count(text, upperLetters+digits+"_") != 12 {
			t.Fatalf("got %q, %v", text, err)
		}
	}
}

func TestValidate(t *testing.T) {
	cases := []struct {
		alphabet Alphabet
		ok       bool
	}{
		{Alphabet{Length: 1}, true},
		{Alphabet{Length: 0}, false},
		{Alphabet{Length: 3, MinLower: pointer(2), MinUpper: pointer(2)}, false},
		{Alphabet{Length: 3, MinLower: pointer(-1)}, false},
		{Alphabet{Length: 3, Lower: pointer(false), Upper: pointer(false), Number: pointer(false), Special: pointer(false)}, false},
	}
	for _, c := range cases {
		if err := c.alphabet.validate(); (err == nil) != c.ok {
			t.Errorf("%+v: got %v", c.alphabet, err)
		}
	}
}
