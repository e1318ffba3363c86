/** How a session began, in a row of its own: every session has one, and most have nothing else. */
export default `
CREATE TABLE beginnings (
  session TEXT PRIMARY KEY, version TEXT NOT NULL, edition TEXT NOT NULL, first INTEGER NOT NULL, phone TEXT, network TEXT, at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;
