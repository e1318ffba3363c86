/** Who took an alarm, and whose phone rang for a request: legs are kept for a day only. Alarms nobody took are looked for every second. */
export default `
ALTER TABLE requests ADD COLUMN takenBy TEXT;
ALTER TABLE requests ADD COLUMN takenAt INTEGER;
CREATE INDEX alarmsWaiting ON requests (madeAt) WHERE kind = 'urgent' AND status = 'waiting' AND takenAt IS NULL;
CREATE TABLE rings (
  request TEXT NOT NULL REFERENCES requests (id) ON DELETE CASCADE, colleague TEXT NOT NULL, at INTEGER NOT NULL, "as" TEXT NOT NULL, ended TEXT
) STRICT;
CREATE INDEX ringsOfRequest ON rings (request, at);
CREATE INDEX legsRinging ON legs (madeAt) WHERE state = 'dialling';
`;
