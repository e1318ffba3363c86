/** Test calls to the operator's own handset, one a day and those begun by hand: what became of each, never a number. */
export default `
CREATE TABLE monitors (
  id TEXT PRIMARY KEY, day TEXT UNIQUE, at INTEGER NOT NULL, rang INTEGER NOT NULL DEFAULT 0, taken INTEGER NOT NULL DEFAULT 0, shown TEXT
) STRICT;
`;
