/**
 * What may be published one day, by week and by one property at a time, so that no row stands for somebody with all that was
 * known of them. `answeredAt` is when an advocate first spoke with whoever raised an alarm: so that it is counted once.
 */
export default `
ALTER TABLE requests ADD COLUMN answeredAt INTEGER;
CREATE TABLE tallies (
  week TEXT NOT NULL, measure TEXT NOT NULL, "by" TEXT NOT NULL, category TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (week, measure, "by", category)
) STRICT, WITHOUT ROWID;
CREATE TABLE amounts (
  week TEXT NOT NULL, side TEXT NOT NULL, currency TEXT NOT NULL, cases INTEGER NOT NULL, total INTEGER NOT NULL, most INTEGER NOT NULL, PRIMARY KEY (week, side, currency)
) STRICT, WITHOUT ROWID;
CREATE TABLE releases ("from" TEXT PRIMARY KEY, weeks INTEGER NOT NULL, madeAt INTEGER NOT NULL, figures TEXT NOT NULL) STRICT, WITHOUT ROWID;
`;
