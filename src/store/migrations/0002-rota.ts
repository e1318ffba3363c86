/** Who is on duty is read anew only when it changed, not after every request that is kept. */
export default `
ALTER TABLE revision ADD COLUMN rota INTEGER NOT NULL DEFAULT 0;
`;
