/**
 * Who has a request, what colleagues wrote about it, and what happened to it. A note stands in a row of its own, so that none
 * overwrites another; the one note of before stays the field `note`. `revision` counts what an outcome must not be saved over.
 * A colleague who is removed has nothing any more.
 */
export default `
ALTER TABLE requests ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
CREATE TABLE claims (
  request TEXT PRIMARY KEY REFERENCES requests (id) ON DELETE CASCADE, advocate TEXT NOT NULL, at INTEGER NOT NULL, seenAt INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX claimsOfAdvocate ON claims (advocate);
CREATE TRIGGER claimsOfRemoved AFTER DELETE ON colleagues BEGIN DELETE FROM claims WHERE advocate = old.id; END;
CREATE TABLE notes (
  request TEXT NOT NULL REFERENCES requests (id) ON DELETE CASCADE, id TEXT NOT NULL, advocate TEXT NOT NULL, at INTEGER NOT NULL, kind TEXT NOT NULL, sealed BLOB NOT NULL,
  PRIMARY KEY (request, id)
) STRICT;
CREATE TABLE steps (
  nth INTEGER PRIMARY KEY, request TEXT NOT NULL REFERENCES requests (id) ON DELETE CASCADE, at INTEGER NOT NULL, who TEXT, what TEXT NOT NULL
) STRICT;
CREATE INDEX stepsOfRequest ON steps (request);
CREATE INDEX requestsOpen ON requests (kind, firstFrom, firstTo, secondFrom, secondTo, madeAt, closesAt, eraseAt, language, country, subject, outcome, status, id)
  WHERE status IN ('waiting', 'read', 'tried');
CREATE INDEX callsLive ON calls (madeAt) WHERE state <> 'over';
`;
