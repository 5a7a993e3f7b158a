package postgresql

import "testing"

func TestVerifierMatchesItsPasswordOnly(t *testing.T) {
	verifier, err := verifierOf("pencil")
	if err != nil || !isVerifier(verifier) {
		t.Fatalf("no verifier: %q, %v", verifier, err)
	}
	if !matches("pencil", verifier) || matches("Pencil", verifier) || matches("pencil", "md5abc") || matches("", "") {
		t.Error("a verifier must match the password it was made from and nothing else")
	}
	if same, _ := verifierOf(verifier); same != verifier {
		t.Error("a verifier must be passed through")
	}
	if again, _ := verifierOf("pencil"); again == verifier {
		t.Error("two verifiers of one password must differ in their salt")
	}
}

// The keys are those of the exchange in RFC 7677, section 3.
func TestVerifierIsThatOfTheStandard(t *testing.T) {
	salt := []byte{0x5b, 0x6d, 0x99, 0x68, 0x9d, 0x12, 0x35, 0x8e, 0xec, 0xa0, 0x4b, 0x14, 0x12, 0x36, 0xfa, 0x81}
	got, err := scramVerifier("pencil", salt, 4096)
	want := "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:" +
		"wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU="
	if err != nil || got != want {
		t.Errorf("got %s, %v, want %s", got, err, want)
	}
}
