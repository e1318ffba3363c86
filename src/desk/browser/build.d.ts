/** Builds the desk's pages into a folder. */
export function buildDesk(folder: string): Promise<void>;
