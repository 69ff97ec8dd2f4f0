/** A database of a later version of the program: this one would not know what it writes to. */
export class NewerSchemaError extends Error {
  constructor(names: readonly string[]) {
    super(
      `The database was made by a newer version of the catalogue (it has ${names.join(', ')}, which this one does not know). ` +
        'Start that version, or restore a backup of this one.',
    );
  }
}

/** A SQLite database of another program: the catalogue would be filled in between its tables. */
export class ForeignDatabaseError extends Error {
  constructor(path: string, table: string) {
    super(
      `The database ${path} is of another program (it has a table ${table}, and none of the catalogue). ` +
        'Give a file of its own by DATABASE_URL; one that is not there yet is made.',
    );
  }
}
