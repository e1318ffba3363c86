/**
 * Whoever works at the desk is a colleague, with roles; an advocate is one of them. A shift says what its colleague is then:
 * on duty, the backup, or the coordinator who is rung last. On closed days nothing is promised.
 */
export default `
CREATE TABLE colleagues (
  rank INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL UNIQUE, roles TEXT NOT NULL, languages TEXT NOT NULL, skills TEXT NOT NULL DEFAULT '[]',
  onDuty INTEGER NOT NULL DEFAULT 0, phone BLOB, madeAt INTEGER NOT NULL DEFAULT 0,
  publicKey BLOB, wrappedSecret BLOB, salt BLOB, proofDigest BLOB,
  inviteDigest BLOB, inviteUntil INTEGER, totp BLOB, totpUsed INTEGER
) STRICT;
INSERT INTO colleagues (rank, id, name, roles, languages, onDuty, phone, publicKey, wrappedSecret, salt, proofDigest)
  SELECT rank, id, name, '["operator","coordinator","advocate","auditor"]', languages, onDuty, phone, publicKey, wrappedSecret, salt, proofDigest FROM advocates;
CREATE TABLE passkeys (
  id TEXT PRIMARY KEY, colleague TEXT NOT NULL REFERENCES colleagues (id) ON DELETE CASCADE, publicKey BLOB NOT NULL, counter INTEGER NOT NULL, transports TEXT NOT NULL, madeAt INTEGER NOT NULL
) STRICT;
CREATE TABLE heldKeys (
  colleague TEXT NOT NULL REFERENCES colleagues (id) ON DELETE CASCADE, epoch TEXT NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (colleague, epoch)
) STRICT;
INSERT INTO heldKeys SELECT advocate, epoch, sealed FROM deskSecrets;
CREATE TABLE vouches (
  colleague TEXT PRIMARY KEY REFERENCES colleagues (id) ON DELETE CASCADE, epoch TEXT NOT NULL, mac BLOB NOT NULL
) STRICT;
CREATE TABLE recovery (id INTEGER PRIMARY KEY CHECK (id = 1), publicKey BLOB NOT NULL, madeAt INTEGER NOT NULL, secrets BLOB NOT NULL) STRICT;
CREATE TABLE recoveryKeys (epoch TEXT PRIMARY KEY, sealed BLOB NOT NULL) STRICT;
CREATE TABLE rosters (
  colleague TEXT NOT NULL REFERENCES colleagues (id) ON DELETE CASCADE, "as" TEXT NOT NULL, days TEXT NOT NULL, "from" INTEGER NOT NULL, "to" INTEGER NOT NULL, zone TEXT NOT NULL,
  languages TEXT, skills TEXT
) STRICT;
INSERT INTO rosters (colleague, "as", days, "from", "to", zone) SELECT advocate, 'duty', days, "from", "to", zone FROM shifts;
CREATE TABLE closures (id INTEGER PRIMARY KEY, "from" TEXT NOT NULL, "until" TEXT NOT NULL, name TEXT NOT NULL) STRICT;
DROP TABLE deskSecrets;
DROP TABLE shifts;
DROP TABLE advocates;
ALTER TABLE rosters RENAME TO shifts;
`;
