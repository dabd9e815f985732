/** What an import tells while it runs. */

export type ImportProgress = {
  begin(questionCount: number): void
  judged(databaseId: string): void
  /** @param note - why the database and its questions are set aside; empty when they are not */
  databaseDone(databaseId: string, questionCount: number, note: string): void
  end(): void
  /** @param note - why the database has no siblings; empty when it has */
  siblingsMade(databaseId: string, note: string): void
}

/** How far the bytes of one file, or of an archive's files together, are. */
export type ByteProgress = {
  /**
   * @param bytesTotal - `undefined` where it is not known beforehand
   * @param bytesDone - what is there from an earlier try
   */
  begin(what: string, bytesTotal: number | undefined, bytesDone: number): void
  advance(bytes: number): void
  end(): void
}

/** For imports that nobody watches. */
export const silentImport: ImportProgress = {
  begin() {},
  judged() {},
  databaseDone() {},
  end() {},
  siblingsMade() {},
}

/** For downloads that nobody watches. */
export const silentBytes: ByteProgress = { begin() {}, advance() {}, end() {} }
