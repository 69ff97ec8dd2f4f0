/** A backup or a restore that cannot be done as asked; its message is for the person at the terminal. */
export class BackupError extends Error {}
