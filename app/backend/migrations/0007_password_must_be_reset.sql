-- protection: accounts that were taken over without a password that can be checked are marked as such
-- Filled from the catalogue, without writing a row; no row has the mark yet, so the check only reads them once.
ALTER TABLE "User"
  ADD COLUMN password_must_be_reset boolean NOT NULL DEFAULT false,
  -- The hash of such an account is never kept: nobody here could check a password by it.
  ADD CONSTRAINT "User_reset_has_no_password" CHECK (NOT password_must_be_reset OR password_hash IS NULL);
