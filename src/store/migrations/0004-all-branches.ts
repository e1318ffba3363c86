/** What a dialled number was bound to, what a call reads to whom it rings, what a callback is about, and counts by the hour instead of by the day. */
export default `
ALTER TABLE beginnings ADD COLUMN bound TEXT;
ALTER TABLE calls ADD COLUMN about BLOB;
ALTER TABLE requests ADD COLUMN subject TEXT;
CREATE TABLE hours (
  hour INTEGER NOT NULL, channel TEXT NOT NULL, language TEXT NOT NULL, screen TEXT NOT NULL, what TEXT NOT NULL, n INTEGER NOT NULL,
  PRIMARY KEY (hour, channel, language, screen, what)
) STRICT, WITHOUT ROWID;
INSERT INTO hours SELECT unixepoch(day) * 1000, channel, language, screen, what, n FROM counters WHERE what IN ('yes', 'no', 'trouble');
DROP TABLE counters;
`;
