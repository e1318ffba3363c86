/**
 * Who did what at the desk and at the line, each entry chained to the one before; and where the chain begins once old entries
 * were cut. No index: a listing must read what a check reads.
 */
export default `
CREATE TABLE audit (
  n INTEGER PRIMARY KEY, at INTEGER NOT NULL, what TEXT NOT NULL, who TEXT NOT NULL, about TEXT NOT NULL, detail TEXT NOT NULL, hash BLOB NOT NULL
) STRICT;
CREATE TABLE auditAnchor (id INTEGER PRIMARY KEY CHECK (id = 1), n INTEGER NOT NULL, hash BLOB NOT NULL, mac BLOB NOT NULL) STRICT;
`;
