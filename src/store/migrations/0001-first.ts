/**
 * Ids and tags are lower-case hex, times are ms since the epoch, blobs are sealed. `docs/privacy.md` says what is clear and why.
 */
export default `
CREATE TABLE revision (n INTEGER NOT NULL) STRICT;
INSERT INTO revision VALUES (0);

CREATE TABLE answers (
  session TEXT NOT NULL, position INTEGER NOT NULL, nth INTEGER NOT NULL, prefix TEXT NOT NULL,
  word TEXT NOT NULL, sealed BLOB NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY (session, position, nth)
) STRICT, WITHOUT ROWID;

CREATE TABLE requests (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, status TEXT NOT NULL DEFAULT 'waiting',
  channel TEXT NOT NULL, language TEXT NOT NULL, country TEXT NOT NULL, zone TEXT NOT NULL,
  call TEXT NOT NULL, cover TEXT, day TEXT, part TEXT, windowZone TEXT,
  firstFrom INTEGER, firstTo INTEGER, secondFrom INTEGER, secondTo INTEGER,
  session TEXT, caller TEXT, reference TEXT UNIQUE, consent TEXT NOT NULL,
  madeAt INTEGER NOT NULL, numberUntil INTEGER NOT NULL, eraseAt INTEGER NOT NULL, closesAt INTEGER,
  attempts INTEGER NOT NULL DEFAULT 0, lastAttemptAt INTEGER, outcome TEXT,
  opened INTEGER NOT NULL DEFAULT 0, openedAt INTEGER
) STRICT;
CREATE INDEX requestsOfCaller ON requests (caller) WHERE caller IS NOT NULL;

CREATE TABLE wraps (
  request TEXT PRIMARY KEY REFERENCES requests (id) ON DELETE CASCADE, epoch TEXT NOT NULL, sealed BLOB NOT NULL
) STRICT;
CREATE TABLE fields (
  request TEXT NOT NULL REFERENCES requests (id) ON DELETE CASCADE, field TEXT NOT NULL, sealed BLOB NOT NULL,
  PRIMARY KEY (request, field)
) STRICT;
CREATE TABLE attempts (
  request TEXT NOT NULL REFERENCES requests (id) ON DELETE CASCADE, at INTEGER NOT NULL
) STRICT;
CREATE INDEX attemptsOfRequest ON attempts (request, at);

CREATE TABLE tries (caller TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
CREATE INDEX triesAt ON tries (at);

CREATE TABLE conversations (
  tag TEXT PRIMARY KEY, session TEXT NOT NULL, sealed BLOB NOT NULL, seenAt INTEGER NOT NULL, until INTEGER NOT NULL
) STRICT;
CREATE TABLE texts (id TEXT PRIMARY KEY, at INTEGER NOT NULL, answered INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE TABLE outbox (
  id TEXT PRIMARY KEY, tell TEXT NOT NULL, about TEXT NOT NULL, sealed BLOB NOT NULL, due INTEGER NOT NULL,
  expires INTEGER NOT NULL, tries INTEGER NOT NULL DEFAULT 0, state TEXT NOT NULL DEFAULT 'waiting', gatewayId TEXT
) STRICT;
CREATE INDEX outboxDue ON outbox (due) WHERE state = 'waiting';
CREATE INDEX outboxAbout ON outbox (about);

CREATE TABLE calls (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, request TEXT, language TEXT NOT NULL, country TEXT NOT NULL, queue TEXT NOT NULL,
  number BLOB, session TEXT, advocate TEXT, advocateId TEXT, tried TEXT NOT NULL DEFAULT '[]',
  state TEXT NOT NULL DEFAULT 'nextAdvocate', stateAt INTEGER NOT NULL, madeAt INTEGER NOT NULL, expires INTEGER NOT NULL
) STRICT;
CREATE INDEX callsOfRequest ON calls (request) WHERE request IS NOT NULL;
CREATE INDEX callsOfSession ON calls (session) WHERE session IS NOT NULL;
CREATE TABLE legs (
  id TEXT PRIMARY KEY, call TEXT NOT NULL REFERENCES calls (id) ON DELETE CASCADE, role TEXT NOT NULL, advocate TEXT,
  called TEXT NOT NULL, session TEXT, state TEXT NOT NULL, madeAt INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX legsDialling ON legs (called) WHERE state = 'dialling';
CREATE INDEX legsOfCall ON legs (call);
CREATE INDEX legsOfSession ON legs (session) WHERE session IS NOT NULL;

CREATE TABLE advocates (
  rank INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL UNIQUE, languages TEXT NOT NULL,
  onDuty INTEGER NOT NULL, phone BLOB NOT NULL, publicKey BLOB NOT NULL, wrappedSecret BLOB NOT NULL, salt BLOB NOT NULL,
  proofDigest BLOB NOT NULL
) STRICT;
CREATE TABLE deskSecrets (
  advocate TEXT NOT NULL REFERENCES advocates (id) ON DELETE CASCADE, epoch TEXT NOT NULL, sealed BLOB NOT NULL,
  PRIMARY KEY (advocate, epoch)
) STRICT;
CREATE TABLE shifts (
  advocate TEXT NOT NULL REFERENCES advocates (id) ON DELETE CASCADE, days TEXT NOT NULL,
  "from" INTEGER NOT NULL, "to" INTEGER NOT NULL, zone TEXT NOT NULL
) STRICT;
CREATE TABLE epochs (made INTEGER PRIMARY KEY, epoch TEXT NOT NULL UNIQUE, publicKey BLOB NOT NULL) STRICT;

CREATE TABLE counters (
  day TEXT NOT NULL, channel TEXT NOT NULL, language TEXT NOT NULL, screen TEXT NOT NULL, what TEXT NOT NULL, n INTEGER NOT NULL,
  PRIMARY KEY (day, channel, language, screen, what)
) STRICT, WITHOUT ROWID;
CREATE TABLE ended (session TEXT PRIMARY KEY, day TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE never (tag TEXT NOT NULL, what TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (tag, what)) STRICT, WITHOUT ROWID;
`;
